/** 64 hexadecimal digits in groups of four, as they are read over the telephone. */
export function Fingerprint({ value }: { readonly value: string }) {
  return <code className="fingerprint">{value.match(/.{1,4}/g)?.join(' ')}</code>
}

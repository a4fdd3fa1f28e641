/** A chain of certificates is some kilobytes. */
export const MOST_BYTES = 32_768

/** A file as the server takes it: text as it stands (PEM, base64), anything else as base64 of its bytes. */
export function textOf(file: ArrayBuffer): string {
  const bytes = new Uint8Array(file)
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return /^[\x20-\x7e\s]*$/.test(text) ? text.trim() : btoa(text)
}

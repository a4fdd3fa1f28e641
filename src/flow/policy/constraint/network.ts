/** A span of addresses, both ends included. */
export interface AddressRange {
  readonly family: 4 | 6
  readonly from: bigint
  readonly to: bigint
}

/** An IPv4 or IPv6 address or CIDR block; bits behind the prefix must be zero. Null for anything else. */
export function parseNetwork(text: string): AddressRange | null {
  const [address, length, ...rest] = text.split('/')
  if (rest.length > 0 || (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length))) return null
  const family = address!.includes(':') ? 6 : 4
  const from = family === 4 ? parseV4(address!) : parseV6(address!)
  const bits = family === 4 ? 32 : 128
  const prefix = length === undefined ? bits : Number(length)
  if (from === null || prefix > bits) return null
  const tail = (1n << BigInt(bits - prefix)) - 1n
  return (from & tail) === 0n ? { family, from, to: from | tail } : null
}

/** Does the block hold this address (or this smaller block)? */
export const networkHolds = (block: AddressRange, asked: AddressRange): boolean =>
  block.family === asked.family && block.from <= asked.from && asked.to <= block.to

function parseV4(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]?]
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...Array<string>(tail ? missing : 0).fill('0'), ...(tail ?? [])]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

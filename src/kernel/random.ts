import { randomFillSync } from 'node:crypto'

/** Randomness is injected: the demo and the tests repeat, production uses the operating system's generator. */
export interface Random {
  bytes(length: number): Uint8Array
}

export const systemRandom: Random = operatingSystem()

/** Fetched a page at a time: one call costs more than the bytes. Bytes that were handed out are not kept. */
function operatingSystem(): Random {
  const page = Buffer.alloc(4096)
  let used = page.length
  return {
    bytes(length) {
      if (length > page.length / 4) return randomFillSync(Buffer.alloc(length))
      if (used + length > page.length) {
        randomFillSync(page)
        used = 0
      }
      const bytes = Buffer.from(page.subarray(used, used + length))
      page.fill(0, used, used + length)
      used += length
      return bytes
    },
  }
}

/** UUID version 7 (RFC 9562 §5.7): ordered by time, 74 random bits. `now` in milliseconds. */
export function uuid7(random: Random, now: number): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.set(random.bytes(10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

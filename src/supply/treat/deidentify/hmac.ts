import { createHmac, hkdfSync } from 'node:crypto'

/** The two padded keys of HMAC-SHA-256 (RFC 2104), hex: the engine hashes, so it needs no secret function of its own. */
export interface HmacPads {
  readonly inner: string
  readonly outer: string
}

/** Block of SHA-256 in bytes. */
const BLOCK = 64

export function padsOf(key: Uint8Array): HmacPads {
  const block = Buffer.alloc(BLOCK)
  block.set(key)
  return {
    inner: Buffer.from(block.map((byte) => byte ^ 0x36)).toString('hex'),
    outer: Buffer.from(block.map((byte) => byte ^ 0x5c)).toString('hex'),
  }
}

/** One key for each use of the project's key (RFC 5869): a pseudonym tells nothing about a date shift. */
export interface ProjectKeys {
  readonly person: HmacPads
  readonly entity: HmacPads
  readonly shift: HmacPads
}

export function projectKeys(key: Uint8Array): ProjectKeys {
  const derived = (use: string) =>
    padsOf(new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `xinyu project ${use}`, 32)))
  return { person: derived('person'), entity: derived('entity'), shift: derived('shift') }
}

/** SQL of HMAC-SHA-256 over the UTF-8 bytes of a text expression: 64 hex digits in lower case. */
export const hmacSql = (pads: HmacPads, message: string): string =>
  `sha256(unhex('${pads.outer}') || unhex(sha256(unhex('${pads.inner}') || encode(${message}))))`

/** SQL of a value that is computed once and used under a name. */
export const letSql = (value: string, name: string, use: string): string =>
  `list_transform([${value}], lambda ${name}: ${use})[1]`

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** SQL of base32 (RFC 4648, without padding) over the first 128 bits of a hex digest: 26 characters. */
export function base32Sql(hex: string): string {
  const parts: string[] = []
  for (let i = 0; i < 6; i++) {
    const five = `('0x' || substr(${hex}, ${1 + 5 * i}, 5))::UINTEGER`
    for (const shift of [15, 10, 5, 0]) parts.push(character(`(${five} >> ${shift}) & 31`))
  }
  const last = `('0x' || substr(${hex}, 31, 2))::UINTEGER`
  parts.push(character(`${last} >> 3`), character(`(${last} & 7) << 2`))
  return `(${parts.join(' || ')})`
}

const character = (index: string): string => `substr('${ALPHABET}', (1 + (${index}))::INTEGER, 1)`

/** The same computed here, for tests and for who checks a pseudonym by hand. */
export function pseudonym(key: Uint8Array, message: string): string {
  const person = Buffer.from(hkdfSync('sha256', key, new Uint8Array(), 'xinyu project person', 32))
  const bits = [...createHmac('sha256', person).update(message).digest().subarray(0, 16)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(130, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

import { type MacPads, macPads, suite } from '../../../safeguard/crypto/hashing/index.ts'

/** One key for each use of the project's key (RFC 5869): a pseudonym tells nothing about a date shift. */
export interface ProjectKeys {
  readonly person: MacPads
  readonly entity: MacPads
  readonly shift: MacPads
}

export function projectKeys(key: Uint8Array): ProjectKeys {
  const derived = (use: string) => macPads(suite().derive(key, `xinyu project ${use}`, 32))
  return { person: derived('person'), entity: derived('entity'), shift: derived('shift') }
}

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
  const person = suite().derive(key, 'xinyu project person', 32)
  const bits = [...suite().mac(person, message).subarray(0, 16)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(130, '0')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

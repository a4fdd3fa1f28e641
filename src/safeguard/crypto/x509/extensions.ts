import { type Der, readDer } from './der.ts'
import { parts, SEQUENCE } from './signed.ts'

export interface Extension {
  readonly critical: boolean
  readonly value: Buffer
}

/** By object identifier, as text. */
export type Extensions = ReadonlyMap<string, Extension>

const OID = 0x06
const OCTETS = 0x04

/** @throws RangeError, also where one stands twice: which of the two counts would be for the sender to choose */
export function readExtensions(list: Der | null): Extensions {
  const found = new Map<string, Extension>()
  if (!list) return found
  for (const one of parts(list, SEQUENCE)) {
    const [id, ...rest] = parts(one, SEQUENCE)
    const value = rest.at(-1)
    const flag = rest.length === 2 ? rest[0]!.whole.toString('hex') : null
    if (id?.tag !== OID || value?.tag !== OCTETS || rest.length > 2 || (flag !== null && flag !== '0101ff'))
      throw new RangeError('an extension has another form')
    const name = oidText(id.value)
    if (found.has(name)) throw new RangeError(`the extension ${name} stands twice`)
    found.set(name, { critical: flag !== null, value: value.value })
  }
  return found
}

/** Critical ones that nobody here knows: the certificate asks not to be used then (RFC 5280 §4.2). */
export const unknownCritical = (extensions: Extensions, known: ReadonlySet<string>): string | null =>
  [...extensions].find(([id, { critical }]) => critical && !known.has(id))?.[0] ?? null

/** Object identifiers of a `SEQUENCE OF OBJECT IDENTIFIER`. */
export const oidsIn = (value: Buffer): string[] =>
  readDer(value)
    .flatMap((one) => parts(one, SEQUENCE))
    .map((one) => oidText(one.value))

/** Bytes of an object identifier as its numbers with dots. */
export function oidText(bytes: Buffer): string {
  const numbers: number[] = []
  let value = 0
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(value)
      value = 0
    }
  }
  const [first = 0, ...rest] = numbers
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - 40 * root, ...rest].join('.')
}

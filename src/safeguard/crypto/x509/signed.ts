import { type Der, readDer, readOne } from './der.ts'

export const SEQUENCE = 0x30
export const INTEGER = 0x02
export const BITS = 0x03

/** What certificates and lists of revoked ones have in common: a body as it was sent, and who signed it how. */
export interface Signed {
  readonly body: Der
  /** DER of the `AlgorithmIdentifier`. */
  readonly algorithm: Buffer
  readonly signature: Buffer
}

/** @throws RangeError */
export function readSigned(der: Buffer): Signed {
  const [body, algorithm, signature, ...more] = parts(readOne(der), SEQUENCE)
  if (!body || !algorithm || !signature || more.length > 0) throw new RangeError('not a signed structure')
  return { body, algorithm: algorithm.whole, signature: bits(signature) }
}

/** The elements within one of this tag. */
export function parts(one: Der, tag: number): Der[] {
  if (one.tag !== tag) throw new RangeError(`an element is a ${one.tag}, not a ${tag}`)
  return readDer(one.value)
}

/** Whole octets of a BIT STRING: idle bits would be a byte that no signature covers. */
export function bits(one: Der): Buffer {
  if (one.tag !== BITS || one.value[0] !== 0) throw new RangeError('not a string of whole octets')
  return one.value.subarray(1)
}

/** `UTCTime` (RFC 5280: 50 to 49 are 1950 to 2049) or `GeneralizedTime`, in seconds and UTC alone; ms since 1970. */
export function timeOf(one: Der): number {
  const text = one.value.toString('latin1')
  const year = Number(text.slice(0, 2))
  const long = one.tag === 0x18 ? text : `${year < 50 ? 20 : 19}${text}`
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(long)
  if ((one.tag !== 0x17 && one.tag !== 0x18) || !found) throw new RangeError('not a time')
  const [, y, month, day, hour, minute, second] = found
  const iso = `${y}-${month}-${day}T${hour}:${minute}:${second}Z`
  const at = Date.parse(iso)
  if (!Number.isFinite(at)) throw new RangeError('not a time')
  return at
}

/** r ‖ s of a signature in strict DER; null for any other form, so that one signature has one writing. */
export function rawSignature(der: Uint8Array, bytes: number): Buffer | null {
  try {
    const numbers = parts(readOne(Buffer.from(der)), SEQUENCE)
    if (numbers.length !== 2) return null
    return Buffer.concat(numbers.map((one) => fixed(one, bytes)))
  } catch {
    return null
  }
}

function fixed(one: Der, bytes: number): Buffer {
  const [first, second] = one.value
  if (one.tag !== INTEGER || first === undefined || first >= 0x80) throw new RangeError('no positive number')
  if (first === 0 && (second === undefined || second < 0x80)) throw new RangeError('not the shortest')
  const value = first === 0 ? one.value.subarray(1) : one.value
  if (value.length > bytes) throw new RangeError('too long')
  return Buffer.concat([Buffer.alloc(bytes - value.length), value])
}

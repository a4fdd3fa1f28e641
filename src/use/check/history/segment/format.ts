import { z } from 'zod'
import { XinyuError } from '../../../../kernel/errors/index.ts'

/**
 * A segment file: eight bytes of head, the encoded sets one after the other, the index as JSON, its length (4 bytes,
 * little endian) and eight bytes of foot. A file that was cut off has no foot.
 */
export const HEAD = Buffer.from('XINYUSG1')
export const FOOT = Buffer.from('XINYUSGE')

/** Where encoded bytes stand in the file. */
const Place = z.tuple([z.int().min(0), z.int().min(0)])
export type Place = z.output<typeof Place>

/** One released cell. */
export const Entry = z.strictObject({
  /** Place in `families`. */
  f: z.int().min(0),
  /** Persons. */
  n: z.int().min(1),
  /** The released value, or that it was withheld. */
  v: z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.strictObject({ withheld: z.literal('protected') }),
  ]),
  /** k when it was released. */
  k: z.int().min(1),
  /** The largest contribution of one person. */
  x: z.number().min(0),
  /** A sum of shown cells, or a value given again: no equation of its own, it does not count as exposure. */
  m: z.boolean(),
  p: Place,
  t: Place,
})
export type Entry = z.output<typeof Entry>

export const Index = z.strictObject({ families: z.array(z.string()), entries: z.array(Entry) })
export type Index = z.output<typeof Index>

/** The index of a whole file. @throws XinyuError GATE_HISTORY_DAMAGED */
export function indexOf(bytes: Buffer): Index {
  if (!bytes.subarray(0, HEAD.length).equals(HEAD)) throw new XinyuError('GATE_HISTORY_DAMAGED')
  return indexAtEnd(bytes)
}

/** Bytes of index, length and foot, from the last bytes of a file. @throws XinyuError GATE_HISTORY_DAMAGED */
export function lengthOfEnd(bytes: Buffer): number {
  const foot = bytes.length - FOOT.length
  if (foot < 4 || !bytes.subarray(foot).equals(FOOT)) throw new XinyuError('GATE_HISTORY_DAMAGED')
  return bytes.readUInt32LE(foot - 4) + 4 + FOOT.length
}

/** @throws XinyuError GATE_HISTORY_DAMAGED */
export function indexAtEnd(bytes: Buffer): Index {
  const length = lengthOfEnd(bytes)
  const [from, to] = [bytes.length - length, bytes.length - FOOT.length - 4]
  if (from < 0) throw new XinyuError('GATE_HISTORY_DAMAGED')
  try {
    return Index.parse(JSON.parse(bytes.toString('utf8', from, to)))
  } catch (cause) {
    throw new XinyuError('GATE_HISTORY_DAMAGED', {}, { cause })
  }
}

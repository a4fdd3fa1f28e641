import { digestOf, suite } from '../../safeguard/crypto/index.ts'

export type Part = 'public' | 'hidden'

/**
 * Which part a row belongs to: a keyed hash of its own id. Stable, since no other row has a say in it; unpredictable,
 * since nobody outside knows the key; checked afterwards, since the hash of the key is in the evidence from the
 * beginning and the key is told when the private scores are released.
 */
export function partOf(key: Uint8Array, rowId: string, publicShare: number): Part {
  return shareOf(key, rowId) < publicShare ? 'public' : 'hidden'
}

/** 0 ≤ x < 1, from the first 48 bits of the hash. */
const shareOf = (key: Uint8Array, rowId: string): number =>
  suite().mac(key, `part:${rowId}`).readUIntBE(0, 6) / 2 ** 48

/** The order in which a program meets the rows: a hash too, so that a place tells nothing of an id or an answer. */
export function orderOf(key: Uint8Array, rowIds: readonly string[]): number[] {
  const by = rowIds.map((id) => suite().mac(key, `order:${id}`).toString('hex'))
  return rowIds.map((_, at) => at).sort((a, b) => (by[a]! < by[b]! ? -1 : by[a]! > by[b]! ? 1 : 0))
}

/** Stands in the evidence when the data are brought, with the hash that it and the keyed hashes are made by. */
export const commitmentOf = (key: Uint8Array): string => digestOf(key)

/** Characters of one shingle: short enough for Chinese, long enough that common phrases are not all. */
const SHINGLE = 5
/** Shingles that are kept of a text, the smallest hashes: the same ones of the same text, whatever stands around. */
const KEPT = 96

/** Letters and digits alone, in one width and case: what is typed otherwise is the same text. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** A few hashes that stand for a text; an estimate of likeness needs no more (bottom-k sketch). */
export function sketchOf(text: string): number[] {
  const letters = Array.from(plainText(text))
  const shingles = new Set<number>()
  for (let at = 0; at + SHINGLE <= letters.length; at += 1)
    shingles.add(hashOf(letters.slice(at, at + SHINGLE)))
  return [...shingles].sort((a, b) => a - b).slice(0, KEPT)
}

/** FNV-1a over code points, mixed once more: thousands of intros are hashed in a moment, and nobody is kept out by it. */
function hashOf(letters: readonly string[]): number {
  let hash = 0x811c9dc5
  for (const letter of letters) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Estimated share of common shingles among all of both (Jaccard), 0 to 1; 0 where a text is too short to say. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const [inA, inB] = [new Set(a), new Set(b)]
  const smallest = [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, KEPT)
  return smallest.filter((one) => inA.has(one) && inB.has(one)).length / smallest.length
}

/** Pairs of places whose sketches have enough in common to be looked at, each once; through an index, not all with all. */
export function likePairs(
  sketches: readonly (readonly number[])[],
  least: number,
): [number, number, number][] {
  const places = new Map<number, number[]>()
  const shared = new Map<number, number>()
  const width = sketches.length
  for (const [place, sketch] of sketches.entries())
    for (const one of sketch) {
      const before = places.get(one) ?? []
      // A phrase that everybody copies from the announcement makes no pair.
      if (before.length <= 50)
        for (const other of before) {
          const key = other * width + place
          shared.set(key, (shared.get(key) ?? 0) + 1)
        }
      places.set(one, [...before, place])
    }
  const found: [number, number, number][] = []
  for (const [key, count] of shared) {
    if (count < 3) continue
    const [a, b] = [Math.floor(key / width), key % width]
    const like = likeness(sketches[a]!, sketches[b]!)
    if (like >= least) found.push([a, b, like])
  }
  return found
}

import type { Passage } from './model.ts'
import { BREAK, type Normal, type Print, SHINGLE } from './shingles.ts'

/** A pair is told from this share of the shorter work on, or from this length of one passage on. */
export const LEAST_SHARE = 0.12
export const LEAST_PASSAGE = 60
const MOST_PASSAGES = 5
const SHOWN = 300
/** What stands in more works than this comes from a template or the call itself, not from one another. */
export const commonFrom = (works: number): number => Math.max(8, Math.ceil(works * 0.05))

export interface Pair {
  readonly a: number
  readonly b: number
  readonly share: number
  readonly passages: readonly Passage[]
}

/** Pairs of works with text in common, the closest first; the same whatever order the works come in. */
export function comparePairs(
  works: readonly { readonly normal: Normal; readonly prints: readonly Print[] }[],
): Pair[] {
  const sizes = works.map(({ prints }) => new Set(prints.map(({ hash }) => hash)).size)
  const shared = sharedPrints(works)
  const pairs: Pair[] = []
  for (const [key, count] of shared) {
    const [a, b] = [Math.floor(key / 65_536), key % 65_536]
    const share = Math.min(1, count / Math.max(1, Math.min(sizes[a]!, sizes[b]!)))
    const passages = passagesOf(works[a]!, works[b]!)
    const longest = passages[0]?.characters ?? 0
    if (longest > 0 && (share >= LEAST_SHARE || longest >= LEAST_PASSAGE))
      pairs.push({ a, b, share, passages })
  }
  return pairs.sort((x, y) => y.share - x.share || x.a - y.a || x.b - y.b)
}

/** How many hashes each two works share; pairs that share a single one by chance are left out. */
function sharedPrints(works: readonly { readonly prints: readonly Print[] }[]): Map<number, number> {
  const rows: number[] = []
  for (const [i, { prints }] of works.entries())
    for (const hash of new Set(prints.map((print) => print.hash))) rows.push(hash * 65_536 + i)
  const sorted = Float64Array.from(rows).sort()
  const most = commonFrom(works.length)
  const counts = new Map<number, number>()
  for (let from = 0; from < sorted.length; ) {
    const hash = Math.floor(sorted[from]! / 65_536)
    let to = from
    while (to < sorted.length && Math.floor(sorted[to]! / 65_536) === hash) to++
    if (to - from <= most)
      for (let i = from; i < to; i++)
        for (let j = i + 1; j < to; j++) {
          const key = (sorted[i]! % 65_536) * 65_536 + (sorted[j]! % 65_536)
          counts.set(key, (counts.get(key) ?? 0) + 1)
        }
    from = to
  }
  return new Map([...counts].filter(([, count]) => count > 1))
}

interface Run {
  readonly from: number
  readonly inB: number
  readonly length: number
}

/** The longest passages in common, each told once. */
function passagesOf(
  a: { readonly normal: Normal; readonly prints: readonly Print[] },
  b: { readonly normal: Normal; readonly prints: readonly Print[] },
): Passage[] {
  const inB = new Map(b.prints.map(({ hash, place }) => [hash, place]))
  const runs: Run[] = []
  let until = -1
  for (const { hash, place } of a.prints) {
    const other = inB.get(hash)
    if (other === undefined || place < until) continue
    const run = extend(a.normal.text, b.normal.text, place, other)
    if (!run) continue
    runs.push(run)
    until = run.from + run.length
  }
  return runs
    .sort((x, y) => y.length - x.length || x.from - y.from)
    .slice(0, MOST_PASSAGES)
    .map((run) => passageOf(a.normal, b.normal, run))
}

/** As far as both read the same to the left and to the right; null where the hashes met by chance. */
function extend(a: string, b: string, atA: number, atB: number): Run | null {
  if (a.slice(atA, atA + SHINGLE) !== b.slice(atB, atB + SHINGLE)) return null
  let left = 0
  while (
    atA - left > 0 &&
    atB - left > 0 &&
    a[atA - left - 1] === b[atB - left - 1] &&
    a[atA - left - 1] !== BREAK
  )
    left++
  let right = SHINGLE
  while (
    atA + right < a.length &&
    atB + right < b.length &&
    a[atA + right] === b[atB + right] &&
    a[atA + right] !== BREAK
  )
    right++
  return { from: atA - left, inB: atB - left, length: left + right }
}

function passageOf(a: Normal, b: Normal, { from, inB, length }: Run): Passage {
  const part = a.parts[a.part[from]!]!
  const start = a.at[from]!
  const end = a.at[from + length - 1]! + 1
  const text = part.text.slice(start, end)
  return {
    kind: 'text',
    text: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text,
    inA: part.where,
    inB: b.parts[b.part[inB]!]!.where,
    characters: length,
  }
}

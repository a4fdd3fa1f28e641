import type { Scheme } from '../../scheme/index.ts'

/** The last moment of a contest by its scheme: nothing of it is over before. */
export const lastMoment = ({ rounds, final }: Scheme): number =>
  Math.max(...rounds.map(({ review }) => review.closesAt), final?.closesAt ?? 0)

/** The retention that an organiser may not go below: appeals and questions come after the results. */
export const LEAST_RETENTION_MS = 30 * 86_400_000

/** The earliest moment of destruction: a month after the results, or after the end where none were published. */
export const earliestDestruction = (scheme: Scheme, publishedAt: number | null): number =>
  Math.max(lastMoment(scheme), publishedAt ?? 0) + LEAST_RETENTION_MS

export interface Item {
  readonly part: string
  readonly id: string
  readonly digest: string | null
  readonly bytes: number
}

const byId = (a: Item, b: Item) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** What the proof says of each part: how much, and one hash over the lines `id digest` in order of id. */
export function totalsOf(
  items: readonly Item[],
  hash: (text: string) => string,
): { part: string; count: number; bytes: number; digest: string }[] {
  const parts = [...new Set(items.map(({ part }) => part))].sort()
  return parts.map((part) => {
    const own = items.filter((one) => one.part === part).sort(byId)
    return {
      part,
      count: own.length,
      bytes: own.reduce((sum, one) => sum + one.bytes, 0),
      digest: hash(own.map((one) => `${one.id} ${one.digest ?? '-'}\n`).join('')),
    }
  })
}

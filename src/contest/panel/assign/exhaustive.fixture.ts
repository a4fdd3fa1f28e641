import { measure } from './measure.ts'
import { type Pair, pairKey, type Problem } from './problem.ts'

/** Tries everything: the largest assignment, and of those the one of least cost. For a handful of works and experts. */
export function bestOf(problem: Problem): { readonly assigned: number; readonly cost: bigint } {
  const standing = new Set(problem.standing.map(pairKey))
  const choices = problem.works.flatMap((work) =>
    problem.experts
      .map((expert): Pair => ({ workId: work.id, expertId: expert.id }))
      .filter((pair) => !standing.has(pairKey(pair)) && !problem.forbidden.has(pairKey(pair))),
  )
  const loads = new Map<string, number>()
  const reviews = new Map<string, number>()
  const add = (map: Map<string, number>, key: string, by: number) => map.set(key, (map.get(key) ?? 0) + by)
  for (const { workId, expertId } of problem.standing) {
    add(loads, expertId, 1)
    add(reviews, workId, 1)
  }
  const most = new Map(problem.experts.map(({ id, maxLoad }) => [id, maxLoad]))
  let best = { assigned: -1, cost: 0n }
  const chosen: Pair[] = []
  const visit = (at: number): void => {
    if (at === choices.length) {
      const { assigned, cost } = measure(problem, chosen)
      if (assigned > best.assigned || (assigned === best.assigned && cost < best.cost))
        best = { assigned, cost }
      return
    }
    visit(at + 1)
    const pair = choices[at]!
    if ((loads.get(pair.expertId) ?? 0) >= most.get(pair.expertId)!) return
    if ((reviews.get(pair.workId) ?? 0) >= problem.reviews) return
    add(loads, pair.expertId, 1)
    add(reviews, pair.workId, 1)
    chosen.push(pair)
    visit(at + 1)
    chosen.pop()
    add(loads, pair.expertId, -1)
    add(reviews, pair.workId, -1)
  }
  visit(0)
  return best
}

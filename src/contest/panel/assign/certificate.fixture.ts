import { chance, COST, fieldCost, knows, type Pair, pairKey, type Problem, seeded } from './problem.ts'

interface Edge {
  readonly from: string
  readonly to: string
  readonly cost: number
}

/**
 * A flow is of least cost if and only if what could still be changed has no cycle of negative cost. Built here anew from
 * the problem and the answer, apart from the solver: every unit that could go, and every one that could be taken back.
 */
export function isOptimal(problem: Problem, added: readonly Pair[]): boolean {
  const has = new Set([...problem.standing, ...added].map(pairKey))
  const fixed = new Set(problem.standing.map(pairKey))
  const edges: Edge[] = []
  const both = (from: string, to: string, forth: number | null, back: number | null) => {
    if (forth !== null) edges.push({ from, to, cost: forth })
    if (back !== null) edges.push({ from: to, to: from, cost: -back })
  }
  for (const work of problem.works) {
    const bodies = new Map<string, number>()
    let count = 0
    let taken = 0
    for (const expert of problem.experts) {
      const key = pairKey({ workId: work.id, expertId: expert.id })
      if (has.has(key)) {
        count++
        if (!fixed.has(key)) taken++
        if (expert.body !== null) bodies.set(expert.body, (bodies.get(expert.body) ?? 0) + 1)
      }
    }
    const given = new Map<string, number>()
    for (const expert of problem.experts) {
      const key = pairKey({ workId: work.id, expertId: expert.id })
      if (fixed.has(key) || problem.forbidden.has(key)) continue
      const price =
        (knows(expert, work) ? 0 : fieldCost(problem)) +
        chance(seeded(problem.seed, work.id), seeded(problem.seed, expert.id))
      const from = expert.body === null ? `w ${work.id}` : `b ${work.id} ${expert.body}`
      both(from, `e ${expert.id}`, has.has(key) ? null : price, has.has(key) ? price : null)
      if (expert.body !== null) given.set(expert.body, (given.get(expert.body) ?? 0) + (has.has(key) ? 1 : 0))
    }
    for (const [body, movable] of given) {
      const at = bodies.get(body) ?? 0
      both(`w ${work.id}`, `b ${work.id} ${body}`, COST.body * at, movable > 0 ? COST.body * (at - 1) : null)
    }
    const lacks = problem.reviews - count
    both(
      `w ${work.id}`,
      'end',
      taken > 0 ? COST.lack * (2 * lacks + 1) : null,
      lacks > 0 ? COST.lack * (2 * lacks - 1) : null,
    )
  }
  for (const expert of problem.experts) {
    const load = [...has].filter((key) => key.startsWith(`${expert.id} `)).length
    const own = added.filter(({ expertId }) => expertId === expert.id).length
    const unit = (k: number) => COST.load * (2 * k - 1) + (k > problem.minLoad ? COST.below : 0)
    both(`e ${expert.id}`, 'end', load < expert.maxLoad ? unit(load + 1) : null, own > 0 ? unit(load) : null)
  }
  return !hasNegativeCycle(edges)
}

/** Bellman and Ford, from everywhere at once. */
function hasNegativeCycle(edges: readonly Edge[]): boolean {
  const distance = new Map<string, number>(
    edges.flatMap(({ from, to }) => [[from, 0] as const, [to, 0] as const]),
  )
  for (let round = 0; round <= distance.size; round++) {
    let moved = false
    for (const { from, to, cost } of edges) {
      const there = distance.get(from)! + cost
      if (there >= distance.get(to)!) continue
      distance.set(to, there)
      moved = true
    }
    if (!moved) return false
  }
  return true
}

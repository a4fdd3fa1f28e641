import {
  type AssignExpert,
  bySeed,
  chance,
  COST,
  fieldCost,
  knows,
  type Pair,
  pairKey,
  type Problem,
  seeded,
} from './problem.ts'

/** An assignment while it is made: works and experts by number, in an order that the seed gives. */
export interface State {
  readonly works: readonly string[]
  readonly experts: readonly AssignExpert[]
  /** Reviews that each work still lacks and that nobody was found for. */
  readonly lacks: Int32Array
  /** Reviews that each work is to get. */
  readonly missing: Int32Array
  /** Experts who may judge each work at all. */
  readonly possible: Int32Array
  /** Works that each expert was given here; what stood before is not among them and never moves. */
  readonly held: readonly Set<number>[]
  /** What it costs now that a work is given to an expert, by `work * experts + expert`; infinite where that cannot be. */
  readonly gives: Float64Array
  /** Number of the body that an expert shares with others; -1: none. */
  readonly crowd: Int32Array
  /** What is saved when an expert is relieved of a work. */
  relief(work: number, expert: number): number
  /** What one more work costs an expert; infinite where he is full. */
  load(expert: number): number
  put(work: number, expert: number): void
  take(work: number, expert: number): void
  addLoad(expert: number): void
  pairs(): Pair[]
}

export function createState(problem: Problem): State {
  const works = bySeed(problem.seed, problem.works)
  const experts = bySeed(problem.seed, problem.experts)
  const many = experts.length
  const crowds = [...new Set(experts.flatMap(({ body }) => body ?? []))]
  const crowd = Int32Array.from(experts, ({ body }) => (body === null ? -1 : crowds.indexOf(body)))
  const price = new Float64Array(works.length * many).fill(Number.POSITIVE_INFINITY)
  const has = new Uint8Array(works.length * many)
  const count = new Uint16Array(works.length * crowds.length)
  const loads = new Int32Array(many)
  const [missing, possible] = [new Int32Array(works.length), new Int32Array(works.length)]
  const held = experts.map(() => new Set<number>())
  const numberOf = new Map(experts.map(({ id }, at) => [id, at]))
  const standing = Map.groupBy(problem.standing, ({ workId }) => workId)
  const keys = experts.map(({ id }) => seeded(problem.seed, id))

  for (const [w, work] of works.entries()) {
    const there = standing.get(work.id) ?? []
    missing[w] = Math.max(0, problem.reviews - there.length)
    const workKey = seeded(problem.seed, work.id)
    for (const [e, expert] of experts.entries()) {
      if (problem.forbidden.has(pairKey({ workId: work.id, expertId: expert.id }))) continue
      possible[w]!++
      price[w * many + e] = (knows(expert, work) ? 0 : fieldCost(problem)) + chance(workKey, keys[e]!)
    }
    for (const { expertId } of there) {
      const e = numberOf.get(expertId)
      if (e === undefined) continue
      has[w * many + e] = 1
      if (crowd[e]! >= 0) count[w * crowds.length + crowd[e]!]!++
    }
  }
  // Works that are not here any more count as well: he has them.
  for (const { expertId } of problem.standing) {
    const e = numberOf.get(expertId)
    if (e !== undefined) loads[e]!++
  }

  /** Experts of his body at this work. */
  const fellows = (work: number, expert: number) =>
    crowd[expert]! < 0 ? 0 : count[work * crowds.length + crowd[expert]!]!
  const gives = new Float64Array(works.length * many)
  const reckon = (work: number) => {
    for (let e = 0; e < many; e++) {
      const at = work * many + e
      gives[at] = has[at] ? Number.POSITIVE_INFINITY : price[at]! + COST.body * fellows(work, e)
    }
  }
  for (let work = 0; work < works.length; work++) reckon(work)
  const change = (work: number, expert: number, by: 1 | -1) => {
    has[work * many + expert] = by === 1 ? 1 : 0
    if (crowd[expert]! >= 0) count[work * crowds.length + crowd[expert]!]! += by
    reckon(work)
  }
  return {
    works: works.map(({ id }) => id),
    experts,
    lacks: new Int32Array(works.length),
    missing,
    possible,
    held,
    gives,
    crowd,
    relief: (work, expert) =>
      price[work * many + expert]! + (crowd[expert]! < 0 ? 0 : COST.body * (fellows(work, expert) - 1)),
    load: (expert) => {
      const next = loads[expert]! + 1
      if (next > experts[expert]!.maxLoad) return Number.POSITIVE_INFINITY
      // Each further work costs more than the one before: the sum of the squares is least where loads are even.
      return COST.load * (2 * next - 1) + (next > problem.minLoad ? COST.below : 0)
    },
    put: (work, expert) => {
      change(work, expert, 1)
      held[expert]!.add(work)
    },
    take: (work, expert) => {
      change(work, expert, -1)
      held[expert]!.delete(work)
    },
    addLoad: (expert) => void loads[expert]!++,
    pairs: () =>
      works.flatMap(({ id: workId }, w) =>
        experts.flatMap(({ id: expertId }, e) => (held[e]!.has(w) ? [{ workId, expertId }] : [])),
      ),
  }
}

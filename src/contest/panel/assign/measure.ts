import { bySeed, chance, COST, fieldCost, knows, type Pair, type Problem, seeded } from './problem.ts'

/** How good an assignment is, said in numbers that people can weigh; of standing and new pairs together. */
export interface Measures {
  readonly assigned: number
  readonly lacking: number
  /** Of each expert, also those with none. */
  readonly loads: ReadonlyMap<string, number>
  readonly below: number
  /** Pairs of experts of one body at one work. */
  readonly sameBody: number
  /** Reviews by experts who know the field. */
  readonly known: number
  /** Exact: what the flow makes as small as can be, among those that assign most. */
  readonly cost: bigint
}

export function measure(problem: Problem, added: readonly Pair[]): Measures {
  const pairs = [...problem.standing, ...added]
  const works = new Map(problem.works.map((work) => [work.id, work]))
  const experts = new Map(problem.experts.map((expert) => [expert.id, expert]))
  const loads = new Map(bySeed(problem.seed, problem.experts).map(({ id }) => [id, 0]))
  const reviews = new Map(problem.works.map(({ id }) => [id, 0]))
  const bodies = new Map<string, number>()
  let known = 0
  let sameBody = 0
  let chances = 0
  for (const { workId, expertId } of pairs) {
    const work = works.get(workId)
    const expert = experts.get(expertId)
    reviews.set(workId, (reviews.get(workId) ?? 0) + 1)
    if (expert) loads.set(expertId, (loads.get(expertId) ?? 0) + 1)
    if (!work || !expert) continue
    if (knows(expert, work)) known++
    chances += chance(seeded(problem.seed, workId), seeded(problem.seed, expertId))
    if (expert.body === null) continue
    const key = `${workId} ${expert.body}`
    sameBody += bodies.get(key) ?? 0
    bodies.set(key, (bodies.get(key) ?? 0) + 1)
  }
  const lacks = [...reviews.values()].map((count) => Math.max(0, problem.reviews - count))
  const below = sum([...loads.values()].map((load) => Math.max(0, problem.minLoad - load)))
  const squares = (numbers: readonly number[]) => sum(numbers.map((number) => number * number))
  const cost =
    BigInt(COST.lack) * BigInt(squares(lacks)) +
    BigInt(COST.below) * BigInt(below) +
    BigInt(COST.body) * BigInt(sameBody) +
    BigInt(COST.load) * BigInt(squares([...loads.values()])) +
    BigInt(fieldCost(problem)) * BigInt(pairs.length - known) +
    BigInt(chances)
  return { assigned: pairs.length, lacking: sum(lacks), loads, below, sameBody, known, cost }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

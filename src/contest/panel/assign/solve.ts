import { COST, type Problem, type Solution } from './problem.ts'
import { createState, type State } from './state.ts'

/**
 * Minimum-cost flow by successive shortest paths: one review after the other goes along the cheapest way that is left,
 * and takes back what earlier ones did where that is cheaper. Works have few reviews and experts are few, so that the
 * residual graph is kept on the experts alone: an edge from one to another is the cheapest work that may go over.
 * Without negative cycles (which never come to be) each step keeps the whole optimal (Ford and Fulkerson, ch. III).
 */
export function solve(problem: Problem): Solution {
  const state = createState(problem)
  const moves = createMoves(state)
  for (const [work, missing] of state.missing.entries())
    for (let unit = 0; unit < missing; unit++) giveOne(state, moves, work)
  return {
    pairs: state.pairs(),
    lacks: state.works.flatMap((workId, w) =>
      state.lacks[w]! > 0 ? [{ workId, lacks: state.lacks[w]!, possible: state.possible[w]! }] : [],
    ),
  }
}

interface Moves {
  /** Cheapest work that goes from one expert to another: by `from * experts + to`. */
  readonly cost: Float64Array
  readonly work: Int32Array
  /** Cheapest work that may be left lacking a review, so that an expert is free for another one. */
  readonly drop: Float64Array
  readonly dropped: Int32Array
  /** A work has changed: what is known of its experts is not true any more. */
  changed(work: number): void
  /** Counts anew what is not true any more. */
  refresh(): void
}

function createMoves(state: State): Moves {
  const { gives, crowd } = state
  const many = state.experts.length
  const cost = new Float64Array(many * many).fill(Number.POSITIVE_INFINITY)
  const work = new Int32Array(many * many).fill(-1)
  const drop = new Float64Array(many).fill(Number.POSITIVE_INFINITY)
  const dropped = new Int32Array(many).fill(-1)
  /** Experts for whom a work is not what it was, by work. */
  const stale = new Map<number, Set<number>>()

  const priceOf = (w: number, from: number, to: number): number => {
    // Within one body nothing changes for the work.
    const same = crowd[to] === crowd[from] && crowd[to]! >= 0
    return gives[w * many + to]! - state.relief(w, from) - (same ? COST.body : 0)
  }
  /** The cheapest of all works that he has; of equals the first in the order of the seed. */
  const cheapest = (from: number, price: (w: number) => number): { least: number; first: number } => {
    let [least, first] = [Number.POSITIVE_INFINITY, -1]
    for (const w of state.held[from]!) {
      const now = price(w)
      if (now < least || (now === least && w < first)) [least, first] = [now, w]
    }
    return { least, first }
  }
  /** One work of one expert has another price, or is his no more: only what rested on it is looked for anew. */
  const renew = (
    at: number,
    w: number,
    now: number,
    costs: Float64Array,
    works: Int32Array,
    all: () => { least: number; first: number },
  ) => {
    const known = costs[at]!
    if (now < known || (now === known && now < Number.POSITIVE_INFINITY && w < works[at]!)) {
      costs[at] = now
      works[at] = w
    } else if (works[at] === w && now > known) {
      const { least, first } = all()
      costs[at] = least
      works[at] = first
    }
  }
  const update = (from: number, w: number) => {
    const his = state.held[from]!.has(w)
    const none = Number.POSITIVE_INFINITY
    const spared = (one: number) => lackCost(state, one) - state.relief(one, from)
    renew(from, w, his ? spared(w) : none, drop, dropped, () => cheapest(from, spared))
    for (let to = 0; to < many; to++)
      renew(from * many + to, w, his ? priceOf(w, from, to) : none, cost, work, () =>
        cheapest(from, (one) => priceOf(one, from, to)),
      )
  }
  return {
    cost,
    work,
    drop,
    dropped,
    changed: (w) => {
      const those = stale.get(w) ?? new Set<number>()
      for (let expert = 0; expert < many; expert++) if (state.held[expert]!.has(w)) those.add(expert)
      stale.set(w, those)
    },
    refresh: () => {
      for (const [w, those] of stale) for (const expert of those) update(expert, w)
      stale.clear()
    },
  }
}

/** One more review that nobody can give: dearer than anything else, and a second one at the same work dearer still. */
const lackCost = ({ lacks }: State, work: number): number => COST.lack * (2 * lacks[work]! + 1)

/** The end of the cheapest way: an expert who takes one more, or a work that goes without; -1: the new one itself does. */
interface End {
  readonly expert: number
  readonly drops: boolean
}

/** Finds the cheapest way for one review of a work, and goes it. */
function giveOne(state: State, moves: Moves, work: number): void {
  const many = state.experts.length
  moves.refresh()
  const distance = state.gives.slice(work * many, (work + 1) * many)
  const before = new Int32Array(many).fill(-1)
  const steps = new Int32Array(many)
  // Bellman and Ford by rounds: of equally cheap ways the one with the fewest steps, which comes to no work twice.
  let front = [...distance.keys()].filter((e) => distance[e]! < Number.POSITIVE_INFINITY)
  for (let round = 1; front.length > 0 && round <= many; round++) {
    const known = distance.slice()
    const next = new Set<number>()
    for (const from of front)
      for (let to = 0; to < many; to++) {
        const there = known[from]! + moves.cost[from * many + to]!
        if (there >= distance[to]!) continue
        distance[to] = there
        before[to] = from
        steps[to] = round
        next.add(to)
      }
    front = [...next].sort((a, b) => a - b)
  }
  go(state, moves, work, endOf(state, moves, work, distance, steps), before)
}

function endOf(state: State, { drop }: Moves, work: number, distance: Float64Array, steps: Int32Array): End {
  let best: End = { expert: -1, drops: true }
  let least = lackCost(state, work)
  let fewest = -1
  for (let expert = 0; expert < distance.length; expert++)
    for (const drops of [false, true]) {
      const whole = distance[expert]! + (drops ? drop[expert]! : state.load(expert))
      const better = whole < least || (whole === least && steps[expert]! < fewest)
      if (!better || whole === Number.POSITIVE_INFINITY) continue
      best = { expert, drops }
      least = whole
      fewest = steps[expert]!
    }
  return best
}

function go(state: State, moves: Moves, work: number, { expert, drops }: End, before: Int32Array): void {
  if (expert < 0) {
    state.lacks[work]!++
    return moves.changed(work)
  }
  const many = state.experts.length
  const touched = [work]
  // What moves is read before anything does.
  const steps: { readonly from: number; readonly to: number; readonly work: number }[] = []
  for (let to = expert; before[to]! >= 0; to = before[to]!)
    steps.unshift({ from: before[to]!, to, work: moves.work[before[to]! * many + to]! })
  const first = steps[0]?.from ?? expert
  const spared = drops ? moves.dropped[expert]! : -1
  const stale = [work, ...steps.map((step) => step.work), ...(spared < 0 ? [] : [spared])]
  for (const one of stale) moves.changed(one)
  for (const step of steps) {
    state.take(step.work, step.from)
    state.put(step.work, step.to)
    touched.push(step.work)
  }
  state.put(work, first)
  if (spared >= 0) {
    state.take(spared, expert)
    state.lacks[spared]!++
    touched.push(spared)
  } else state.addLoad(expert)
  for (const one of touched) moves.changed(one)
}

import highs from 'highs'
import { checkBase } from './base.ts'
import { dominanceOf } from './cells/measure.ts'
import { type CheckedBase, type CheckRules, isWithheld, type RawBase } from './model.ts'
import { sizesOf } from './members.ts'
import { COUNT, COUNT_ROWS, fromSeed, SUM, tableOf, type TableShape } from './tables.fixture.ts'

/**
 * What somebody can find out about a withheld value who sees all that is shown, knows every group that exists, and that
 * no value is negative: the least and the most it can be over all tables that agree with what is shown.
 */

/** Solves one linear program in CPLEX LP text: its optimum; null where it has no bound. */
export type Solve = (program: string) => number | null

export interface HiddenCell {
  /** Finest groups that the withheld value is made of. */
  readonly leaves: readonly number[]
  readonly low: number
  readonly high: number
  /**
   * How wide the bounds must be, by what nobody can see of it (its finest groups without those of shown cells below).
   * A count: k − 1 rows at least, so that nobody and k − 1 persons with a row each look alike. A sum: so wide that the
   * person with the most in it cannot be told to within the contract's p%, nor to have the contract's share, that is
   * the most of one person × the larger of 1 + p% and 100 ÷ percent; never less than the most of one person.
   */
  readonly protection: number
}

/** All withheld values of one cell, of every row of the raw base that does not show it. */
export function hiddenCells(
  raw: RawBase,
  checked: CheckedBase,
  cell: number,
  rules: CheckRules,
  solve: Solve,
): HiddenCell[] {
  const finest = raw.rows.filter(({ set }) => set === 0)
  const leafAt = new Map(finest.map((row, leaf) => [row, leaf]))
  const shown = checked.rows.filter(({ cells }) => !isWithheld(cells[cell]))
  const shownKeys = new Set(shown.map(({ keys, rolled }) => JSON.stringify([keys, rolled])))
  const equations = shown.map(({ leaves, cells }) => `${sumOf(leaves)} = ${Number(cells[cell])}`)
  const held = new Set(shown.flatMap(({ leaves }) => leaves))
  const program = (goal: string, leaves: readonly number[]) =>
    `${goal}\n o: ${sumOf(leaves)}\nSubject To\n${equations.map((one, at) => ` e${at}: ${one}`).join('\n')}\nEnd`
  return raw.rows.flatMap((row) => {
    const set = raw.sets[row.set]!
    const rolled = raw.keys.map((_, key) => !set.includes(key))
    if (shownKeys.has(JSON.stringify([row.keys, rolled]))) return []
    const leaves = finest.flatMap((one) =>
      set.every((key) => one.keys[key] === row.keys[key]) ? [leafAt.get(one)!] : [],
    )
    if (leaves.length === 0) return []
    // What no shown value holds may be anything.
    const free = leaves.some((leaf) => !held.has(leaf))
    const low = free ? 0 : (solve(program('Minimize', leaves)) ?? -Infinity)
    const high = free ? Infinity : (solve(program('Maximize', leaves)) ?? Infinity)
    return [{ leaves, low, high, protection: protectionOf(raw, unseen(leaves, shown), cell, rules) }]
  })
}

const sumOf = (leaves: readonly number[]): string => leaves.map((leaf) => `x${leaf}`).join(' + ')

/** Without the groups that shown values below it are made of. */
function unseen(leaves: readonly number[], shown: CheckedBase['rows']): readonly number[] {
  const below = shown.filter((row) => row.leaves.every((leaf) => leaves.includes(leaf)))
  const seen = new Set(below.flatMap((row) => row.leaves))
  return leaves.filter((leaf) => !seen.has(leaf))
}

function protectionOf(
  raw: RawBase,
  leaves: readonly number[],
  cell: number,
  { minGroup, dominance, pPercent }: CheckRules,
): number {
  if (raw.cells[cell]!.kind === 'frequency') return minGroup - 1
  const sizes = sizesOf(raw, leaves, cell)
  const { nk } = dominanceOf(sizes, 0, sizes.person.length, {
    dominance: { n: 1, percent: 0 },
    pPercent: null,
  })
  const share = dominance ? 100 / dominance.percent : 1
  return (nk / 100) * Math.max(share, 1 + (pPercent ?? 0) / 100)
}

export async function loadSolver(): Promise<Solve> {
  // Its types describe the CommonJS build; Node loads the other, whose default is the function itself.
  const load = highs as unknown as typeof highs.default
  const solver = await load()
  return (program) => {
    const { Status, ObjectiveValue } = solver.solve(program)
    if (Status === 'Optimal') return ObjectiveValue
    if (Status === 'Unbounded' || Status === 'Primal infeasible or unbounded') return null
    throw new Error(`the linear program ended as ${Status}`)
  }
}

/** Everything withheld of one random table, by our own check; `off` leaves out complementary withholding. */
export function hiddenOf(
  shape: TableShape,
  rules: CheckRules,
  complementary: 'on' | 'off',
  solve: Solve,
): HiddenCell[] {
  const raw = tableOf(shape)
  // Rounding widens bounds further: the equations are of exact values.
  const exact: CheckRules = { ...rules, rounding: 'none' }
  const { base } = checkBase(raw, exact, 0, leastFor(shape, rules), complementary)
  return [COUNT_ROWS, COUNT, SUM].flatMap((cell) => hiddenCells(raw, base, cell, exact, solve))
}

/** k and up to the slack, drawn from the seed of the table. */
function leastFor({ seed }: TableShape, { minGroup, slack = 0 }: CheckRules): () => number {
  const random = fromSeed(seed)
  return () => minGroup + Math.floor(random() * (slack + 1))
}

/** Narrower than it may be, beyond the solver's own tolerance. */
export const isNarrow = ({ low, high, protection }: HiddenCell): boolean =>
  high - low < protection - 1e-6 * Math.max(1, protection)

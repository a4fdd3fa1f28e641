import type { Atom } from './atoms.ts'

/** The released cells of a family as equations over its atoms. Plain, so that it goes to another thread. */
export interface System {
  readonly atoms: readonly Atom[]
  readonly values: readonly number[]
  /** The most that one person contributes; null: nobody outside knows, as with numbers of rows. */
  readonly most: number | null
  /** May contributions be negative? */
  readonly signed: boolean
  /** Places of atoms whose total is bounded, in this order. */
  readonly goals: readonly number[]
}

/** The least and the most that the total of an atom can be, over all that agrees with what was released. */
export interface Bound {
  readonly goal: number
  readonly low: number
  readonly high: number
}

/** Solves one linear program in CPLEX LP text: optimum and values of its columns; null where there is none. */
export type Solve = (
  program: string,
) => { readonly value: number; readonly column: (name: string) => number } | 'unbounded' | 'infeasible'

/** Two linear programs for each goal, after the system was made feasible. `null` where it is not, whatever is relaxed. */
export function* boundsOf(system: System, solve: Solve): Generator<Bound> {
  const slack = slackOf(system, solve)
  if (!slack) return
  const rows = rowsOf(system, (cell) => slack[cell]!)
  const side = (goal: number, sense: 'Minimize' | 'Maximize', without: number): number => {
    const found = solve(`${sense}\n o: a${goal}\nSubject To\n${rows}\nBounds\n${limitsOf(system)}\nEnd`)
    return found === 'unbounded' || found === 'infeasible' ? without : found.value
  }
  for (const goal of system.goals)
    yield { goal, low: side(goal, 'Minimize', -Infinity), high: side(goal, 'Maximize', Infinity) }
}

/**
 * What each equation must give way so that all can hold at once: values that were given again, rounded or made to
 * agree are off by a few persons, and an attacker cannot know by how much.
 */
function slackOf(system: System, solve: Solve): number[] | null {
  const { values } = system
  const strict = rowsOf(system, () => 0)
  const limits = limitsOf(system)
  const plain = solve(`Minimize\n o: 0 a0\nSubject To\n${strict}\nBounds\n${limits}\nEnd`)
  if (plain !== 'infeasible') return values.map(() => 0)
  const names = values.map((_, cell) => `p${cell} + n${cell}`).join('\n + ')
  const rows = values.map(
    (value, cell) => ` e${cell}: ${termsOf(system, cell)} + p${cell} - n${cell} = ${value}`,
  )
  const found = solve(`Minimize\n o: ${names}\nSubject To\n${rows.join('\n')}\nBounds\n${limits}\nEnd`)
  if (found === 'infeasible' || found === 'unbounded') return null
  return values.map((_, cell) => found.column(`p${cell}`) + found.column(`n${cell}`))
}

function rowsOf(system: System, slack: (cell: number) => number): string {
  return system.values
    .map((value, cell) => {
      const terms = termsOf(system, cell)
      if (terms === '') return ''
      const give = slack(cell) === 0 ? 0 : slack(cell) * (1 + 1e-6) + 1e-6
      return give === 0
        ? ` e${cell}: ${terms} = ${value}`
        : ` l${cell}: ${terms} >= ${value - give}\n h${cell}: ${terms} <= ${value + give}`
    })
    .filter((row) => row !== '')
    .join('\n')
}

const termsOf = ({ atoms }: System, cell: number): string =>
  atoms.flatMap(({ cells }, atom) => (cells.includes(cell) ? [`a${atom}`] : [])).join('\n + ')

const limitsOf = ({ atoms, most, signed }: System): string =>
  atoms
    .map(({ persons }, atom) => {
      if (most === null) return ` 0 <= a${atom} <= +inf`
      return ` ${signed ? -most * persons : 0} <= a${atom} <= ${most * persons}`
    })
    .join('\n')

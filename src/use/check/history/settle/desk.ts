import type { CheckedRow, ShapeOfCell } from '../../model.ts'
import type { Breath } from '../breath.ts'
import type { Keeper } from '../keep.ts'
import type { Kept, ProjectHistory } from '../project.ts'
import type { Ordered } from '../set/order.ts'
import type { ContributionSet } from '../set/set.ts'
import type { Sketch } from '../set/sketch.ts'

/** What a run is settled with. */
export interface Desk {
  readonly project: ProjectHistory
  readonly keep: Keeper
  /** k of the rules in force. */
  readonly k: number
  readonly breath: Breath
  readonly tally: Tally
}

/** What the history did, for the evidence. */
export interface Tally {
  looked: number
  given: number
  /** Of those given: the group is a few persons apart from a released one, and not the same. */
  near: number
  unions: number
  changed: number
  withheld: number
  /** Cells that the check withheld and that are remembered so; and those beyond what one run remembers. */
  hidden: number
  unseen: number
}

/** One statistic of a base: who is in it, and the values of all rows, which are settled in place. */
export interface Column {
  readonly ordered: Ordered
  readonly shape: ShapeOfCell
  /** Its place among the statistics. */
  readonly cell: number
  readonly rows: readonly CheckedRow[]
  /** Number of keys. */
  readonly width: number
  readonly values: Value[]
}

export type Value = CheckedRow['cells'][number]

/** The set of a union of leaves, and what of it was released before. */
export interface Found {
  readonly near: Kept | null
  /** Two released cells make it up: the value that they say. */
  readonly combined: number | null
  /** Chance had a say in what it was given. */
  readonly drawn: boolean
  readonly set: ContributionSet
  readonly sketch: Sketch
}

/** Rows of wider tables are not looked for as combinations, only their unions: it costs a search for each. */
const WIDE = 500

/** Looks up one statistic of a union of leaves. Null where it rests on nobody. */
export async function look(
  { project, breath, k }: Desk,
  { ordered, shape, cell, rows }: Column,
  leaves: readonly number[],
  except?: ReadonlySet<Kept>,
): Promise<Found | null> {
  await breath.after(ordered.entries(leaves))
  const set = ordered.setOf(leaves, cell)
  if (set.persons.length === 0) return null
  const sketch = project.sketch(set)
  const wanted = { family: shape.family, set, sketch, k, ...(except ? { except } : {}) }
  const { record: near, drawn } = await project.near(wanted)
  const looked = shape.additive && (rows.length <= WIDE || leaves.length > 1)
  const combined = near || !looked ? null : await project.combined(wanted)
  return { near, combined, drawn, set, sketch }
}

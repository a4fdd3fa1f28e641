import type { TreeNode } from './tree.ts'

/**
 * What is left of the rows after small groups are dealt with. `row`: a row that is shown. `merged`: the class of small
 * groups of one parent, shown as 其他. `hidden`: such a class, left out, while the parent keeps it. `outer`: what holds
 * all rows where no grand total is asked for.
 */
export interface Group {
  readonly kind: 'row' | 'merged' | 'hidden' | 'outer'
  readonly node: TreeNode
  readonly children: readonly Group[]
  /** Places among the finest rows that its values rest on. */
  readonly leaves: readonly number[]
  /** False where records were dropped or groups merged: its values are then added up anew from its leaves. */
  readonly whole: boolean
  readonly order: string
}

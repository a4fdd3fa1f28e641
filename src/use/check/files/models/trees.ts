import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { type NdArray, numberAt } from './numpy.ts'
import { arrayOf, type Thing } from './walk.ts'

export const isTree = ({ name, state }: Thing): boolean =>
  /^(?:Tree|TreePredictor)$/.test(name) && arrayOf(state.get('nodes')) !== null

/** Leaves below this are tiny whatever the minimum group is (SACRO-ML: min_samples_leaf 5). */
const LEAST_LEAF = 5
/** So large a share of leaves among the samples, nearly all pure, is a list of the samples. */
const HEART = 0.2

interface Leaves {
  readonly samples: number
  readonly sizes: readonly number[]
  /** Leaves in which one class alone is. */
  readonly pure: number
  readonly classes: number
}

/** Each tree: how many stand in its smallest leaf, how many leaves are certain, does it list its samples? */
export function lookAtTrees(look: Look, trees: readonly Thing[], place: string): void {
  const least = Math.max(LEAST_LEAF, look.terms.minGroup)
  for (const [i, tree] of trees.entries()) {
    const leaves = leavesOf(tree)
    if (!leaves || leaves.sizes.length === 0) continue
    const here = within(place, `tree ${i + 1}`)
    for (const rule of ['small-leaf', 'over-fitted', 'certain-class'] as const) look.looked(rule)
    if (leaves.sizes.some((size) => size < least)) look.found('small-leaf', here, { group: place })
    const heart = leaves.sizes.length >= leaves.samples * HEART && leaves.sizes.length >= 10
    if (heart && (leaves.classes < 2 || leaves.pure >= leaves.sizes.length * 0.8))
      look.found('over-fitted', here, { group: place })
    if (leaves.classes >= 2 && leaves.pure > 0) look.found('certain-class', here, { group: place })
  }
}

function leavesOf({ name, state }: Thing): Leaves | null {
  const nodes = arrayOf(state.get('nodes'))
  if (!nodes) return null
  const gradient = name === 'TreePredictor'
  const [count, leaf] = gradient ? ['count', 'is_leaf'] : ['n_node_samples', 'left_child']
  if (!nodes.type.fields.has(count) || !nodes.type.fields.has(leaf)) return null
  const values = gradient ? null : arrayOf(state.get('values'))
  const classes = values && values.shape.length === 3 && values.shape[1] === 1 ? values.shape[2]! : 0
  const sizes: number[] = []
  let pure = 0
  for (let node = 0; node < (nodes.shape[0] ?? 0); node++) {
    const mark = numberAt(nodes, node, leaf)
    if (mark === null) return null
    if (gradient ? mark === 0 : mark !== -1) continue
    sizes.push(numberAt(nodes, node, count) ?? 0)
    if (values && classes >= 2 && isPure(values, node, classes)) pure++
  }
  return { samples: numberAt(nodes, 0, count) ?? 0, sizes, pure, classes }
}

function isPure(values: NdArray, node: number, classes: number): boolean {
  let some = 0
  for (let one = 0; one < classes; one++) if ((numberAt(values, node * classes + one) ?? 0) > 0) some++
  return some <= 1
}

import { membersOf } from '../members.ts'
import type { CheckRules, RawBase, RawRow } from '../model.ts'
import type { Group } from './model.ts'
import type { TreeNode } from './tree.ts'

/** What was done with small groups, counted for the record. */
export interface GroupCounts {
  belowGroup: number
  belowInstitutions: number
  merged: number
  hidden: number
  dropped: number
  complementary: number
}

interface Settling {
  readonly raw: RawBase
  readonly rules: CheckRules
  readonly counts: GroupCounts
}

/**
 * Small groups under their parents (ADR 0002; suppression removes records as in ACRO). A row below k persons, or below
 * the least institutions, is not shown, nor is anything below it. Let W be the children of one parent that are not
 * shown. Where together they rest on k persons or more they stay in the parent as one class, shown as 其他 or left out.
 * Where they do not, their records leave the parent and every margin above, which are added up anew: nothing remains
 * to be computed back. Where they are large enough but not in institutions, the smallest sibling joins them.
 *
 * Kept for every row that is shown: its records are those of the children that are shown and of at most one class,
 * which rests on at least k persons and the least institutions. Null: the row itself is not shown.
 */
export function settleGroups(
  root: TreeNode,
  raw: RawBase,
  rules: CheckRules,
  counts: GroupCounts,
): Group | null {
  return settle(root, { raw, rules, counts })
}

function settle(node: TreeNode, work: Settling): Group | null {
  const children = node.children.map((child) => ({ child, group: settle(child, work) }))
  const shown = children.flatMap(({ group }) => group ?? []).sort(bySize)
  const small = children.flatMap(({ child, group }) => (group ? [] : [child]))
  if (!node.row) return outer(node, shown, small, work)
  // What holds a row that is large enough is large enough itself, though its numbers may be lower bounds.
  if (shown.length === 0 && !mayShow(node.row, work)) return null
  if (small.length === 0)
    return shownRow(
      node,
      shown,
      shown.every(({ whole }) => whole),
    )

  while (!classMayStay(small, shown.length === 0 ? node : null, work)) {
    const sibling = shown[0]
    if (!sibling) return null
    if (!enoughPersons(small, work)) {
      work.counts.dropped += small.length
      return shownRow(node, shown, false)
    }
    work.counts.complementary++
    small.push(sibling.node)
    shown.shift()
  }
  return shownRow(
    node,
    [...shown, classOf(node, small, work)],
    shown.every(({ whole }) => whole),
  )
}

/** Without a row above there is no sum to compute back from: groups are merged where the rule says so, else left out. */
function outer(node: TreeNode, shown: Group[], small: readonly TreeNode[], work: Settling): Group {
  const merge = work.rules.smallGroups === 'merge' && small.length > 1 && classMayStay(small, null, work)
  const children = merge ? [...shown, classOf(node, small, work)] : shown
  return { kind: 'outer', node, children, leaves: [], whole: false, order: '' }
}

function shownRow(node: TreeNode, children: readonly Group[], whole: boolean): Group {
  const leaves = whole ? node.leaves : children.flatMap((child) => child.leaves)
  return { kind: 'row', node, children, leaves, whole, order: node.order }
}

function classOf(parent: TreeNode, small: readonly TreeNode[], { rules, counts }: Settling): Group {
  const kind = rules.smallGroups === 'merge' ? 'merged' : 'hidden'
  counts[kind]++
  const leaves = small.flatMap((node) => node.leaves)
  return { kind, node: parent, children: [], leaves, whole: false, order: `~${parent.order}` }
}

function mayShow(row: RawRow, { rules, counts }: Settling): boolean {
  const persons = row.support >= rules.minGroup
  const institutions = (row.institutions ?? 0) >= rules.minInstitutions
  if (!persons) counts.belowGroup++
  else if (!institutions) counts.belowInstitutions++
  return persons && institutions
}

/** May these stay in their parent? `all`: the row that they make up alone, so that its own numbers are theirs. */
function classMayStay(small: readonly TreeNode[], all: TreeNode | null, work: Settling): boolean {
  const of = all ? [all] : small
  const institutions = most(of, ({ institutions }) => institutions ?? 0)
  return institutions >= work.rules.minInstitutions && enoughPersons(of, work)
}

/** Exact where the base brought its members; else only what surely holds. */
function enoughPersons(of: readonly TreeNode[], { raw, rules: { minGroup } }: Settling): boolean {
  if (most(of, ({ support }) => support) >= minGroup) return true
  if (!raw.members || of.length === 1) return false
  const leaves = of.flatMap((node) => node.leaves)
  return membersOf(raw, leaves, null).person.length >= minGroup
}

const most = (nodes: readonly TreeNode[], of: (row: RawRow) => number): number =>
  nodes.reduce((highest, node) => Math.max(highest, of(node.row!)), 0)

/** Smallest first; equal sizes by their keys. */
const bySize = (a: Group, b: Group): number =>
  a.node.row!.support - b.node.row!.support || (a.order < b.order ? -1 : 1)

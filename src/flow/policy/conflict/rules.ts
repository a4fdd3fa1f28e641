import { canonical } from '../../../kernel/canonical.ts'
import type { Policy } from '../model.ts'
import type { Action } from '../vocabulary.ts'
import { type Atom, atomsOf } from './atom.ts'
import type { Conflict } from './model.ts'
import { canHold, covers } from './sets.ts'
import { boundsOf, type PlacedConstraint, type PlacedRule, rulesOf } from './walk.ts'

export type ConflictPolicy = Pick<
  Policy,
  'permissions' | 'prohibitions' | 'obligations' | 'from' | 'until' | 'maxRuns' | 'joinKeys'
>

/**
 * Every pair of a policy that contradicts or repeats itself (策略冲突检测, TC609-6-2025-15 策略解析). A prohibition that
 * takes away a part of a permission is no conflict: it wins there. Each constraint must have no `constraintProblem`.
 */
export function conflictsOf(policy: ConflictPolicy): Conflict[] {
  const rules = rulesOf(policy)
  const bounds = boundsOf(policy)
  return [
    ...rules.flatMap((rule) => neverTogether(rule, rule.kind === 'permission' ? bounds : [])),
    ...forbidden(rules, bounds),
    ...deleteAndKeep(rules),
    ...duplicates(rules, policy.joinKeys),
  ]
}

const atomsOfAll = (placed: readonly PlacedConstraint[]): Atom[] =>
  placed.flatMap(({ constraint }) => atomsOf(constraint))

/** The first constraint that leaves nothing possible, with the one that it cannot hold beside. */
function neverTogether(rule: PlacedRule, bounds: readonly PlacedConstraint[]): Conflict[] {
  const all = [...bounds, ...rule.constraints]
  const atoms = all.map(({ constraint }) => atomsOf(constraint))
  if (canHold(atoms.flat())) return []
  const pairs: Conflict[] = []
  for (let b = 0; b < all.length; b++) {
    if (!canHold(atoms[b]!)) pairs.push({ kind: 'never', a: all[b]!.path, b: all[b]!.path })
    else
      for (let a = 0; a < b; a++)
        if (canHold(atoms[a]!) && !canHold([...atoms[a]!, ...atoms[b]!]))
          pairs.push({ kind: 'never', a: all[a]!.path, b: all[b]!.path })
  }
  return pairs.length > 0 ? pairs : [lastStraw(all, atoms)]
}

/** No two exclude each other, but all of them do: the shortest beginning that never holds, and who began it. */
function lastStraw(all: readonly PlacedConstraint[], atoms: readonly (readonly Atom[])[]): Conflict {
  const last = all.findIndex((_, at) => !canHold(atoms.slice(0, at + 1).flat()))
  const kept = new Set(all.keys())
  for (const at of all.keys()) {
    if (at > last) kept.delete(at)
    else if (
      at !== last &&
      !canHold([...kept].filter((one) => one !== at && one <= last).flatMap((one) => atoms[one]!))
    )
      kept.delete(at)
  }
  return { kind: 'never', a: all[Math.min(...kept)]!.path, b: all[last]!.path }
}

function forbidden(rules: readonly PlacedRule[], bounds: readonly PlacedConstraint[]): Conflict[] {
  const prohibitions = rules
    .filter(({ kind }) => kind === 'prohibition')
    .map((rule) => ({ rule, atoms: atomsOfAll(rule.constraints) }))
    .filter(({ atoms }) => canHold(atoms))
  return rules.flatMap((rule) => {
    if (rule.kind === 'prohibition') return []
    const inner = atomsOfAll(rule.kind === 'permission' ? [...bounds, ...rule.constraints] : rule.constraints)
    if (!canHold(inner)) return []
    const kind = rule.kind === 'permission' ? 'forbidden' : 'duty-forbidden'
    return prohibitions
      .filter(({ rule: other, atoms }) => share(rule.actions, other.actions) && covers(atoms, inner))
      .map(({ rule: other }): Conflict => ({ kind, a: rule.path, b: other.path }))
  })
}

const share = (a: readonly Action[], b: readonly Action[]): boolean => a.some((action) => b.includes(action))

/** What keeps a copy of the data, or gives one to somebody else. */
const KEEPING: readonly Action[] = ['storage', 'distribute', 'sell', 'reproduce']

/** A permission to keep that ends by itself agrees with a duty to delete. */
function deleteAndKeep(rules: readonly PlacedRule[]): Conflict[] {
  const ends = ({ constraints }: PlacedRule) =>
    constraints.some(
      ({ constraint: { operand, operator } }) =>
        (operand === 'time' || operand === 'timeWindow') && (operator === 'lt' || operator === 'lteq'),
    )
  const keeping = rules.filter(
    (rule) => rule.kind === 'permission' && share(rule.actions, KEEPING) && !ends(rule),
  )
  return rules
    .filter(({ kind, actions }) => (kind === 'obligation' || kind === 'duty') && actions[0] === 'delete')
    .flatMap(({ path }) => keeping.map((rule): Conflict => ({ kind: 'delete-keep', a: rule.path, b: path })))
}

function duplicates(rules: readonly PlacedRule[], joinKeys: Policy['joinKeys']): Conflict[] {
  const family = (path: string) => path.replace(/\[\d+\]$/, '')
  return [
    ...repeated(rules.map(({ path, whole }) => ({ path, text: `${family(path)} ${canonical(whole)}` }))),
    ...rules.flatMap(({ constraints }) =>
      repeated(constraints.map(({ path, constraint }) => ({ path, text: canonical(constraint) }))),
    ),
    ...repeated(
      joinKeys.map((pair, at) => ({
        path: `joinKeys[${at}]`,
        text: pair
          .map((key) => canonical(key))
          .sort()
          .join(),
      })),
    ),
  ]
}

function repeated(items: readonly { readonly path: string; readonly text: string }[]): Conflict[] {
  const seen = new Map<string, string>()
  return items.flatMap(({ path, text }) => {
    const first = seen.get(text)
    if (first === undefined) seen.set(text, path)
    return first === undefined ? [] : [{ kind: 'duplicate' as const, a: first, b: path }]
  })
}

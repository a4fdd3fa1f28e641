import type { Policy } from '../../api/types.ts'

/** Where in a policy a difference lies: the words of the portal are `difference.at.<at>`. */
export type DifferenceAt =
  | 'consumers'
  | 'purposes'
  | 'from'
  | 'until'
  | 'maxRuns'
  | 'minGroup'
  | 'singlePerson'
  | 'column'
  | 'joinKeys'
  | 'action'
  | 'constraint'
  | 'duty'
  | 'minInstitutions'
  | 'dominance'
  | 'pPercent'
  | 'rounding'
  | 'smallGroups'
  | 'outputs'
  | 'checkers'
  | 'automatic'
  | 'veto'
  | 'waitMs'
  | 'silence'

/** What lies at one place of a policy, plain enough to be compared and said. */
export type Cell = string | number | boolean | readonly string[]

export interface Difference {
  /** The same place in both policies; unique within one list. */
  readonly key: string
  readonly at: DifferenceAt
  readonly kind: 'added' | 'removed' | 'changed'
  /** permissions, prohibitions, obligations: which list it stands in. */
  readonly list?: 'permissions' | 'prohibitions' | 'obligations' | undefined
  /** What the words need beside the values: the column, the operand, the action. */
  readonly about: readonly string[]
  readonly before: Cell | null
  readonly after: Cell | null
}

interface Place {
  readonly at: DifferenceAt
  readonly list?: Difference['list']
  readonly about: readonly string[]
  readonly value: Cell
}

type Places = Map<string, Place>

/**
 * What changed from one policy to another, said place by place: a set by its members, a column by its level, a rule by
 * its actions, constraints and duties. Equal policies have no differences, whatever the order of their lists.
 */
export function policyDifferences(before: Policy, after: Policy): Difference[] {
  const old = placesOf(before)
  const now = placesOf(after, rulesOf(before))
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  return keys.flatMap((key) => {
    const a = old.get(key)
    const b = now.get(key)
    if (a && b && JSON.stringify(a.value) === JSON.stringify(b.value)) return []
    const { at, list, about } = (b ?? a)!
    const kind = a && b ? 'changed' : b ? 'added' : 'removed'
    return [{ key, at, list, about, kind, before: a?.value ?? null, after: b?.value ?? null }]
  })
}

const RULES = ['permissions', 'prohibitions', 'obligations'] as const
type RuleList = (typeof RULES)[number]

interface Rule {
  readonly list: RuleList
  /** Its name in both policies. */
  readonly name: string
  readonly actions: readonly string[]
  readonly constraints: Policy['permissions'][number]['constraints']
  readonly duties: Policy['permissions'][number]['duties']
}

function rulesOf(policy: Policy): Rule[] {
  return [
    ...policy.permissions.map((rule, place) => ({
      ...rule,
      list: 'permissions' as const,
      name: `p${place}`,
    })),
    ...policy.prohibitions.map((rule, place) => ({
      ...rule,
      duties: rule.remedies,
      list: 'prohibitions' as const,
      name: `n${place}`,
    })),
    ...policy.obligations.map((rule, place) => ({
      ...rule,
      actions: [rule.action],
      duties: rule.consequences,
      list: 'obligations' as const,
      name: `o${place}`,
    })),
  ]
}

/** Gives each rule the name of the rule of the earlier policy that it shares the most with, each name once. */
function named(rules: readonly Rule[], earlier: readonly Rule[]): Rule[] {
  const free = new Set(earlier)
  return rules.map((rule, place) => {
    const best = [...free]
      .filter((one) => one.list === rule.list)
      .map((one) => ({ one, shared: likeness(one, rule) }))
      .toSorted((a, b) => b.shared - a.shared)[0]
    if (!best || best.shared === 0) return { ...rule, name: `+${place}` }
    free.delete(best.one)
    return { ...rule, name: best.one.name }
  })
}

const likeness = (a: Rule, b: Rule): number => {
  const words = (rule: Rule) => [
    ...rule.actions,
    ...rule.constraints.map((one) => JSON.stringify(one)),
    ...rule.duties.map((one) => JSON.stringify(one)),
  ]
  const other = new Set(words(b))
  const shared = words(a).filter((word) => other.has(word)).length
  return shared === 0 ? 0 : shared / new Set([...words(a), ...words(b)]).size
}

function placesOf(policy: Policy, earlier?: readonly Rule[]): Places {
  const places: Places = new Map()
  const put = (key: string, at: DifferenceAt, value: Cell, about: readonly string[] = []) =>
    places.set(key, { at, about, value })
  const members = (at: DifferenceAt, values: readonly string[]) => {
    for (const value of values) put(`${at}/${value}`, at, value)
  }
  if (policy.consumers === 'any') put('consumers', 'consumers', 'any')
  else put('consumers', 'consumers', [...policy.consumers].sort())
  members('purposes', policy.purposes)
  if (policy.from !== undefined) put('from', 'from', policy.from)
  put('until', 'until', policy.until)
  put('maxRuns', 'maxRuns', policy.maxRuns)
  put('minGroup', 'minGroup', policy.minGroup)
  put('singlePerson', 'singlePerson', policy.singlePerson)
  for (const [table, columns] of Object.entries(policy.columns))
    for (const [column, level] of Object.entries(columns))
      if (level !== 'hidden') put(`column/${table}.${column}`, 'column', level, [`${table}.${column}`])
  members(
    'joinKeys',
    policy.joinKeys.map((pair) =>
      pair
        .map(({ table, column }) => `${table}.${column}`)
        .toSorted()
        .join(' = '),
    ),
  )
  disclosure(policy, put, members)
  put('veto', 'veto', policy.notice.veto)
  if (policy.notice.veto) {
    put('waitMs', 'waitMs', policy.notice.waitMs)
    put('silence', 'silence', policy.notice.silence)
  }
  const rules = rulesOf(policy)
  for (const rule of earlier ? named(rules, earlier) : rules) rulePlaces(rule, places)
  return places
}

function disclosure(
  { disclosure: rules }: Policy,
  put: (key: string, at: DifferenceAt, value: Cell) => void,
  members: (at: DifferenceAt, values: readonly string[]) => void,
): void {
  if (rules.minInstitutions > 0) put('minInstitutions', 'minInstitutions', rules.minInstitutions)
  if (rules.dominance)
    put('dominance', 'dominance', [String(rules.dominance.n), String(rules.dominance.percent)])
  if (rules.pPercent !== null) put('pPercent', 'pPercent', rules.pPercent)
  put('rounding', 'rounding', rules.rounding)
  put('smallGroups', 'smallGroups', rules.smallGroups ?? 'withhold')
  members('outputs', rules.outputs)
  put('checkers', 'checkers', rules.checkers)
  members('automatic', rules.automatic ?? [])
}

function rulePlaces(rule: Rule, places: Places): void {
  const { list } = rule
  const put = (key: string, at: DifferenceAt, value: Cell, about: readonly string[]) => {
    // The same constraint twice in one rule says nothing new, but must not hide the other.
    let name = `${list}/${rule.name}/${key}`
    while (places.has(name)) name += '+'
    places.set(name, { at, list, about, value })
  }
  for (const action of rule.actions) put(`action/${action}`, 'action', action, [action])
  for (const { operand, operator, value } of rule.constraints)
    put(`constraint/${operand}/${operator}`, 'constraint', value, [operand, operator])
  for (const duty of rule.duties)
    put(
      `duty/${duty.action}`,
      'duty',
      duty.constraints.map((one) => JSON.stringify(one)),
      [duty.action],
    )
}

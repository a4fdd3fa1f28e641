import type { Constraint, Duty, Policy } from '../model.ts'
import type { Action } from '../vocabulary.ts'

export interface PlacedConstraint {
  readonly path: string
  readonly constraint: Constraint
}

export interface PlacedRule {
  readonly path: string
  readonly kind: 'permission' | 'prohibition' | 'obligation' | 'duty' | 'remedy' | 'consequence'
  readonly actions: readonly Action[]
  readonly constraints: readonly PlacedConstraint[]
  readonly whole: unknown
}

/** Every rule of a policy with its path, duties, remedies and consequences after the rule that they belong to. */
export function rulesOf(policy: Pick<Policy, 'permissions' | 'prohibitions' | 'obligations'>): PlacedRule[] {
  const rules: PlacedRule[] = []
  const add = (
    kind: PlacedRule['kind'],
    path: string,
    actions: readonly Action[],
    constraints: readonly Constraint[],
    whole: unknown,
  ) =>
    rules.push({
      path,
      kind,
      actions,
      constraints: constraints.map((constraint, at) => ({ path: `${path}.constraints[${at}]`, constraint })),
      whole,
    })
  const addDuties = (kind: PlacedRule['kind'], path: string, duties: readonly Duty[]) =>
    duties.forEach((duty, at) => add(kind, `${path}[${at}]`, [duty.action], duty.constraints, duty))
  policy.permissions.forEach((rule, at) => {
    add('permission', `permissions[${at}]`, rule.actions, rule.constraints, rule)
    addDuties('duty', `permissions[${at}].duties`, rule.duties)
  })
  policy.prohibitions.forEach((rule, at) => {
    add('prohibition', `prohibitions[${at}]`, rule.actions, rule.constraints, rule)
    addDuties('remedy', `prohibitions[${at}].remedies`, rule.remedies)
  })
  policy.obligations.forEach((rule, at) => {
    add('obligation', `obligations[${at}]`, [rule.action], rule.constraints, rule)
    addDuties('consequence', `obligations[${at}].consequences`, rule.consequences)
  })
  return rules
}

/** What binds every permission, as constraints with the paths of the fields that say it. */
export function boundsOf({
  from,
  until,
  maxRuns,
}: Pick<Policy, 'from' | 'until' | 'maxRuns'>): PlacedConstraint[] {
  const instant = (path: string, operator: 'lteq' | 'gteq', at: number): PlacedConstraint => ({
    path,
    constraint: { operand: 'time', operator, value: new Date(at).toISOString() },
  })
  return [
    instant('until', 'lteq', until),
    { path: 'maxRuns', constraint: { operand: 'count', operator: 'lteq', value: String(maxRuns) } },
    ...(from === undefined ? [] : [instant('from', 'gteq', from)]),
  ]
}

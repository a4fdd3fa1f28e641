import { canonicalConstraint } from '../constraint/index.ts'
import type { Constraint, Duty, Policy } from '../model.ts'
import type { PolicyParts } from './model.ts'

type Rules = Pick<Policy, 'permissions' | 'prohibitions' | 'obligations' | 'disclosure' | 'notice'>

/** A policy with what a template adds; what is there already is not said twice. */
export function withParts<P extends Rules>(policy: P, parts: PolicyParts): P {
  const { permissions: replaced, disclosure, notice, ...set } = parts.set ?? {}
  const before = replaced?.map(permission) ?? policy.permissions
  return {
    ...policy,
    ...set,
    disclosure: { ...policy.disclosure, ...disclosure },
    notice: { ...policy.notice, ...notice },
    permissions: unique([
      ...before.map((rule) => ({
        ...rule,
        constraints: unique([...rule.constraints, ...constraints(parts.constraints)]),
        duties: unique([...rule.duties, ...duties(parts.duties)]),
      })),
      ...(parts.permissions ?? []).map(permission),
    ]),
    prohibitions: unique([
      ...policy.prohibitions,
      ...(parts.prohibitions ?? []).map(({ actions, constraints: given, remedies }) => ({
        actions,
        constraints: constraints(given),
        remedies: duties(remedies),
      })),
    ]),
    obligations: unique([
      ...policy.obligations,
      ...(parts.obligations ?? []).map(({ action, constraints: given, consequences }) => ({
        action,
        constraints: constraints(given),
        consequences: duties(consequences),
      })),
    ]),
  }
}

type GivenDuty = { readonly action: Duty['action']; readonly constraints?: readonly Constraint[] }

const constraints = (given: readonly Constraint[] = []): Constraint[] =>
  given.map((one) => canonicalConstraint(one))
const duties = (given: readonly GivenDuty[] = []): Duty[] =>
  given.map(({ action, constraints: of }) => ({ action, constraints: constraints(of) }))
const permission = (given: {
  readonly actions: Policy['permissions'][number]['actions']
  readonly constraints?: readonly Constraint[]
  readonly duties?: readonly GivenDuty[]
}): Policy['permissions'][number] => ({
  actions: given.actions,
  constraints: constraints(given.constraints),
  duties: duties(given.duties),
})
const unique = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
]

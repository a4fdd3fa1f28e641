import { canonicalJson } from './plain.ts'
import type { Json } from '../../../kernel/canonical.ts'
import type { Constraint, Duty, Policy } from '../model.ts'
import { CONTEXT_IRI, PROFILE_IRI } from './iri.ts'

/** Anything that stands under a policy: a contract's terms. What ODRL has a place for goes there, the rest as JSON. */
export interface Agreement {
  readonly policy: Policy
  readonly contractId?: string
  readonly productId?: string
  readonly providerId?: string
  readonly consumerId?: string
  /** ms since 1970. */
  readonly agreedAt?: number
  readonly [more: string]: unknown
}

export type OdrlDocument = { readonly [key: string]: Json }

/**
 * A policy as an `odrl:Set`, the terms of a contract as an `odrl:Agreement`, in our profile. `fromOdrl` gives back the
 * same value. Every number is a text, as `rightOperand` demands.
 */
export function toOdrl(what: Policy | Agreement): OdrlDocument {
  return 'policy' in what ? agreement(what) : { ...head('Set'), ...body(what) }
}

const head = (type: 'Set' | 'Agreement') => ({ '@context': CONTEXT_IRI, '@type': type, profile: PROFILE_IRI })

export const urn = (id: string): string => `urn:uuid:${id}`

function agreement({
  policy,
  contractId,
  productId,
  providerId,
  consumerId,
  agreedAt,
  ...rest
}: Agreement): OdrlDocument {
  const others = canonicalJson(rest)
  return {
    ...head('Agreement'),
    ...(contractId === undefined ? {} : { '@id': urn(contractId) }),
    ...(productId === undefined ? {} : { target: urn(productId) }),
    ...(providerId === undefined ? {} : { assigner: urn(providerId) }),
    ...(consumerId === undefined ? {} : { assignee: urn(consumerId) }),
    ...(agreedAt === undefined ? {} : { timestamp: new Date(agreedAt).toISOString() }),
    ...body(policy),
    ...(Object.keys(others).length === 0 ? {} : { contract: others }),
  }
}

function body(policy: Policy): Record<string, Json> {
  const { permissions, prohibitions, obligations, columns, joinKeys, singlePerson, notice } = policy
  return {
    bounds: bounds(policy),
    permission: permissions.map(({ actions, constraints, duties }) => ({
      action: actions,
      ...listed('constraint', constraints.map(constraint)),
      ...listed('duty', duties.map(duty)),
    })),
    ...listed(
      'prohibition',
      prohibitions.map(({ actions, constraints, remedies }) => ({
        action: actions,
        ...listed('constraint', constraints.map(constraint)),
        ...listed('remedy', remedies.map(duty)),
      })),
    ),
    ...listed(
      'obligation',
      obligations.map(({ consequences, ...own }) => ({
        ...duty(own),
        ...listed('consequence', consequences.map(duty)),
      })),
    ),
    columns: Object.keys(columns)
      .sort()
      .map((table) => ({ table, column: columnList(columns[table]!) })),
    ...listed(
      'joinKeys',
      joinKeys.map(([left, right]) => ({ left: { ...left }, right: { ...right } })),
    ),
    disclosure: disclosure(policy),
    singlePerson,
    notice: { veto: notice.veto, wait: String(notice.waitMs), silence: notice.silence },
  }
}

const listed = (name: string, items: Json[]): Record<string, Json> =>
  items.length > 0 ? { [name]: items } : {}

const columnList = (levels: Policy['columns'][string]): Json[] =>
  Object.keys(levels)
    .sort()
    .map((name) => ({ name, level: levels[name]! }))

const constraint = ({ operand, operator, value }: Constraint): Json => ({
  leftOperand: operand,
  operator,
  rightOperand: value,
})

const duty = ({ action, constraints }: Duty): { [key: string]: Json } => ({
  action,
  ...listed('constraint', constraints.map(constraint)),
})

/** What binds every permission, as constraints: who, for what, from when, until when, how often. */
function bounds({ consumers, purposes, from, until, maxRuns }: Policy): Json[] {
  const bound = (leftOperand: string, operator: string, rightOperand: Json): Json => ({
    leftOperand,
    operator,
    rightOperand,
  })
  return [
    ...(consumers === 'any' ? [] : [bound('recipient', 'isAnyOf', consumers.map(urn))]),
    bound('purpose', 'isAnyOf', purposes),
    ...(from === undefined ? [] : [bound('time', 'gteq', new Date(from).toISOString())]),
    bound('time', 'lteq', new Date(until).toISOString()),
    bound('count', 'lteq', String(maxRuns)),
  ]
}

function disclosure({ minGroup, disclosure: terms }: Policy): Json {
  const { minInstitutions, dominance, pPercent, rounding, smallGroups, outputs, checkers, automatic } = terms
  return {
    minGroup: String(minGroup),
    minInstitutions: String(minInstitutions),
    ...(dominance && { dominance: { largest: String(dominance.n), percent: String(dominance.percent) } }),
    ...(pPercent === null ? {} : { pPercent: String(pPercent) }),
    rounding,
    ...(smallGroups && { smallGroups }),
    outputs,
    checkers: String(checkers),
    ...(automatic && { automatic }),
  }
}

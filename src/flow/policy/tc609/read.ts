import { XinyuError } from '../../../kernel/errors/index.ts'
import { parseInstant } from '../constraint/index.ts'
import { Constraint, type Policy, type PolicyInput } from '../model.ts'
import { parsePolicy } from '../parse.ts'
import { constraintError } from '../rules.ts'
import type { Action } from '../vocabulary.ts'
import { actionAmongConstraints, readAction, readConstraint, readOperand, readOperator } from './liberal.ts'
import { Tc609Strategy } from './model.ts'
import { EXPANSION_VERSION } from './write.ts'

/**
 * Reads a strategy. With our `policyExpansion` it is complete; a stranger's says only what the text has places for, and
 * `base` (the policy that was offered) gives the rest. Liberal to the spellings of the text, closed in meaning.
 * @throws XinyuError POLICY_FORM, POLICY_UNKNOWN_TERM, POLICY_OPERATOR, POLICY_VALUE, POLICY_INCOMPLETE
 */
export function fromTc609Strategy(json: unknown, base?: PolicyInput): Policy {
  const strategy = Tc609Strategy.safeParse(json)
  if (!strategy.success) {
    const issue = strategy.error.issues[0]
    const path = ['strategy', ...(issue?.path ?? [])].join('.')
    throw new XinyuError('POLICY_FORM', { path, expected: issue?.message ?? '{ … }' })
  }
  const { actions, constraints, policyExpansion } = strategy.data
  const read = readConstraints(constraints)
  const expansion = expansionOf(policyExpansion)
  const permission = {
    actions: actions.map((action, at) => readAction(action, `strategy.actions[${at}]`)),
    duties: [...dutiesOf(expansion), ...read.duties.map((action) => ({ action }))],
  }
  return expansion
    ? ours(expansion, permission, read.constraints)
    : strangers(base, permission, read.constraints, read.obligations)
}

type Read = ReturnType<typeof readConstraints>
type Raw = { constraintName: string; constraintOperator: string; constraintValue: string | number | string[] }

function readConstraints(raw: readonly Raw[]): {
  constraints: Constraint[]
  duties: Action[]
  obligations: Action[]
} {
  const constraints: Constraint[] = []
  const duties: Action[] = []
  const obligations: Action[] = []
  raw.forEach(({ constraintName, constraintOperator, constraintValue }, at) => {
    const path = `strategy.constraints[${at}]`
    const action = actionAmongConstraints(constraintName)
    if (action) (action === 'compensate' ? obligations : duties).push(action)
    else {
      const operand = readOperand(constraintName, `${path}.constraintName`)
      const operator = readOperator(constraintOperator, `${path}.constraintOperator`)
      constraints.push(checked(readConstraint(operand, operator, constraintValue), path))
    }
  })
  return { constraints, duties, obligations }
}

function checked(read: ReturnType<typeof readConstraint>, path: string): Constraint {
  const error = constraintError(read, path)
  if (error) throw error
  return Constraint.parse(read)
}

type Expansion = Readonly<Record<string, unknown>> & { readonly bounds: number }

/** Our expansion, or null where there is none; a stranger's own expansion is none of ours and says nothing to us. */
function expansionOf(raw: unknown): Expansion | null {
  const value = typeof raw === 'string' ? jsonOf(raw) : raw
  if (typeof value !== 'object' || value === null) return null
  const { xinyu, bounds } = value as { xinyu?: unknown; bounds?: unknown }
  if (xinyu === undefined) return null
  if (xinyu !== EXPANSION_VERSION || (bounds !== 2 && bounds !== 3))
    throw new XinyuError('POLICY_FORM', {
      path: 'strategy.policyExpansion',
      expected: `{"xinyu":${EXPANSION_VERSION}, …}`,
    })
  return value as Expansion
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const dutiesOf = (expansion: Expansion | null): { action: Action }[] =>
  Array.isArray(expansion?.duties) ? (expansion.duties as { action: Action }[]) : []

type First = { readonly actions: Action[]; readonly duties: { action: Action }[] }

/** The first constraints are the bounds, in the order in which `toTc609Strategy` writes them. */
function ours(expansion: Expansion, permission: First, all: Constraint[]): Policy {
  const { xinyu: _version, bounds, duties: _duties, permissions, ...rest } = expansion
  const [until, count, from] = all.slice(0, bounds)
  const others = Array.isArray(permissions) ? (permissions as PolicyInput['permissions'] & object) : []
  return parsePolicy({
    ...rest,
    until: instantOf(until, 'lteq'),
    maxRuns: countOf(count),
    ...(bounds === 3 ? { from: instantOf(from, 'gteq') } : {}),
    permissions: [{ ...permission, constraints: all.slice(bounds) }, ...others],
  })
}

/** The first end, count and beginning that are said bound the policy; what is not said comes from `base`. */
function strangers(
  base: PolicyInput | undefined,
  permission: First,
  all: Constraint[],
  obligations: Read['obligations'],
): Policy {
  const left = [...all]
  const take = (operand: Constraint['operand'], operator: Constraint['operator']): Constraint | undefined => {
    const at = left.findIndex((one) => one.operand === operand && one.operator === operator)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const until = take('time', 'lteq')
  const count = take('count', 'lteq')
  const from = take('time', 'gteq')
  if (!base) throw new XinyuError('POLICY_INCOMPLETE', { field: 'policyExpansion' })
  const { permissions: _replaced, ...rest } = base
  return parsePolicy({
    ...rest,
    ...(until && { until: instantOf(until, 'lteq') }),
    ...(count && { maxRuns: countOf(count) }),
    ...(from && { from: instantOf(from, 'gteq') }),
    permissions: [{ ...permission, constraints: left }],
    obligations: [...(base.obligations ?? []), ...obligations.map((action) => ({ action }))],
  })
}

function instantOf(constraint: Constraint | undefined, operator: 'lteq' | 'gteq'): number {
  const at =
    constraint?.operand === 'time' && constraint.operator === operator
      ? parseInstant(String(constraint.value))
      : null
  if (at === null) throw new XinyuError('POLICY_INCOMPLETE', { field: `constraints: time ${operator}` })
  return at
}

function countOf(constraint: Constraint | undefined): number {
  if (constraint?.operand !== 'count' || constraint.operator !== 'lteq')
    throw new XinyuError('POLICY_INCOMPLETE', { field: 'constraints: count lteq' })
  return Number(constraint.value)
}

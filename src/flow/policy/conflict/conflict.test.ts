import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policyArbitrary } from '../../../../test/support/policy.ts'
import { type Constraint, Policy, type PolicyInput } from '../model.ts'
import type { Action } from '../vocabulary.ts'
import { conflictsOf } from './index.ts'

const base: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.UTC(2028, 0, 1),
  maxRuns: 6,
  columns: { t: { a: 'group' } },
  joinKeys: [],
}
const c = (
  operand: Constraint['operand'],
  operator: Constraint['operator'],
  ...value: string[]
): Constraint => ({
  operand,
  operator,
  value: value.length === 1 ? value[0]! : value,
})
const found = (input: Partial<PolicyInput>) => conflictsOf(Policy.parse({ ...base, ...input }))
const permitted = (...constraints: Constraint[]) =>
  found({ permissions: [{ actions: ['read'], constraints }] })
const pair = (a: number, b: number) => ({
  kind: 'never',
  a: `permissions[0].constraints[${a}]`,
  b: `permissions[0].constraints[${b}]`,
})

describe('constraints that never hold together are shown as a pair', () => {
  test.each<[string, Constraint[]]>([
    ['time', [c('time', 'gt', '2027-06-01T00:00:00Z'), c('time', 'lt', '2027-05-01T00:00:00Z')]],
    [
      'a moment between two ms',
      [c('time', 'gt', '2027-06-01T00:00:00.001Z'), c('time', 'lt', '2027-06-01T00:00:00.002Z')],
    ],
    ['hours', [c('timeWindow', 'isAnyOf', 'T08:00/T12:00'), c('timeWindow', 'isPartOf', 'T12:00/T18:00')]],
    ['regions', [c('region', 'isAnyOf', '31', '32'), c('region', 'isPartOf', '33')]],
    ['a region and its part', [c('region', 'eq', '3101'), c('region', 'neq', '31')]],
    ['networks', [c('networkAddress', 'eq', '10.1.2.3'), c('networkAddress', 'isNoneOf', '10.0.0.0/8')]],
    [
      'families of addresses',
      [c('networkAddress', 'isPartOf', '::/0'), c('networkAddress', 'isPartOf', '0.0.0.0/0')],
    ],
    ['equal and not equal', [c('application', 'eq', 'r'), c('application', 'neq', 'r')]],
    [
      'a version and its name',
      [c('algorithm', 'eq', `a@sha256:${'0'.repeat(64)}`), c('algorithm', 'isNoneOf', 'a')],
    ],
    ['fields', [c('dataField', 'hasPart', 't.a'), c('dataField', 'isNoneOf', 't.a')]],
    ['filters', [c('valueExpression', 'eq', "t.a = '1'"), c('valueExpression', 'eq', "t.a = '2'")]],
    ['numbers', [c('valueExpression', 'eq', 't.a < 1.5'), c('valueExpression', 'eq', 't.a >= 1.5')]],
    ['environments', [c('executionEnv', 'isAnyOf', '01'), c('executionEnv', 'isNoneOf', '01', '02')]],
    ['all codes excluded', [c('encryptMode', 'isNoneOf', '01', '02'), c('encryptMode', 'neq', '03')]],
    ['money', [c('payAmount', 'eq', '5'), c('payAmount', 'gt', '5')]],
  ])('%s', (_, constraints) => {
    expect(permitted(...constraints)).toEqual([pair(0, 1)])
  })

  test('one that never holds alone, and one that the term excludes', () => {
    expect(permitted(c('count', 'lt', '1'))).toEqual([pair(0, 0)])
    expect(permitted(c('time', 'gteq', '2028-01-01T00:00:00.001Z'))).toEqual([
      { kind: 'never', a: 'until', b: 'permissions[0].constraints[0]' },
    ])
    expect(permitted(c('time', 'gteq', '2028-01-01T00:00:00.000Z'))).toEqual([])
  })

  test('three that only together exclude each other', () => {
    const three = [c('region', 'isAnyOf', '31', '32'), c('region', 'neq', '31'), c('region', 'neq', '32')]
    expect(permitted(...three)).toEqual([pair(0, 2)])
  })

  test.each<[string, Constraint[]]>([
    ['a moment left', [c('time', 'gteq', '2027-06-01T00:00:00Z'), c('time', 'lteq', '2027-06-01T00:00:00Z')]],
    [
      'hours over midnight',
      [c('timeWindow', 'isAnyOf', 'T22:00/T06:00'), c('timeWindow', 'isPartOf', 'T05:59/T12:00')],
    ],
    ['a part of a region', [c('region', 'eq', '31'), c('region', 'neq', '3101')]],
    [
      'numbers between',
      [c('valueExpression', 'eq', 't.a > 1.5'), c('valueExpression', 'eq', 't.a < 1.500000001')],
    ],
    ['different columns', [c('valueExpression', 'eq', "t.a = '1'"), c('valueExpression', 'eq', "t.b = '2'")]],
  ])('%s is no conflict', (_, constraints) => {
    expect(permitted(...constraints)).toEqual([])
  })
})

describe('rules against rules', () => {
  const read = { actions: ['read' as const], constraints: [c('region', 'eq', '3101')] }

  test('a prohibition that takes away all of a permission', () => {
    const whole = { kind: 'forbidden', a: 'permissions[0]', b: 'prohibitions[0]' }
    expect(found({ permissions: [read], prohibitions: [{ actions: ['read'] }] })).toEqual([whole])
    const wider = { actions: ['read' as const], constraints: [c('region', 'isAnyOf', '31', '32')] }
    expect(found({ permissions: [read], prohibitions: [wider] })).toEqual([whole])
  })

  test('a prohibition that carves out a part is none', () => {
    const part = { actions: ['read' as const], constraints: [c('region', 'eq', '310101')] }
    expect(found({ permissions: [read], prohibitions: [part] })).toEqual([])
    expect(found({ permissions: [read], prohibitions: [{ actions: ['sell'] }] })).toEqual([])
  })

  test('a duty that is prohibited', () => {
    expect(found({ prohibitions: [{ actions: ['delete'] }], obligations: [{ action: 'delete' }] })).toEqual([
      { kind: 'duty-forbidden', a: 'obligations[0]', b: 'prohibitions[0]' },
    ])
  })

  test('to delete and to keep, unless keeping ends', () => {
    const keep = (...constraints: Constraint[]) =>
      found({ permissions: [{ actions: ['storage'], constraints }], obligations: [{ action: 'delete' }] })
    expect(keep()).toEqual([{ kind: 'delete-keep', a: 'permissions[0]', b: 'obligations[0]' }])
    expect(keep(c('timeWindow', 'lteq', 'P7D'))).toEqual([])
  })

  test('what is said twice', () => {
    const twice = { actions: ['sell' as const] }
    expect(found({ prohibitions: [twice, twice] })).toEqual([
      { kind: 'duplicate', a: 'prohibitions[0]', b: 'prohibitions[1]' },
    ])
    expect(permitted(c('count', 'lteq', '3'), c('count', 'lteq', '3'))).toEqual([
      { ...pair(0, 1), kind: 'duplicate' },
    ])
    const [a, b] = [
      { table: 't', column: 'a' },
      { table: 'u', column: 'a' },
    ]
    expect(
      found({
        joinKeys: [
          [a, b],
          [b, a],
        ],
      }),
    ).toEqual([{ kind: 'duplicate', a: 'joinKeys[0]', b: 'joinKeys[1]' }])
  })

  test('any policy is looked through without a fault', () => {
    fc.assert(
      fc.property(policyArbitrary, (policy) => {
        for (const { a, b } of conflictsOf(policy)) expect([a, b].every((path) => path.length > 0)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

/** A situation of a world that is small enough to try every one. */
interface Situation {
  readonly at: number
  readonly run: number
  readonly env: string
  readonly region: string
  readonly fields: readonly string[]
}

const T0 = Date.UTC(2027, 0, 1)
const FIELDS = ['t.a', 't.b', 't.other']
const WORLD: Situation[] = []
for (let at = T0 - 1; at <= T0 + 4; at++)
  for (const run of [1, 2, 3, 4])
    for (const env of ['01', '02', '07'])
      for (const region of ['310101', '319999', '329999', '449999'])
        for (let chosen = 1; chosen < 8; chosen++)
          WORLD.push({ at, run, env, region, fields: FIELDS.filter((_, bit) => (chosen >> bit) & 1) })

const compare: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  lteq: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gteq: (a, b) => a >= b,
}

/** Written a second time, from the words of the vocabulary alone. */
function holds({ operand, operator, value }: Constraint, situation: Situation): boolean {
  const values = [value].flat()
  if (operand === 'time') return compare[operator]!(situation.at, Date.parse(values[0]!))
  if (operand === 'count') return compare[operator]!(situation.run, Number(values[0]))
  if (operand === 'dataField') {
    const inside = situation.fields.every((field) => values.includes(field))
    const all = values.every((field) => situation.fields.includes(field))
    if (operator === 'isAllOf') return inside && all
    if (operator === 'hasPart') return all
    return operator === 'isNoneOf' ? !situation.fields.some((field) => values.includes(field)) : inside
  }
  const hit =
    operand === 'region'
      ? values.some((prefix) => situation.region.startsWith(prefix))
      : values.includes(situation.env)
  return operator === 'neq' || operator === 'isNoneOf' ? !hit : hit
}

const listOf = (...values: string[]) => fc.subarray(values, { minLength: 1 })
const smallConstraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc
    .tuple(fc.constantFrom('lt', 'lteq', 'gt', 'gteq'), fc.integer({ min: 0, max: 3 }))
    .map(([operator, at]) => c('time', operator as never, new Date(T0 + at).toISOString())),
  fc
    .tuple(fc.constantFrom('lt', 'lteq'), fc.integer({ min: 1, max: 3 }))
    .map(([operator, n]) => c('count', operator as never, String(n))),
  fc
    .tuple(fc.constantFrom('isAnyOf', 'isNoneOf'), listOf('01', '02'))
    .map(([operator, value]) => ({ operand: 'executionEnv' as const, operator: operator as never, value })),
  fc
    .tuple(fc.constantFrom('isAnyOf', 'isNoneOf', 'isPartOf'), listOf('31', '3101', '32'))
    .map(([operator, value]) => ({ operand: 'region' as const, operator: operator as never, value })),
  fc
    .tuple(fc.constantFrom('isAnyOf', 'isNoneOf', 'isPartOf', 'hasPart', 'isAllOf'), listOf('t.a', 't.b'))
    .map(([operator, value]) => ({ operand: 'dataField' as const, operator: operator as never, value })),
)
const smallRule = fc.record({
  actions: fc.subarray<Action>(['read', 'download'], { minLength: 1 }),
  constraints: fc.array(smallConstraint, { maxLength: 4 }),
})

test('agrees with trying every situation of a small world', { timeout: 90_000 }, () => {
  fc.assert(
    fc.property(smallRule, smallRule, (permission, prohibition) => {
      const policy = Policy.parse({
        ...base,
        maxRuns: 7,
        permissions: [permission],
        prohibitions: [prohibition],
      })
      const conflicts = conflictsOf(policy)
      const inside = (constraints: readonly Constraint[]) => (situation: Situation) =>
        constraints.every((one) => holds(one, situation))
      const allowed = WORLD.filter(inside(permission.constraints))
      const taken = inside(prohibition.constraints)
      const never = (rule: string) => conflicts.some(({ kind, b }) => kind === 'never' && b.startsWith(rule))
      expect(never('permissions')).toBe(allowed.length === 0)
      expect(never('prohibitions')).toBe(!WORLD.some(taken))
      const both = permission.actions.some((action) => prohibition.actions.includes(action))
      expect(conflicts.some(({ kind }) => kind === 'forbidden')).toBe(
        both && allowed.length > 0 && allowed.every(taken),
      )
    }),
    { numRuns: 100 },
  )
})

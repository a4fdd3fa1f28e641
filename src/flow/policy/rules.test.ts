import { describe, expect, test } from 'vitest'
import { OPERAND_OPERATORS } from '../../../test/support/policy.ts'
import { constraintProblem, FORM_EXAMPLE, LIST_OPERATORS } from './constraint/index.ts'
import { type Constraint, Policy, type PolicyInput } from './model.ts'
import { policyOf } from './parse.ts'
import { PURPOSE_CODES, PURPOSE_TREE, purposeTitle, purposeWithin } from './purpose/tree.ts'
import { checkPolicy } from './rules.ts'
import { ACTIONS, OPERAND_NAMES, OPERANDS, OPERATORS } from './vocabulary.ts'

const NOW = Date.UTC(2026, 0, 1)
const PRODUCT = { setl_d: ['psn_no', 'insutype'] }
const base: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: NOW + 1_000_000,
  maxRuns: 6,
  columns: { setl_d: { insutype: 'group' } },
  joinKeys: [],
}
const check = (input: Partial<PolicyInput>) => () =>
  checkPolicy(Policy.parse({ ...base, ...input }), PRODUCT, NOW)
const refusal = (code: string, params: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, params: expect.objectContaining(params) as unknown })

describe('what nobody enforces is not promised', () => {
  test.each<[string, PolicyInput['disclosure']]>([
    ['nothing', {}],
    ['minInstitutions', { minInstitutions: 3 }],
    ['dominance', { dominance: { n: 1, percent: 85 } }],
    ['pPercent', { pPercent: 10 }],
    ['rounding', { rounding: 'base5' }],
    ['smallGroups', { smallGroups: 'merge' }],
    ['checkers', { checkers: 3 }],
    ['automatic', { automatic: ['statistics'] }],
  ])('what the check enforces is: %s', (_, disclosure) => {
    expect(check({ disclosure })).not.toThrow()
  })
})

describe('each constraint is checked', () => {
  test('the vocabulary has 20 actions, 18 constraints, 12 operators, and each is used', () => {
    expect([ACTIONS.length, OPERAND_NAMES.length, OPERATORS.length]).toEqual([20, 18, 12])
    expect(new Set(OPERAND_OPERATORS.map(([, operator]) => operator)).size).toBe(12)
  })

  test.each(OPERAND_NAMES)('%s takes its operators and no other', (operand) => {
    const applies: readonly string[] = OPERANDS[operand].operators
    for (const operator of OPERATORS) {
      const [first, second] = FORM_EXAMPLE[OPERANDS[operand].form].split(' / ')
      const value = second && operator !== 'lt' && operator !== 'lteq' ? second : first!.split(' 0')[0]!
      const problem = constraintProblem({ operand, operator, value })
      expect([operator, problem]).toEqual([operator, applies.includes(operator) ? null : { why: 'operator' }])
    }
  })

  test.each<[Constraint['operand'], Constraint['operator'], string[], string[]]>([
    [
      'time',
      'lt',
      ['2026-12-31T23:59:59+08:00', '2026-12-31T15:59Z'],
      ['2026-12-31', '2026-02-30T00:00:00Z', '2026-12-31T23:59:59', '1767225600000'],
    ],
    [
      'timeWindow',
      'lteq',
      ['P7D', 'PT12H', 'P1DT30M', 'P2W'],
      ['P', 'PT', 'P1M', 'P1Y', 'P0D', '7', 'T08:00/T18:00'],
    ],
    [
      'timeWindow',
      'isAnyOf',
      ['T08:00/T18:00', 'T22:00/T06:00', 'T00:00/T24:00'],
      ['08:00/18:00', 'T08:00/T08:00', 'T25:00/T26:00', 'T08:00/T24:30', 'P7D'],
    ],
    ['region', 'isAnyOf', ['31', '3101', '310115'], ['3', '311', '上海', '031', '3101150']],
    [
      'networkAddress',
      'isPartOf',
      ['10.0.0.1', '10.1.0.0/16', '2001:db8::/32', '::1', '::/0'],
      [
        '10.0.0',
        '256.0.0.1',
        '10.1.0.1/16',
        '10.0.0.0/33',
        '01.0.0.1',
        ':::',
        '1::2::3',
        'g::1',
        '10.0.0.0/8/8',
        '',
      ],
    ],
    ['physicalAddress', 'eq', ['terminal-01', '上海 1 号机房'], ['甲。乙', '“x”', 'a\nb', ' a']],
    ['count', 'lteq', ['0', '1000'], ['-1', '1.5', '01', '1e3', '99999999999999999', '10 次']],
    ['frequency', 'lteq', ['100/PT1H', '1/P1D'], ['100', '/PT1H', '100/h', '100/P1M']],
    ['dataField', 'isAnyOf', ['setl_d.insutype'], ['insutype', 'a.b.c', 'a. b', 'a.*']],
    [
      'valueExpression',
      'eq',
      ["t.a = '310'", 't.a >= -1.5', "t.a <> 'x''y'"],
      ["t.a = 310'", "t.a='1'", 't.a = t.b', "t.a = '1' OR 1=1", "t.a LIKE '%'", "t.a = '」'"],
    ],
    ['algorithm', 'eq', ['xgboost/1.2', `a@sha256:${'0f'.repeat(32)}`], ['a b', 'a@sha256:0', '@x', '']],
    ['executionEnv', 'eq', ['01', '07'], ['1', '08', 'sandbox']],
    ['payAmount', 'gteq', ['0', '1000000'], ['10.5', '-1', '¥1']],
  ])('%s %s: what is a value and what is not', (operand, operator, good, bad) => {
    for (const value of good)
      expect([value, constraintProblem({ operand, operator, value })]).toEqual([value, null])
    for (const value of bad)
      expect(constraintProblem({ operand, operator, value })).toEqual({ why: 'form', value })
  })

  test('a list where one value belongs, unless it holds one', () => {
    const of = (value: string[]) => constraintProblem({ operand: 'region', operator: 'eq', value })
    expect(of(['31', '32'])).toEqual({ why: 'one' })
    expect(of(['31'])).toBeNull()
  })

  test('is written in one way only', () => {
    const written = (
      operand: Constraint['operand'],
      operator: Constraint['operator'],
      value: string | string[],
    ) =>
      Policy.parse({
        ...base,
        permissions: [{ actions: ['read'], constraints: [{ operand, operator, value }] }],
      }).permissions[0]!.constraints[0]!.value
    expect(written('region', 'isAnyOf', ['32', '310000', '31', '32'])).toEqual(['31', '32'])
    expect(written('region', 'isPartOf', '31')).toEqual(['31'])
    expect(written('region', 'eq', ['31'])).toBe('31')
    expect(written('time', 'lt', '2027-01-01T08:00:00+08:00')).toBe('2027-01-01T00:00:00.000Z')
    expect([...LIST_OPERATORS]).toHaveLength(5)
  })

  test('the refusal names the place', () => {
    const rule = (constraint: Constraint) => ({
      permissions: [{ actions: ['read' as const], constraints: [constraint] }],
    })
    expect(check(rule({ operand: 'count', operator: 'eq', value: '1' }))).toThrow(
      refusal('POLICY_OPERATOR', {
        path: 'permissions[0].constraints[0]',
        operand: 'count',
        operator: 'eq',
        allowed: 'lt, lteq',
      }),
    )
    expect(check(rule({ operand: 'count', operator: 'lt', value: 'x' }))).toThrow(
      refusal('POLICY_VALUE', { value: 'x' }),
    )
    expect(check(rule({ operand: 'region', operator: 'eq', value: ['31', '32'] }))).toThrow(
      refusal('POLICY_ONE_VALUE'),
    )
    expect(check(rule({ operand: 'dataField', operator: 'isAnyOf', value: ['setl_d.name'] }))).toThrow(
      refusal('POLICY_UNKNOWN_COLUMN', { column: 'name' }),
    )
    expect(check(rule({ operand: 'valueExpression', operator: 'eq', value: "constructor.a = '1'" }))).toThrow(
      refusal('POLICY_UNKNOWN_TABLE', { table: 'constructor' }),
    )
  })
})

describe('the whole policy', () => {
  test('a conflict is refused with the pair, all of them in the detail', () => {
    const twice = { actions: ['read' as const] }
    expect(check({ prohibitions: [twice, twice] })).toThrow(
      expect.objectContaining({
        code: 'POLICY_CONFLICT',
        params: { kind: 'forbidden', a: 'permissions[0]', b: 'prohibitions[0]' },
        detail: {
          conflicts: expect.arrayContaining([
            { kind: 'duplicate', a: 'prohibitions[0]', b: 'prohibitions[1]' },
          ]) as unknown,
        },
      }),
    )
  })

  test('a term that begins after its end, and too many values', () => {
    expect(check({ from: base.until })).toThrow(refusal('POLICY_TERM_ORDER'))
    expect(check({ until: NOW })).toThrow(refusal('POLICY_TERM_PAST'))
    const value = Array.from({ length: 500 }, (_, at) => `site ${at}`)
    const constraints = Array.from({ length: 5 }, () => ({
      operand: 'physicalAddress' as const,
      operator: 'isAnyOf' as const,
      value,
    }))
    expect(check({ permissions: [{ actions: ['read'], constraints }] })).toThrow(
      refusal('POLICY_TOO_LONG', { found: 2500 }),
    )
  })

  test('the largest policy that is allowed is looked through at once', () => {
    const value = Array.from({ length: 20 }, (_, at) => `10.${at}.0.0/16`)
    const rule = (at: number) => ({
      actions: ['read' as const],
      constraints: [
        {
          operand: 'networkAddress' as const,
          operator: 'isNoneOf' as const,
          value: [...value.slice(1), `11.${at}.0.0/16`],
        },
      ],
    })
    const rules = Array.from({ length: 50 }, (_, at) => rule(at))
    const started = performance.now()
    check({
      permissions: rules,
      prohibitions: rules.map((one) => ({ ...one, actions: ['sell' as const] })),
    })()
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('a row that an older version wrote is read with its defaults', () => {
    expect(policyOf(JSON.stringify({ ...base, minGroup: 20 }))).toMatchObject({
      minGroup: 20,
      singlePerson: false,
    })
    expect(() => policyOf({ ...base, until: 9e15 })).toThrow(refusal('POLICY_FORM', { path: 'until' }))
  })
})

describe('purposes', () => {
  test('the tree and the codes are the same list, and its titles differ', () => {
    expect(PURPOSE_TREE.map(({ code }) => code)).toEqual([...PURPOSE_CODES])
    for (const lang of ['zh', 'en'] as const)
      expect(new Set(PURPOSE_TREE.map((node) => node[lang])).size).toBe(PURPOSE_CODES.length)
    for (const { parent } of PURPOSE_TREE) if (parent) expect(purposeTitle(parent)).toBeDefined()
  })

  test('the codes of the first version are there still', () => {
    const first = [
      'actuarial_pricing',
      'chronic_disease_research',
      'drug_evaluation',
      'fund_supervision',
      'contest_modelling',
      'public_health',
      'service_improvement',
    ]
    expect(first.filter((code) => !PURPOSE_CODES.some((one) => one === code))).toEqual([])
  })

  test('a part is within the whole, and not the other way round', () => {
    expect(purposeWithin('drug_evaluation', ['research'])).toBe(true)
    expect(purposeWithin('drug_evaluation', ['drug_evaluation'])).toBe(true)
    expect(purposeWithin('research', ['drug_evaluation'])).toBe(false)
    expect(purposeWithin('underwriting', ['research', 'drug_evaluation'])).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import { type Constraint, OPERAND_NAMES, OPERANDS, type Operand, type Operator } from '../policy/index.ts'
import { constrained, NOW, request, state } from './decision.fixture.ts'
import type { DecisionValue } from './model.ts'
import type { UseEnvironment, UseRequest, UseState } from './request.ts'
import { decide } from './rules.ts'

/**
 * Each of the 18 constraints with each operator that applies: a use that it decides on, and a near miss on each side of
 * the border. A combination of `OPERANDS` without a row fails the last test.
 */

/** How the asked fact lies: `[what, the request or state that makes it so, value of the decision]`. */
type Case = readonly [string, Given, DecisionValue]
interface Given {
  readonly environment?: Partial<UseEnvironment>
  readonly fields?: readonly string[]
  readonly state?: Partial<UseState>
  readonly startedAt?: number
}
type Row = readonly [Operand, Operator, Constraint['value'], readonly Case[]]

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const iso = (at: number) => new Date(at).toISOString()
const at = (now: number): Given => ({ state: { now } })
const started = (ago: number): Given => ({ startedAt: NOW - ago })
const env = (environment: Partial<UseEnvironment>): Given => ({ environment })
const KEY = 'permissions.0.constraints.0'
const level = (used: number, leased = 0): Given => ({ state: { counters: { [KEY]: { used, leased } } } })
const paid = (fen: number): Given => ({ state: { paid: fen } })
const fields = (...names: string[]): Given => ({ fields: names })

const yes = 'allowed'
const no = 'denied'
const pay = 'conditional'
const [A, B, C] = ['setl_d.insutype', 'setl_d.medfee_sumamt', 'setl_d.age'] as const
const X = "setl_d.insutype = '310'"
const Y = "setl_d.insutype = '390'"
const enforced = (...enforceable: string[]): Given => ({ state: { enforceable } })
const HASH = `sha256:${'a'.repeat(64)}`
const OTHER = `sha256:${'b'.repeat(64)}`
const app = (application: string | null) => env({ application })
const algorithms = (...names: string[]) => env({ algorithms: names })
const models = (...names: string[]) => env({ models: names })

/** Operators that several operands share, over one fact that is or is not one of two values. */
const equality = (
  operand: Operand,
  [one, two, three]: readonly [string, string, string],
  given: (value: string) => Given,
): Row[] => [
  [
    operand,
    'eq',
    one,
    [
      ['the value', given(one), yes],
      ['its neighbour', given(two), no],
      ['another', given(three), no],
    ],
  ],
  [
    operand,
    'neq',
    one,
    [
      ['its neighbour', given(two), yes],
      ['the value', given(one), no],
    ],
  ],
  [
    operand,
    'isAnyOf',
    [one, two],
    [
      ['the first', given(one), yes],
      ['the last', given(two), yes],
      ['one beside', given(three), no],
    ],
  ],
  [
    operand,
    'isNoneOf',
    [one, two],
    [
      ['one beside', given(three), yes],
      ['the first', given(one), no],
      ['the last', given(two), no],
    ],
  ],
]

/** lt and lteq of a counter: the last that fits, the first that does not, and what others have leased. */
const counted = (operand: Operand): Row[] => [
  [
    operand,
    'lt',
    '5',
    [
      ['the fourth', level(3), yes],
      ['the fifth', level(4), no],
      ['the fifth beside a lease', level(3, 1), no],
    ],
  ],
  [
    operand,
    'lteq',
    '5',
    [
      ['the fifth', level(4), yes],
      ['the sixth', level(5), no],
      ['the sixth beside a lease', level(4, 1), no],
    ],
  ],
]

/** Amounts: what is left is set aside, however little; nothing left denies. */
const sized = (operand: Operand): Row[] => [
  [
    operand,
    'lt',
    '500',
    [
      ['one left', level(498), yes],
      ['none left', level(499), no],
      ['the last one leased', level(498, 1), no],
    ],
  ],
  [
    operand,
    'lteq',
    '500',
    [
      ['one left', level(499), yes],
      ['none left', level(500), no],
      ['the last one leased', level(499, 1), no],
    ],
  ],
]

const ROWS: readonly Row[] = [
  [
    'time',
    'lt',
    iso(NOW),
    [
      ['1 ms before', at(NOW - 1), yes],
      ['the moment', at(NOW), no],
      ['1 ms after', at(NOW + 1), no],
    ],
  ],
  [
    'time',
    'lteq',
    iso(NOW),
    [
      ['1 ms before', at(NOW - 1), yes],
      ['the moment', at(NOW), yes],
      ['1 ms after', at(NOW + 1), no],
    ],
  ],
  [
    'time',
    'gt',
    iso(NOW),
    [
      ['1 ms before', at(NOW - 1), no],
      ['the moment', at(NOW), no],
      ['1 ms after', at(NOW + 1), yes],
    ],
  ],
  [
    'time',
    'gteq',
    '2026-03-04T10:30:00+08:00',
    [
      ['1 ms before', at(NOW - 1), no],
      ['the moment', at(NOW), yes],
      ['1 ms after', at(NOW + 1), yes],
    ],
  ],

  [
    'timeWindow',
    'lt',
    'P7D',
    [
      ['1 ms before the end', started(7 * DAY - 1), yes],
      ['the end', started(7 * DAY), no],
    ],
  ],
  [
    'timeWindow',
    'lteq',
    'P7D',
    [
      ['the end', started(7 * DAY), yes],
      ['1 ms after the end', started(7 * DAY + 1), no],
    ],
  ],
  // NOW is 10:30 in Shanghai and 02:30 in UTC.
  [
    'timeWindow',
    'isPartOf',
    'T10:30/T11:00',
    [
      ['the first minute', at(NOW), yes],
      ['the minute before', at(NOW - MINUTE), no],
      ['the last minute', at(NOW + 29 * MINUTE), yes],
      ['the end', at(NOW + 30 * MINUTE), no],
    ],
  ],
  [
    'timeWindow',
    'isPartOf',
    'T22:00/T06:00',
    [
      ['after midnight', at(NOW - 5 * HOUR), yes],
      ['in the morning', at(NOW), no],
    ],
  ],
  [
    'timeWindow',
    'isAnyOf',
    ['T01:00/T02:00', 'T10:00/T10:31'],
    [
      ['within the second', at(NOW), yes],
      ['just after it', at(NOW + MINUTE), no],
      ['between both', at(NOW - 8 * HOUR + 30 * MINUTE), no],
    ],
  ],

  [
    'region',
    'eq',
    '31',
    [
      ['within', env({ region: '310104' }), yes],
      ['next door', env({ region: '320100' }), no],
      ['unknown', env({ region: null }), no],
    ],
  ],
  [
    'region',
    'eq',
    '310000',
    [
      ['within', env({ region: '310104' }), yes],
      ['next door', env({ region: '320100' }), no],
    ],
  ],
  [
    'region',
    'neq',
    '3101',
    [
      ['next door', env({ region: '310204' }), yes],
      ['within', env({ region: '310104' }), no],
      ['unknown', env({ region: null }), no],
    ],
  ],
  [
    'region',
    'isAnyOf',
    ['31', '3301'],
    [
      ['the first', env({ region: '310104' }), yes],
      ['the second', env({ region: '330106' }), yes],
      ['beside the second', env({ region: '330203' }), no],
    ],
  ],
  [
    'region',
    'isNoneOf',
    ['31', '3301'],
    [
      ['beside', env({ region: '330203' }), yes],
      ['the second', env({ region: '330106' }), no],
    ],
  ],
  [
    'region',
    'isPartOf',
    ['310104'],
    [
      ['the district', env({ region: '310104' }), yes],
      ['the next district', env({ region: '310105' }), no],
    ],
  ],

  [
    'networkAddress',
    'eq',
    '10.1.2.3',
    [
      ['the address', env({ network: '10.1.2.3' }), yes],
      ['over IPv6', env({ network: '::ffff:10.1.2.3' }), yes],
      ['the next', env({ network: '10.1.2.4' }), no],
      ['unknown', env({ network: null }), no],
    ],
  ],
  [
    'networkAddress',
    'neq',
    '10.1.2.3',
    [
      ['the next', env({ network: '10.1.2.4' }), yes],
      ['the address', env({ network: '10.1.2.3' }), no],
      ['unknown', env({ network: null }), no],
    ],
  ],
  [
    'networkAddress',
    'isAnyOf',
    ['10.1.2.0/24', '2001:db8::/32'],
    [
      ['the last of the first', env({ network: '10.1.2.255' }), yes],
      ['after it', env({ network: '10.1.3.0' }), no],
      ['of the second', env({ network: '2001:db8:ffff::1' }), yes],
      ['after it', env({ network: '2001:db9::' }), no],
    ],
  ],
  [
    'networkAddress',
    'isNoneOf',
    ['10.1.2.0/24'],
    [
      ['after it', env({ network: '10.1.3.0' }), yes],
      ['its first', env({ network: '10.1.2.0' }), no],
    ],
  ],
  [
    'networkAddress',
    'isPartOf',
    ['10.1.0.0/16'],
    [
      ['its last', env({ network: '10.1.255.255' }), yes],
      ['before it', env({ network: '10.0.255.255' }), no],
    ],
  ],

  ...equality('physicalAddress', ['terminal-01', 'terminal-02', 'terminal-011'], (terminal) =>
    env({ terminal }),
  ),
  ['physicalAddress', 'neq', 'terminal-01', [['nobody vouches', env({ terminal: null }), no]]],

  ...counted('count'),
  [
    'frequency',
    'lt',
    '5/PT1H',
    [
      ['the fourth', level(3), yes],
      ['the fifth', level(4), no],
      ['the fifth beside a lease', level(3, 1), no],
    ],
  ],
  [
    'frequency',
    'lteq',
    '5/PT1H',
    [
      ['the fifth', level(4), yes],
      ['the sixth', level(5), no],
      ['the sixth beside a lease', level(4, 1), no],
    ],
  ],
  ...sized('dataSize'),
  ...sized('dataRecord'),

  [
    'dataField',
    'isAnyOf',
    [A, B],
    [
      ['both', fields(A, B), yes],
      ['one', fields(A), yes],
      ['one beside', fields(A, C), no],
    ],
  ],
  [
    'dataField',
    'isPartOf',
    [A, B],
    [
      ['both', fields(A, B), yes],
      ['none', fields(), yes],
      ['one beside', fields(A, B, C), no],
    ],
  ],
  [
    'dataField',
    'isNoneOf',
    [A, B],
    [
      ['another', fields(C), yes],
      ['one of them', fields(C, B), no],
    ],
  ],
  [
    'dataField',
    'isAllOf',
    [A, B],
    [
      ['both', fields(A, B), yes],
      ['one is missing', fields(A), no],
      ['one beside', fields(A, B, C), no],
    ],
  ],
  [
    'dataField',
    'hasPart',
    [A, B],
    [
      ['both and more', fields(A, B, C), yes],
      ['one is missing', fields(A, C), no],
    ],
  ],

  [
    'valueExpression',
    'eq',
    X,
    [
      ['enforced', enforced(X), yes],
      ['not enforceable', enforced(), no],
      ['another enforced', enforced(Y), no],
    ],
  ],
  [
    'valueExpression',
    'isAnyOf',
    [X, Y],
    [
      ['both enforced', enforced(X, Y), yes],
      ['one of them not', enforced(X), no],
    ],
  ],
  [
    'valueExpression',
    'isAllOf',
    [X, 'fee_d.amount >= 100'],
    [
      ['both enforced', enforced(X, 'fee_d.amount >= 100'), yes],
      ['one of them not', enforced(X), no],
    ],
  ],

  ...equality('application', ['desk', 'desk2', 'des'], app),
  [
    'application',
    'eq',
    `desk@${HASH}`,
    [
      ['that very one', app(`desk@${HASH}`), yes],
      ['the name alone', app('desk'), no],
      ['another build', app(`desk@${OTHER}`), no],
      ['nothing registered', app(null), no],
    ],
  ],
  [
    'application',
    'isA',
    'stat',
    [
      ['itself', app('stat'), yes],
      ['of the kind', app('stat/mean'), yes],
      ['a longer name', app('statistic'), no],
    ],
  ],

  ...equality('algorithm', ['psi', 'psi2', 'ps'], algorithms),
  [
    'algorithm',
    'eq',
    'psi',
    [
      ['none at all', algorithms(), no],
      ['one more', algorithms('psi', 'x'), no],
    ],
  ],
  [
    'algorithm',
    'isAllOf',
    ['psi', 'sum'],
    [
      ['both', algorithms('psi', 'sum'), yes],
      ['one is missing', algorithms('psi'), no],
      ['one beside', algorithms('psi', 'sum', 'x'), no],
    ],
  ],
  [
    'algorithm',
    'isA',
    'stat',
    [
      ['of the kind', algorithms('stat/mean', 'stat/sum'), yes],
      ['one of another', algorithms('stat/mean', 'ml/tree'), no],
    ],
  ],
  ...equality('machineLearningModels', ['xgb', 'xgb2', 'xg'], models),
  [
    'machineLearningModels',
    'isAllOf',
    ['xgb', 'lgbm'],
    [
      ['both', models('xgb', 'lgbm'), yes],
      ['one is missing', models('xgb'), no],
    ],
  ],
  [
    'machineLearningModels',
    'isA',
    'tree',
    [
      ['of the kind', models('tree/xgb'), yes],
      ['a longer name', models('treelike/xgb'), no],
    ],
  ],

  ...equality('executionEnv', ['01', '02', '07'], (execution) => env({ execution: execution as '01' })),
  ...equality('encryptMode', ['01', '02', '03'], (encryption) => env({ encryption: encryption as '01' })),
  ...equality('deliveryMethod', ['03', '01', '04'], (delivery) => env({ delivery: delivery as '01' })),

  [
    'payAmount',
    'eq',
    '10000',
    [
      ['paid exactly', paid(10_000), yes],
      ['one fen short', paid(9_999), pay],
      ['one fen over', paid(10_001), no],
    ],
  ],
  [
    'payAmount',
    'gt',
    '10000',
    [
      ['one fen over', paid(10_001), yes],
      ['exactly', paid(10_000), pay],
    ],
  ],
  [
    'payAmount',
    'gteq',
    '10000',
    [
      ['exactly', paid(10_000), yes],
      ['one fen short', paid(9_999), pay],
    ],
  ],
]

const decided = (row: Row, given: Given) => {
  const [operand, operator, value] = row
  const asked: Partial<UseRequest> = {
    ...(given.fields ? { fields: given.fields } : {}),
    environment: { ...request().environment, ...given.environment },
  }
  const policy = constrained({ operand, operator, value })
  const contract = { ...state().contract, policy, startedAt: given.startedAt ?? NOW - 10 * DAY }
  return decide(request(asked), state({ ...given.state, contract }))
}

const named = ROWS.flatMap((row) =>
  row[3].map(([what, given, value]) => ({
    row,
    given,
    value,
    name: `${row[0]} ${row[1]} ${String(row[2])}: ${what}`,
  })),
)

describe('each constraint with each operator that applies', () => {
  test.each(named)('$name is $value', ({ row, given, value }) => {
    const decision = decided(row, given)
    expect(decision.value).toBe(value)
    expect(decision.because).toBe(value === 'allowed' ? null : row[0])
    const fact = decision.facts.find((one) => one.at === KEY)!
    expect(fact).toMatchObject({ rule: row[0], holds: value === 'allowed' })
    // An address may stand for a person: the record keeps its network alone.
    if (row[0] === 'networkAddress') expect(fact.asked).not.toMatch(/\d\.\d+\.\d+\.[1-9]\d*$/)
  })

  test.each(
    OPERAND_NAMES.flatMap((operand) => OPERANDS[operand].operators.map((operator) => [operand, operator])),
  )('%s %s has a deciding use and a near miss', (operand, operator) => {
    const cases = ROWS.filter((row) => row[0] === operand && row[1] === operator).flatMap((row) => row[3])
    expect(cases.filter(([, , value]) => value === 'allowed').length).toBeGreaterThan(0)
    expect(cases.filter(([, , value]) => value !== 'allowed').length).toBeGreaterThan(0)
  })

  test('knows all 18 operands of the text', () => {
    expect(new Set(ROWS.map((row) => row[0])).size).toBe(18)
  })
})

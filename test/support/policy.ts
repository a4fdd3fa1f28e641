import fc from 'fast-check'
import {
  ACTIONS,
  AUTOMATIC_KINDS,
  type Constraint,
  DELIVERIES,
  ENCRYPTIONS,
  ENVIRONMENTS,
  LIST_OPERATORS,
  MOST_CHECKERS,
  OPERAND_NAMES,
  OPERANDS,
  type Operand,
  type Operator,
  OUTPUT_KINDS,
  Policy,
  PURPOSES,
  ROUNDINGS,
} from '../../src/flow/policy/index.ts'

/** The columns that generated policies speak of. */
export const POLICY_TABLES = {
  setl_d: ['psn_no', 'insutype', 'hosp_lv', 'medfee_sumamt'],
  diag_d: ['psn_no', 'diag_code'],
}

const field = fc.constantFrom('setl_d.insutype', 'setl_d.hosp_lv', 'setl_d.medfee_sumamt', 'diag_d.diag_code')
const instant = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2036, 0, 1) })
  .map((at) => new Date(at).toISOString())
const whole = fc.integer({ min: 0, max: 1_000_000_000 }).map(String)
const duration = fc.constantFrom('P7D', 'P30D', 'PT12H', 'P1DT30M', 'PT45S', 'P2W')
const hours = fc.constantFrom('T08:00/T18:00', 'T22:00/T06:00', 'T00:00/T24:00', 'T09:30/T11:45')
const name = fc.constantFrom('terminal-01', '上海一号机房', 'site A', '591310105575958172F310100000001P')
const artefact = fc.constantFrom('xgboost', 'xgboost/1.2', 'mean', `glm@sha256:${'ab'.repeat(32)}`)

/** A value of an operand as an operator takes it. */
export function constraintValue(operand: Operand, operator: Operator): fc.Arbitrary<string> {
  switch (OPERANDS[operand].form) {
    case 'instant':
      return instant
    case 'window':
      return operator === 'lt' || operator === 'lteq' ? duration : hours
    case 'region':
      return fc.constantFrom('31', '3101', '310115', '32', '330102')
    case 'network':
      return fc.constantFrom('10.0.0.1', '10.1.0.0/16', '192.168.0.0/24', '2001:db8::/32', '::1')
    case 'place':
      return name
    case 'number':
    case 'money':
      return whole
    case 'rate':
      return fc.tuple(fc.integer({ min: 1, max: 10_000 }), duration).map(([times, per]) => `${times}/${per}`)
    case 'field':
      return field
    case 'expression':
      return fc
        .tuple(
          field,
          fc.constantFrom('=', '<>', '<', '>='),
          fc.constantFrom("'310'", "'a''b, [c]'", '12', '-3.5'),
        )
        .map((parts) => parts.join(' '))
    case 'artefact':
      return artefact
    case 'environment':
      return fc.constantFrom(...ENVIRONMENTS)
    case 'encryption':
      return fc.constantFrom(...ENCRYPTIONS)
    case 'delivery':
      return fc.constantFrom(...DELIVERIES)
  }
}

/** Every operand with every operator that applies to it. */
export const OPERAND_OPERATORS: readonly (readonly [Operand, Operator])[] = OPERAND_NAMES.flatMap((operand) =>
  OPERANDS[operand].operators.map((operator) => [operand, operator] as const),
)

/** A constraint without a problem, in its canonical form. */
export const constraintArbitrary: fc.Arbitrary<Constraint> = fc
  .constantFrom(...OPERAND_OPERATORS)
  .chain(([operand, operator]) => {
    const value = constraintValue(operand, operator)
    const values: fc.Arbitrary<string | string[]> = LIST_OPERATORS.has(operator)
      ? fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map((list) => list.sort())
      : value
    return values.map((one) => ({ operand, operator, value: one }))
  })

const constraints = fc.array(constraintArbitrary, { maxLength: 3 })
const action = fc.constantFrom(...ACTIONS)
const actions = fc.subarray([...ACTIONS], { minLength: 1, maxLength: 4 })
const duties = fc.array(fc.record({ action, constraints }), { maxLength: 2 })
const level = fc.constantFrom('group', 'measure', 'join', 'identity', 'hidden')
const levels = (columns: readonly string[]) =>
  fc
    .subarray([...columns])
    .chain((chosen) =>
      fc
        .array(level, { minLength: chosen.length, maxLength: chosen.length })
        .map((all) => Object.fromEntries(chosen.map((column, at) => [column, all[at]!]))),
    )
const ref = fc.constantFrom({ table: 'setl_d', column: 'psn_no' }, { table: 'diag_d', column: 'psn_no' })
const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2036, 0, 1) })

/**
 * Any policy that `Policy` accepts, every field and every rule kind. It may contradict itself: conflicts are a
 * matter of `conflictsOf`.
 */
export const policyArbitrary: fc.Arbitrary<Policy> = fc
  .record(
    {
      consumers: fc.oneof(fc.constant('any' as const), fc.array(fc.uuid(), { minLength: 1, maxLength: 3 })),
      purposes: fc.subarray([...PURPOSES], { minLength: 1, maxLength: 3 }),
      from: moment,
      until: moment,
      maxRuns: fc.integer({ min: 1, max: 1_000_000 }),
      columns: fc.record(
        { setl_d: levels(POLICY_TABLES.setl_d), diag_d: levels(POLICY_TABLES.diag_d) },
        { requiredKeys: [] },
      ),
      joinKeys: fc.array(fc.tuple(ref, ref), { maxLength: 2 }),
      minGroup: fc.integer({ min: 2, max: 100_000 }),
      permissions: fc.array(fc.record({ actions, constraints, duties }), { minLength: 1, maxLength: 3 }),
      prohibitions: fc.array(fc.record({ actions, constraints, remedies: duties }), { maxLength: 2 }),
      obligations: fc.array(fc.record({ action, constraints, consequences: duties }), { maxLength: 2 }),
      disclosure: fc.record({
        minInstitutions: fc.integer({ min: 0, max: 1000 }),
        dominance: fc.option(
          fc.record({ n: fc.integer({ min: 1, max: 10 }), percent: fc.integer({ min: 1, max: 100 }) }),
        ),
        pPercent: fc.option(fc.integer({ min: 1, max: 100 })),
        rounding: fc.constantFrom(...ROUNDINGS),
        outputs: fc.subarray([...OUTPUT_KINDS], { minLength: 1 }),
        checkers: fc.integer({ min: 0, max: MOST_CHECKERS }),
        automatic: fc.option(fc.subarray([...AUTOMATIC_KINDS], { minLength: 1 }), { nil: undefined }),
      }),
      singlePerson: fc.boolean(),
      notice: fc.record({
        veto: fc.boolean(),
        waitMs: fc.integer({ min: 100, max: 60_000 }),
        silence: fc.constantFrom('allow', 'deny'),
      }),
    },
    {
      requiredKeys: [
        'consumers',
        'purposes',
        'until',
        'maxRuns',
        'columns',
        'joinKeys',
        'minGroup',
        'permissions',
        'prohibitions',
        'obligations',
        'disclosure',
        'singlePerson',
        'notice',
      ],
    },
  )
  .map((input) => Policy.parse(input))

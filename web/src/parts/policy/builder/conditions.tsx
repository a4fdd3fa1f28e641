import { Button, Select } from 'antd'
import {
  canonicalConstraint,
  constraintProblem,
  FORM_EXAMPLE,
  LIST_OPERATORS,
} from '../../../../../src/flow/policy/constraint/index.ts'
import type { Constraint } from '../../../../../src/flow/policy/model.ts'
import {
  OPERAND_NAMES,
  OPERANDS,
  type Operand,
  type Operator,
} from '../../../../../src/flow/policy/vocabulary.ts'
import { OPERAND_WORDS, OPERATOR_WORDS, TIME_OPERATOR_WORDS } from '../../../../../src/flow/policy/words.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { ValueInput } from './value-input.tsx'

interface Props {
  readonly value: readonly Constraint[]
  readonly onChange: (value: Constraint[]) => void
  readonly fields: readonly string[]
}

/** A first value of each form, so that a new condition says something at once. */
const START: Readonly<Partial<Record<Operand, string>>> = {
  time: '2027-01-01T00:00:00+08:00',
  timeWindow: 'P30D',
  count: '100',
  frequency: '100/PT1H',
  dataSize: '1000000',
  dataRecord: '1000',
  executionEnv: '01',
  encryptMode: '02',
  deliveryMethod: '03',
  payAmount: '100000',
}

/** What is said most often of an operand: at most, one of, at least. */
function usualOperator(operand: Operand): Operator {
  const operators: readonly Operator[] = OPERANDS[operand].operators
  return (['lteq', 'isAnyOf', 'gteq'] as const).find((one) => operators.includes(one)) ?? operators[0]!
}

function startOf(operand: Operand, operator: Operator): Constraint {
  const hours = operand === 'timeWindow' && LIST_OPERATORS.has(operator)
  const first = hours ? 'T08:00/T18:00' : (START[operand] ?? '')
  return { operand, operator, value: LIST_OPERATORS.has(operator) ? (first ? [first] : []) : first }
}

/** Conditions that hold together: each a choice of what, how, and a value that fits. */
export function Conditions({ value, onChange, fields }: Props) {
  const { t } = useFormat()
  const put = (at: number, next: Constraint | null) =>
    onChange(value.flatMap((one, place) => (place === at ? (next ? [next] : []) : [one])))
  return (
    <span className="conditions">
      {value.map((one, at) => (
        // The place is the only name a condition has: two may say the same while one is being written.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={at} className="condition">
          {at > 0 && <span className="sentence-word">{t('builder.and')}</span>}
          <Condition value={one} onChange={(next) => put(at, next)} fields={fields} />
        </span>
      ))}
      <Button size="small" type="dashed" onClick={() => onChange([...value, startOf('count', 'lteq')])}>
        {t('builder.addCondition')}
      </Button>
    </span>
  )
}

interface OneProps {
  readonly value: Constraint
  readonly onChange: (value: Constraint | null) => void
  readonly fields: readonly string[]
}

function Condition({ value, onChange, fields }: OneProps) {
  const { t, pick } = useFormat()
  const { operand, operator } = value
  const problem =
    constraintProblem(value) ?? ([value.value].flat().length === 0 ? { why: 'form' as const } : null)
  const operators: readonly Operator[] = OPERANDS[operand].operators
  const words = (one: Operator) =>
    pick((operand === 'time' && TIME_OPERATOR_WORDS[one]) || OPERATOR_WORDS[one])
  return (
    <span className={problem ? 'condition-parts wrong' : 'condition-parts'}>
      <Select
        size="small"
        aria-label={t('builder.operand')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={operand}
        onChange={(next: Operand) => onChange(startOf(next, usualOperator(next)))}
        options={OPERAND_NAMES.map((one) => ({ value: one, label: pick(OPERAND_WORDS[one]) }))}
      />
      <Select
        size="small"
        aria-label={t('builder.operator')}
        popupMatchSelectWidth={false}
        value={operator}
        onChange={(next: Operator) => onChange(withOperator(value, next))}
        options={operators.map((one) => ({ value: one, label: words(one) }))}
      />
      <ValueInput
        {...value}
        fields={fields}
        wrong={problem !== null}
        onChange={(next) => onChange(canonicalConstraint({ ...value, value: next }))}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('builder.removeCondition')}
        onClick={() => onChange(null)}
      >
        ✕
      </Button>
      {problem && (
        <span className="condition-problem" role="alert">
          {t(`builder.problem.${problem.why}`, {
            operand: pick(OPERAND_WORDS[operand]),
            operator: pick(OPERATOR_WORDS[operator]),
            example: FORM_EXAMPLE[OPERANDS[operand].form],
          })}
        </span>
      )}
    </span>
  )
}

/** Keeps the value where the new operator can take it. */
function withOperator(value: Constraint, operator: Operator): Constraint {
  const values = [value.value].flat()
  const moved: Constraint = {
    ...value,
    operator,
    value: LIST_OPERATORS.has(operator) ? values : (values[0] ?? ''),
  }
  return constraintProblem(moved) ? startOf(value.operand, operator) : moved
}

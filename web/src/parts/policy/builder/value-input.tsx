import { Input, InputNumber, Select } from 'antd'
import {
  DELIVERIES,
  ENCRYPTIONS,
  ENVIRONMENTS,
  OPERANDS,
  type Operand,
  type Operator,
} from '../../../../../src/flow/policy/vocabulary.ts'
import { LIST_OPERATORS } from '../../../../../src/flow/policy/constraint/index.ts'
import { DELIVERY_WORDS, ENCRYPTION_WORDS, ENVIRONMENT_WORDS } from '../../../../../src/flow/policy/words.ts'
import { type Both, useFormat } from '../../../lib/use-format.ts'
import { DurationInput, HoursInput, RateInput } from './span-inputs.tsx'

interface Props {
  readonly operand: Operand
  readonly operator: Operator
  readonly value: string | string[]
  readonly onChange: (value: string | string[]) => void
  /** `table.column` of the product. */
  readonly fields: readonly string[]
  readonly wrong: boolean
}

const CODES: Readonly<
  Partial<Record<Operand, readonly [readonly string[], Readonly<Record<string, Both>>]>>
> = {
  executionEnv: [ENVIRONMENTS, ENVIRONMENT_WORDS],
  encryptMode: [ENCRYPTIONS, ENCRYPTION_WORDS],
  deliveryMethod: [DELIVERIES, DELIVERY_WORDS],
}

/** The input that fits what a condition speaks of: a date, a number, a choice, a list of names. */
export function ValueInput({ operand, operator, value, onChange, fields, wrong }: Props) {
  const { t, pick } = useFormat()
  const { form } = OPERANDS[operand]
  const values = [value].flat().filter((one) => one !== '')
  const one = values[0] ?? ''
  const label = t('builder.value')
  const status = wrong ? ('error' as const) : undefined
  const codes = CODES[operand]
  const options = codes
    ? codes[0].map((code) => ({ value: code, label: pick(codes[1][code]!) }))
    : form === 'field'
      ? fields.map((field) => ({ value: field, label: field }))
      : []
  if (form === 'window' && LIST_OPERATORS.has(operator))
    return <HoursInput value={one} onChange={(next) => onChange([next])} />
  if (LIST_OPERATORS.has(operator))
    return (
      <Select
        mode={options.length > 0 ? 'multiple' : 'tags'}
        aria-label={label}
        status={status}
        className="builder-value wide"
        placeholder={options.length > 0 ? undefined : t('builder.many')}
        tokenSeparators={form === 'expression' || form === 'place' ? ['\n'] : ['\n', ',', ' ', '，', '、']}
        value={values}
        onChange={(next: string[]) => onChange(next)}
        options={options}
        open={options.length > 0 ? undefined : false}
        suffixIcon={options.length > 0 ? undefined : null}
      />
    )
  if (codes)
    return (
      <Select
        aria-label={label}
        status={status}
        className="builder-value"
        value={one || undefined}
        onChange={(next: string) => onChange(next)}
        options={options}
      />
    )
  switch (form) {
    case 'instant':
      return (
        <Input
          type="datetime-local"
          aria-label={label}
          status={status}
          className="builder-value"
          value={localOf(one)}
          onChange={({ target }) => onChange(target.value ? `${target.value}:00+08:00` : '')}
        />
      )
    case 'window':
      return <DurationInput value={one} onChange={onChange} />
    case 'rate':
      return <RateInput value={one} onChange={onChange} />
    case 'number':
    case 'money':
      return (
        <InputNumber
          aria-label={label}
          status={status}
          min={0}
          precision={form === 'money' ? 2 : 0}
          value={one === '' ? null : form === 'money' ? Number(one) / 100 : Number(one)}
          onChange={(next) =>
            onChange(next === null ? '' : String(form === 'money' ? Math.round(next * 100) : next))
          }
          suffix={t(`builder.${UNITS[operand] ?? 'times'}`)}
        />
      )
    default:
      return (
        <Input
          aria-label={label}
          status={status}
          className="builder-value wide mono"
          value={one}
          onChange={({ target }) => onChange(target.value)}
        />
      )
  }
}

const UNITS: Readonly<Partial<Record<Operand, string>>> = {
  payAmount: 'yuan',
  dataSize: 'bytes',
  dataRecord: 'rows',
  count: 'times',
}

/** An instant in China's civil time, as the input of a date and a time writes it. */
function localOf(instant: string): string {
  const at = Date.parse(instant)
  return Number.isNaN(at) ? '' : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)
}

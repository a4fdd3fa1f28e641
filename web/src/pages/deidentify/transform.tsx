import { Input, InputNumber, Select } from 'antd'
import type { ColumnRole, Transform } from '../../api/treat.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'

export type Kind = Transform['kind']

const START: { readonly [K in Kind]: Extract<Transform, { kind: K }> } = {
  keep: { kind: 'keep' },
  remove: { kind: 'remove' },
  pseudonym: { kind: 'pseudonym', entity: 'person', scope: 'body' },
  age: { kind: 'age', width: 10, top: 80 },
  region: { kind: 'region', to: 'city' },
  date: { kind: 'date', to: 'month' },
  shift: { kind: 'shift' },
  band: { kind: 'band', width: 100 },
  clamp: { kind: 'clamp', low: 0, high: 100_000 },
  mask: { kind: 'mask', first: 1, last: 0 },
  prefix: { kind: 'prefix', length: 3 },
  suppress: { kind: 'suppress', values: [], ranges: [] },
}

/** What fits a column: a direct identifier has two ways only. */
function kindsFor(role: ColumnRole, type: string): Kind[] {
  if (role === 'direct') return ['pseudonym', 'remove']
  if (/^(DATE|TIMESTAMP)/.test(type)) return ['keep', 'date', 'shift', 'suppress', 'pseudonym', 'remove']
  if (!/VARCHAR/.test(type)) return ['keep', 'age', 'band', 'clamp', 'suppress', 'pseudonym', 'remove']
  return ['keep', 'date', 'shift', 'age', 'region', 'prefix', 'mask', 'suppress', 'pseudonym', 'remove']
}

interface Props {
  readonly column: string
  readonly role: ColumnRole
  readonly type: string
  readonly value: Transform
  readonly onChange: (value: Transform) => void
}

/** The transformation of one column with its few settings beside it. */
export function TransformEdit({ column, role, type, value, onChange }: Props) {
  const { t } = useFormat()
  const options = useOptions()
  return (
    <div className="row">
      <Select
        size="small"
        aria-label={t('deidentify.transformOf', { column })}
        value={value.kind}
        onChange={(kind: Kind) => onChange(kind === 'pseudonym' ? pseudonymOf(column) : START[kind])}
        style={{ width: 140 }}
        popupMatchSelectWidth={false}
        options={options('deidentify.kind', kindsFor(role, type))}
      />
      <Settings column={column} value={value} onChange={onChange} />
    </div>
  )
}

const pseudonymOf = (column: string): Transform => ({
  kind: 'pseudonym',
  entity: /^(psn_no|certno)$/i.test(column) ? 'person' : column.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_'),
  scope: 'body',
})

function Settings({ column, value, onChange }: Pick<Props, 'column' | 'value' | 'onChange'>) {
  const { t } = useFormat()
  const options = useOptions()
  const number = (label: string, now: number | null, set: (next: number | null) => void) => (
    <InputNumber
      size="small"
      aria-label={`${column} ${label}`}
      value={now}
      onChange={set}
      style={{ width: 88 }}
    />
  )
  switch (value.kind) {
    case 'pseudonym':
      return (
        <Input
          size="small"
          aria-label={`${column} ${t('deidentify.entity')}`}
          title={t('deidentify.entityHint')}
          value={value.entity}
          onChange={(event) => onChange({ ...value, entity: event.target.value })}
          style={{ width: 120 }}
        />
      )
    case 'age':
      return (
        <>
          {number(t('deidentify.width'), value.width, (width) => onChange({ ...value, width: width ?? 10 }))}
          {number(t('deidentify.top'), value.top, (top) => onChange({ ...value, top: top ?? 80 }))}
        </>
      )
    case 'region':
      return (
        <Select
          size="small"
          aria-label={`${column} ${t('deidentify.to')}`}
          value={value.to}
          onChange={(to) => onChange({ ...value, to })}
          options={options('deidentify.region', ['province', 'city', 'county'])}
        />
      )
    case 'date':
      return (
        <Select
          size="small"
          aria-label={`${column} ${t('deidentify.to')}`}
          value={value.to}
          onChange={(to) => onChange({ ...value, to })}
          options={options('deidentify.date', ['month', 'quarter', 'year'])}
        />
      )
    case 'band':
      return number(t('deidentify.width'), value.width, (width) =>
        onChange({ ...value, width: width ?? 100 }),
      )
    case 'clamp':
      return (
        <>
          {number(t('deidentify.low'), value.low, (low) => onChange({ ...value, low }))}
          {number(t('deidentify.high'), value.high, (high) => onChange({ ...value, high }))}
        </>
      )
    case 'mask':
      return (
        <>
          {number(t('deidentify.first'), value.first, (first) => onChange({ ...value, first: first ?? 0 }))}
          {number(t('deidentify.last'), value.last, (last) => onChange({ ...value, last: last ?? 0 }))}
        </>
      )
    case 'prefix':
      return number(t('deidentify.length'), value.length, (length) =>
        onChange({ ...value, length: length ?? 3 }),
      )
    case 'suppress':
      return (
        <Select
          size="small"
          mode="tags"
          aria-label={`${column} ${t('deidentify.values')}`}
          title={t('deidentify.valuesHint')}
          value={[...value.values, ...value.ranges.map((range) => `${range.from}-${range.to}`)]}
          onChange={(all: string[]) => onChange(suppressOf(all))}
          style={{ minWidth: 160 }}
        />
      )
    default:
      return null
  }
}

/** `B20-B24` is a range of code categories, anything else a value. */
function suppressOf(all: readonly string[]): Transform {
  const range = /^([A-Z]\d{2})-([A-Z]\d{2})$/
  return {
    kind: 'suppress',
    values: all.filter((one) => !range.test(one)),
    ranges: all.flatMap((one) => {
      const match = range.exec(one)
      return match ? [{ from: match[1]!, to: match[2]! }] : []
    }),
  }
}

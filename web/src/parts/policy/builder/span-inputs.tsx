import { Input, InputNumber, Select, Space } from 'antd'
import { useFormat } from '../../../lib/use-format.ts'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** `P30D`, `PT12H`, `P2W`: a number and its unit. */
export function DurationInput({ value, onChange }: Props) {
  const { t } = useFormat()
  const [, days, hours, weeks] = /^(?:P(\d+)D|PT(\d+)H|P(\d+)W)$/.exec(value) ?? []
  const unit = hours ? 'H' : weeks ? 'W' : 'D'
  const number = Number(days ?? hours ?? weeks ?? 0)
  const write = (amount: number, of: string) => onChange(of === 'H' ? `PT${amount}H` : `P${amount}${of}`)
  return (
    <Space.Compact>
      <InputNumber
        aria-label={t('builder.value')}
        min={1}
        max={999_999}
        precision={0}
        value={number || null}
        onChange={(next) => write(next ?? 1, unit)}
      />
      <Select
        aria-label={t('builder.value')}
        value={unit}
        onChange={(next) => write(number || 1, next)}
        options={(['H', 'D', 'W'] as const).map((one) => ({ value: one, label: t(`builder.unit${one}`) }))}
      />
    </Space.Compact>
  )
}

const SPANS = { PT1M: 'perMinute', PT1H: 'perHour', P1D: 'perDay', P1W: 'perWeek' } as const

/** `100/PT1H`: so many times in each such span. */
export function RateInput({ value, onChange }: Props) {
  const { t } = useFormat()
  const [times = '', span = 'P1D'] = value.split('/')
  const known = Object.keys(SPANS).includes(span)
  return (
    <Space.Compact>
      <Select
        aria-label={t('builder.value')}
        value={span}
        onChange={(next: string) => onChange(`${times || 1}/${next}`)}
        options={[
          ...Object.entries(SPANS).map(([code, word]) => ({ value: code, label: t(`builder.${word}`) })),
          ...(known ? [] : [{ value: span, label: span }]),
        ]}
      />
      <InputNumber
        aria-label={t('builder.value')}
        min={1}
        precision={0}
        value={Number(times) || null}
        onChange={(next) => onChange(`${next ?? 1}/${span}`)}
        suffix={t('builder.times')}
      />
    </Space.Compact>
  )
}

/** `T08:00/T18:00`: from and to. */
export function HoursInput({ value, onChange }: Props) {
  const { t } = useFormat()
  const [from = '', to = ''] = value.replaceAll('T', '').split('/')
  const write = (a: string, b: string) => onChange(`T${a}/T${b}`)
  return (
    <span className="row">
      <Input
        type="time"
        style={{ width: 120 }}
        aria-label={t('builder.hoursFrom')}
        value={from}
        onChange={({ target }) => write(target.value, to)}
      />
      <span aria-hidden="true">–</span>
      <Input
        type="time"
        style={{ width: 120 }}
        aria-label={t('builder.hoursTo')}
        value={to}
        onChange={({ target }) => write(from, target.value)}
      />
    </span>
  )
}

import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AirlockFile, FileContext } from '../../api/airlock.ts'
import { useOptions } from '../../parts/options.ts'
import { contextGaps, exampleOf, KINDS, LEAST_WORDS } from './context.ts'

interface Props {
  readonly file: AirlockFile
  readonly value: FileContext
  readonly onChange: (part: Partial<FileContext>) => void
  /** A field was left: what it holds is kept. */
  readonly onLeave: () => void
}

/** What a file shows, how it was made, and on how many people: with an example of its kind beside each field. */
export function ContextForm({ file, value, onChange, onLeave }: Props) {
  const { t } = useTranslation()
  const options = useOptions()
  const gaps = contextGaps(value)
  const example = exampleOf(value.kind)
  // Not by the id, which is a new one after each save: the field would lose the focus.
  const id = (field: string) => `${field}-${file.path}`
  /** The mark of a field that is not whole yet, and its hint. */
  const mark = (field: (typeof gaps)[number], hint?: string) => {
    const lacks = gaps.includes(field)
    return {
      ...(lacks ? { validateStatus: 'warning' as const } : {}),
      extra: lacks ? (
        <span className="warn">
          <span aria-hidden="true">◔ </span>
          {t(`airlock.gap.${field}`, { least: LEAST_WORDS })}
        </span>
      ) : (
        hint
      ),
    }
  }
  return (
    <Form layout="vertical" component="div" className="airlock-context" onBlur={onLeave}>
      <Form.Item label={t('airlock.shows')} htmlFor={id('shows')} {...mark('shows')}>
        <Input.TextArea
          id={id('shows')}
          rows={2}
          maxLength={2000}
          value={value.shows}
          placeholder={t('airlock.eg', { text: t(`airlock.example.${example}.shows`) })}
          onChange={(event) => onChange({ shows: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('airlock.how')} htmlFor={id('how')} {...mark('how')}>
        <Input.TextArea
          id={id('how')}
          rows={3}
          maxLength={4000}
          value={value.how}
          placeholder={t('airlock.eg', { text: t(`airlock.example.${example}.how`) })}
          onChange={(event) => onChange({ how: event.target.value })}
        />
      </Form.Item>
      <div className="grid g11">
        <Form.Item label={t('airlock.kind')} htmlFor={id('kind')}>
          <Select
            id={id('kind')}
            value={value.kind}
            options={options('airlock.kinds', KINDS)}
            onChange={(kind: FileContext['kind']) => onChange({ kind })}
          />
        </Form.Item>
        <Form.Item
          label={t('airlock.persons')}
          htmlFor={id('persons')}
          {...mark('persons', t('airlock.personsHint'))}
        >
          <InputNumber
            id={id('persons')}
            min={0}
            precision={0}
            style={{ width: '100%' }}
            value={value.persons}
            onChange={(persons) => onChange({ persons })}
          />
        </Form.Item>
      </div>
      {(value.kind === 'table' || value.kind === 'statistics') && (
        <Form.Item
          label={t('airlock.countColumns')}
          htmlFor={id('counts')}
          extra={t('airlock.countColumnsHint')}
        >
          <Select
            id={id('counts')}
            mode="tags"
            tokenSeparators={[',', '，', ' ']}
            value={[...value.countColumns]}
            options={file.aids.map(({ column }) => ({ value: column, label: column }))}
            onChange={(countColumns: string[]) => onChange({ countColumns })}
          />
        </Form.Item>
      )}
    </Form>
  )
}

import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { EMPTY_PUSHED, type PushedTable } from './draft.ts'
import { NamesField, TextField } from './fields.tsx'

interface Props {
  readonly value: readonly PushedTable[]
  readonly onChange: (tables: readonly PushedTable[]) => void
}

/** The agreement on what comes in: tables, their columns, their keys. */
export function PushFields({ value, onChange }: Props) {
  const { t } = useTranslation()
  const set = (place: number, change: Partial<PushedTable>) =>
    onChange(value.map((table, i) => (i === place ? { ...table, ...change } : table)))
  return (
    <Form layout="vertical" component="div" className="narrow-form">
      <p className="muted">{t('source.pushAbout')}</p>
      {value.map((table, place) => (
        <fieldset key={place} className="sub-form">
          <legend className="mono">{table.name || t('source.newTable')}</legend>
          <TextField
            mono
            label={t('source.tableName')}
            hint={t('source.pushNameHint')}
            value={table.name}
            onChange={(name) => set(place, { name })}
          />
          <NamesField
            label={t('source.columns')}
            hint={t('source.pushColumnsHint')}
            value={table.columns}
            onChange={(columns) =>
              set(place, { columns, key: table.key.filter((name) => columns.includes(name)) })
            }
          />
          <NamesField
            label={t('source.key')}
            hint={t('source.pushKeyHint')}
            among={table.columns}
            value={table.key}
            onChange={(key) => set(place, { key })}
          />
          {value.length > 1 && (
            <Button onClick={() => onChange(value.filter((_, i) => i !== place))}>
              {t('source.dropTable')}
            </Button>
          )}
        </fieldset>
      ))}
      <Button onClick={() => onChange([...value, EMPTY_PUSHED])}>{t('source.addTable')}</Button>
    </Form>
  )
}

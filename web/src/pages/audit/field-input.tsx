import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Field, fits } from './search-filter.ts'

interface Props {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
}

/** One identifier to look for; it is asked for once it is whole. */
export function FieldInput({ field, value, onChange }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const wrong = text.trim() !== '' && !fits(field, text)
  const label = t(`audit.field.${field}`)
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      status={wrong ? 'warning' : ''}
      title={wrong ? t(`audit.wrong.${field === 'digest' ? 'hash' : 'id'}`) : undefined}
      allowClear
      style={{ maxWidth: 230 }}
      onChange={(event) => {
        const next = event.target.value
        setText(next)
        if (next === '' || fits(field, next)) onChange(next.trim())
      }}
    />
  )
}

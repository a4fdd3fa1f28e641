import { Input, Select } from 'antd'
import { useFormat } from '../../lib/use-format.ts'
import type { WorkField } from '../../api/contest-work.ts'

interface FieldProps {
  readonly field: WorkField
  readonly value: string
  readonly disabled: boolean
  readonly onChange: (text: string) => void
}

/** One text of the form, in the reader's words, with how long it may be. */
export function TextField({ field, value, disabled, onChange }: FieldProps) {
  const { t, name } = useFormat()
  const title = name(field.titleZh, field.titleEn)
  const id = `field-${field.code}`
  const common = { id, value, disabled, 'aria-required': field.required }
  return (
    <div className="work-field">
      <label htmlFor={id}>
        {title} {!field.required && <span className="faint">{t('contestWork.optional')}</span>}
      </label>
      {field.identifying && <span className="faint">{t('contestWork.identifying')}</span>}
      {field.kind === 'choice' ? (
        <Select
          id={id}
          aria-label={title}
          value={value || undefined}
          disabled={disabled}
          allowClear={!field.required}
          options={field.options.map((one) => ({ value: one.code, label: name(one.titleZh, one.titleEn) }))}
          onChange={(code) => onChange(code ?? '')}
        />
      ) : field.kind === 'long_text' ? (
        <Input.TextArea
          {...common}
          autoSize={{ minRows: 4, maxRows: 18 }}
          count={{ show: true, max: field.maxLength }}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          {...common}
          type={field.kind === 'url' ? 'url' : 'text'}
          {...(field.kind === 'url'
            ? { placeholder: 'https://' }
            : { count: { show: true, max: field.maxLength } })}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}

import { Form, Input, InputNumber, Select } from 'antd'
import { useId } from 'react'

interface Common<T> {
  readonly label: string
  readonly hint?: string
  readonly value: T
  readonly onChange: (value: T) => void
}

interface TextProps extends Common<string> {
  readonly mono?: boolean
  readonly rows?: number
  readonly maxLength?: number
  readonly placeholder?: string
}

export function TextField({
  label,
  hint,
  value,
  onChange,
  mono,
  rows,
  maxLength = 1000,
  placeholder,
}: TextProps) {
  const id = useId()
  const common = {
    id,
    value,
    maxLength,
    placeholder,
    className: mono ? 'mono' : '',
    spellCheck: !mono,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  }
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      {rows ? <Input.TextArea {...common} rows={rows} /> : <Input {...common} />}
    </Form.Item>
  )
}

/** What is typed here is sent once and never comes back. */
export function SecretField({ label, hint, value, onChange }: Common<string>) {
  const id = useId()
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      <Input.Password
        id={id}
        value={value}
        autoComplete="new-password"
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  )
}

interface NumberProps extends Common<number> {
  readonly min: number
  readonly max: number
}

export function NumberField({ label, hint, value, onChange, min, max }: NumberProps) {
  const id = useId()
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      <InputNumber
        id={id}
        value={value}
        min={min}
        max={max}
        precision={0}
        onChange={(next) => onChange(next ?? min)}
      />
    </Form.Item>
  )
}

interface ChoiceProps extends Common<string> {
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export function ChoiceField({ label, hint, value, onChange, options }: ChoiceProps) {
  const id = useId()
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      <Select id={id} value={value} onChange={onChange} options={options.map((one) => ({ ...one }))} />
    </Form.Item>
  )
}

interface ListProps extends Common<readonly string[]> {
  /** What may be chosen; anything where it is left out. */
  readonly among?: readonly string[]
}

/** Names, chosen or typed; a pasted list is split at commas, blanks and line ends. */
export function NamesField({ label, hint, value, onChange, among }: ListProps) {
  const id = useId()
  return (
    <Form.Item label={label} htmlFor={id} extra={hint}>
      <Select
        id={id}
        mode={among ? 'multiple' : 'tags'}
        value={[...value]}
        tokenSeparators={[',', ' ', '\n', '\t', ';']}
        open={among ? undefined : false}
        suffixIcon={among ? undefined : null}
        options={among?.map((name) => ({ value: name, label: name }))}
        onChange={(next: string[]) => onChange([...new Set(next.map((name) => name.trim()).filter(Boolean))])}
      />
    </Form.Item>
  )
}

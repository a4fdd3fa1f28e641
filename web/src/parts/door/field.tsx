import { Input, type InputProps } from 'antd'

interface FieldProps extends Omit<InputProps, 'onChange'> {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
}

/** One line of a form on a phone: its name above, the whole width below. */
export function Field({ label, onText, ...input }: FieldProps) {
  return (
    <>
      <label htmlFor={input.id}>{label}</label>
      <Input {...input} onChange={(event) => onText(event.target.value)} />
    </>
  )
}

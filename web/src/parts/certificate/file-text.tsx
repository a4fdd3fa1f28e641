import { Input } from 'antd'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_BYTES, textOf } from './text-of.ts'

interface Props {
  readonly label: string
  readonly hint: string
  readonly choose: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A text that is pasted, chosen as a file, or dropped. */
export function FileText({ label, hint, choose, value, onChange }: Props) {
  const { t } = useTranslation()
  const [tooLarge, setTooLarge] = useState(false)
  const take = (file: File | undefined) => {
    if (!file) return
    setTooLarge(file.size > MOST_BYTES)
    if (file.size <= MOST_BYTES) void file.arrayBuffer().then((bytes) => onChange(textOf(bytes)))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    take(event.dataTransfer.files[0])
  }
  return (
    <div className="stack tight" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <label className="stack tight">
        {label}
        <Input.TextArea
          className="mono"
          rows={3}
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <input
        type="file"
        aria-label={choose}
        onChange={({ target }) => {
          take(target.files?.[0])
          // The same name again is another file: the next signature is called so too.
          target.value = ''
        }}
      />
      <p className="faint">{tooLarge ? t('loginCertificate.tooLarge') : hint}</p>
    </div>
  )
}

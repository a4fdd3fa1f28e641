import { useEffect, useRef } from 'react'
import { useScheme } from '../../lib/theme.ts'
import { createSqlEditor, type Mark, type SqlEditorHandle, type SqlSchema } from './codemirror.ts'

interface EditorProps {
  readonly value: string
  readonly onChange: (sql: string) => void
  readonly onRun: () => void
  readonly schema: readonly SqlSchema[]
  /** The place of a refusal, underlined. */
  readonly mark: Mark | null
  readonly label: string
}

/** A SQL text with the contract's tables at hand. Ctrl or ⌘ + Enter runs it; Escape then Tab leaves it. */
export function SqlEditor({ value, onChange, onRun, schema, mark, label }: EditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<SqlEditorHandle | null>(null)
  const calls = useRef({ onChange, onRun })
  calls.current = { onChange, onRun }
  const start = useRef(value)
  const dark = useScheme() === 'dark'
  useEffect(() => {
    const made = createSqlEditor(host.current!, {
      text: start.current,
      label,
      onChange: (text) => calls.current.onChange(text),
      onRun: () => calls.current.onRun(),
    })
    editor.current = made
    return () => made.destroy()
  }, [label])
  useEffect(() => editor.current?.setText(value), [value])
  useEffect(() => editor.current?.setSchema(schema), [schema])
  useEffect(() => editor.current?.setMark(mark), [mark])
  useEffect(() => editor.current?.setDark(dark), [dark])
  return <div className="sql-editor" ref={host} />
}

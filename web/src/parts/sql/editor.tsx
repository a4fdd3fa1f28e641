import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useScheme } from '../../lib/theme.ts'
import { createSqlEditor, type Mark, type SqlEditorHandle, type SqlSchema } from './codemirror.ts'
import type { FunctionKind } from './language.ts'

interface EditorProps {
  readonly value: string
  readonly onChange: (sql: string) => void
  readonly onRun: () => void
  readonly schema: readonly SqlSchema[]
  /** The place of a refusal, underlined. */
  readonly mark: Mark | null
  readonly label: string
  /** Gets the way to write at the cursor, once the editor is there. */
  readonly onReady?: (insert: (text: string) => void) => void
}

/** A SQL text with the contract's tables at hand. Ctrl or ⌘ + Enter runs it; Escape then Tab leaves it. */
export function SqlEditor({ value, onChange, onRun, schema, mark, label, onReady }: EditorProps) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<SqlEditorHandle | null>(null)
  const calls = useRef({ onChange, onRun, onReady })
  calls.current = { onChange, onRun, onReady }
  const start = useRef(value)
  const dark = useScheme() === 'dark'
  useEffect(() => {
    const made = createSqlEditor(host.current!, {
      text: start.current,
      label,
      words: {
        kind: (kind: FunctionKind) => t(`language.kind.${kind}`),
        about: (kind: FunctionKind) => t(`language.about.${kind}`),
        snippet: (name) => t(`language.snippet.${name}`),
      },
      onChange: (text) => calls.current.onChange(text),
      onRun: () => calls.current.onRun(),
    })
    editor.current = made
    calls.current.onReady?.((text) => made.insert(text))
    return () => made.destroy()
  }, [label, t])
  useEffect(() => editor.current?.setText(value), [value])
  useEffect(() => editor.current?.setSchema(schema), [schema])
  useEffect(() => editor.current?.setMark(mark), [mark])
  useEffect(() => editor.current?.setDark(dark), [dark])
  return <div className="sql-editor" ref={host} />
}

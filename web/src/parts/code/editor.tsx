import { useEffect, useRef } from 'react'
import { useScheme } from '../../lib/theme.ts'
import {
  type CellEditorHandle,
  type CellEditorOptions,
  createCellEditor,
  type NamedTable,
} from './cell-editor.ts'

interface EditorProps extends Omit<CellEditorOptions, 'text'> {
  readonly value: string
  readonly tables: readonly NamedTable[]
  readonly error: { readonly line: number; readonly message: string } | null
  /** Gets the handle once the editor is there, and null when it goes. */
  readonly onHandle: (handle: CellEditorHandle | null) => void
}

/** The text of one cell. */
export function CellEditor({ value, tables, error, language, label, hint, onHandle, ...calls }: EditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<CellEditorHandle | null>(null)
  const latest = useRef({ ...calls, onHandle })
  latest.current = { ...calls, onHandle }
  const start = useRef({ value, language })
  const dark = useScheme() === 'dark'
  useEffect(() => {
    const made = createCellEditor(host.current!, {
      text: start.current.value,
      language: start.current.language,
      label,
      hint,
      onChange: (text) => latest.current.onChange(text),
      onFocus: () => latest.current.onFocus(),
      onRun: (then) => latest.current.onRun(then),
      onLeave: (by) => latest.current.onLeave(by),
      onEscape: () => latest.current.onEscape(),
      onSave: () => latest.current.onSave(),
      complete: (text, at) => latest.current.complete(text, at),
    })
    editor.current = made
    latest.current.onHandle(made)
    const { current } = latest
    return () => {
      current.onHandle(null)
      made.destroy()
    }
  }, [label, hint])
  useEffect(() => {
    start.current = { value, language }
    editor.current?.setText(value)
  }, [value, language])
  useEffect(() => editor.current?.setLanguage(language), [language])
  useEffect(() => editor.current?.setTables(tables), [tables])
  useEffect(() => editor.current?.setError(error), [error])
  useEffect(() => editor.current?.setDark(dark), [dark])
  return <div className="cell-editor" ref={host} />
}

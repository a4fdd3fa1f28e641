import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { python, pythonLanguage } from '@codemirror/lang-python'
import { sql, SQLite, type SQLNamespace } from '@codemirror/lang-sql'
import {
  bracketMatching,
  defineLanguageFacet,
  indentOnInput,
  indentUnit,
  Language,
  syntaxHighlighting,
} from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { CellLanguage, SeatTableView } from '../../api/types.ts'
import { markdownParser } from '../markdown-tree.ts'
import { colours, look } from './look.ts'

/** What a key asks the notebook for. */
export interface CellKeys {
  /** Run and stay, go on to the next, or open a new one below. */
  readonly onRun: (then: 'stay' | 'next' | 'below') => void
  /** The cursor leaves by the first or the last line. */
  readonly onLeave: (by: -1 | 1) => void
  /** From writing to moving among cells. */
  readonly onEscape: () => void
  readonly onSave: () => void
}

export interface CellEditorOptions extends CellKeys {
  readonly text: string
  readonly language: CellLanguage
  readonly label: string
  readonly hint: string
  readonly onChange: (text: string) => void
  readonly onFocus: () => void
  /** What the running kernel knows: names, attributes. */
  readonly complete: (text: string, at: number) => Promise<{ from: number; items: readonly string[] }>
}

export interface CellEditorHandle {
  setText(text: string): void
  insert(text: string): void
  focus(atEnd?: boolean): void
  setLanguage(language: CellLanguage): void
  setTables(tables: readonly NamedTable[]): void
  /** A line with what is wrong in it; null: nothing. */
  setError(error: { readonly line: number; readonly message: string } | null): void
  setDark(dark: boolean): void
  destroy(): void
}

/** A table as completion shows it. */
export interface NamedTable {
  readonly name: string
  readonly title: string
  readonly columns: readonly (Pick<SeatTableView['columns'][number], 'name' | 'type'> & {
    readonly title: string
  })[]
}

const face = EditorView.theme({
  '&': { backgroundColor: 'transparent' },
  '.cm-gutters': { backgroundColor: 'transparent' },
  '.cm-content': { padding: '8px 0' },
  '.cm-line': { padding: '0 10px' },
})

const markdown = new Language(defineLanguageFacet(), markdownParser, [], 'markdown')

function speak(language: CellLanguage, tables: readonly NamedTable[], options: CellEditorOptions): Extension {
  switch (language) {
    case 'python':
      return [
        python(),
        pythonLanguage.data.of({ autocomplete: tableCompletions(tables) }),
        pythonLanguage.data.of({ autocomplete: kernelCompletions(options) }),
        lineNumbers(),
        indentUnit.of('    '),
      ]
    case 'sql':
      return [sql({ dialect: SQLite, schema: namespace(tables), upperCaseKeywords: false }), lineNumbers()]
    case 'markdown':
      return [markdown.extension]
    case 'r':
      return [lineNumbers()]
  }
}

function namespace(tables: readonly NamedTable[]): SQLNamespace {
  return Object.fromEntries(
    tables.map((table) => [
      table.name,
      {
        self: { label: table.name, type: 'class', detail: table.title } satisfies Completion,
        children: table.columns.map(
          (column) =>
            ({
              label: column.name,
              type: 'property',
              detail: column.title,
              info: column.type,
            }) satisfies Completion,
        ),
      },
    ]),
  )
}

/** Within a string: the tables, and the columns that frames of them have. */
function tableCompletions(tables: readonly NamedTable[]) {
  const names: Completion[] = [
    ...tables.map(({ name, title }) => ({ label: name, type: 'class', detail: title })),
    ...[...new Map(tables.flatMap(({ columns }) => columns.map((one) => [one.name, one]))).values()].map(
      ({ name, title, type }) => ({ label: name, type: 'property', detail: title, info: type }),
    ),
  ]
  return (context: CompletionContext): CompletionResult | null => {
    const opened = context.matchBefore(/["'][\w]*/)
    if (!opened) return null
    return { from: opened.from + 1, options: names, validFor: /^\w*$/ }
  }
}

/** Asked only after a dot or where the writer asks: the kernel may be at work. */
function kernelCompletions({ complete }: CellEditorOptions) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[\w.]*\w|\w+\.$/)
    if (!context.explicit && !word?.text.includes('.')) return null
    try {
      const { from, items } = await complete(context.state.doc.toString(), context.pos)
      return { from, options: items.map((label) => ({ label })), validFor: /^\w*$/ }
    } catch {
      return null
    }
  }
}

const onFirst = ({ state }: EditorView) =>
  state.selection.main.empty && state.doc.lineAt(state.selection.main.head).number === 1
const onLast = ({ state }: EditorView) =>
  state.selection.main.empty && state.doc.lineAt(state.selection.main.head).number === state.doc.lines

const keysOf = (keys: CellKeys) =>
  Prec.highest(
    keymap.of([
      { key: 'Shift-Enter', run: () => (keys.onRun('next'), true), preventDefault: true },
      { key: 'Mod-Enter', run: () => (keys.onRun('stay'), true), preventDefault: true },
      { key: 'Alt-Enter', run: () => (keys.onRun('below'), true), preventDefault: true },
      { key: 'Mod-s', run: () => (keys.onSave(), true), preventDefault: true },
      {
        key: 'Escape',
        run: (view) => {
          if (completionStatus(view.state) !== null) return false
          keys.onEscape()
          return true
        },
      },
      { key: 'ArrowUp', run: (view) => idle(view) && onFirst(view) && (keys.onLeave(-1), true) },
      { key: 'ArrowDown', run: (view) => idle(view) && onLast(view) && (keys.onLeave(1), true) },
    ]),
  )

/** Arrows move within an open list of completions. */
const idle = (view: EditorView) => completionStatus(view.state) === null

/** One cell's editor, made once; what changes goes in by its handle, so that undo survives. */
export function createCellEditor(parent: HTMLElement, options: CellEditorOptions): CellEditorHandle {
  const spoken = new Compartment()
  const shade = new Compartment()
  let language = options.language
  let tables: readonly NamedTable[] = []
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        keysOf(options),
        keymap.of([
          { key: 'Tab', run: acceptCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        placeholder(options.hint),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString())
          if (update.focusChanged && update.view.hasFocus) options.onFocus()
        }),
        spoken.of(speak(language, tables, options)),
        shade.of(EditorView.darkTheme.of(false)),
        syntaxHighlighting(colours),
        look,
        face,
      ],
    }),
  })
  const respeak = () => view.dispatch({ effects: spoken.reconfigure(speak(language, tables, options)) })
  return {
    setText(text) {
      const now = view.state.doc.toString()
      if (now !== text) view.dispatch({ changes: { from: 0, to: now.length, insert: text } })
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    focus(atEnd) {
      if (atEnd !== undefined)
        view.dispatch({ selection: { anchor: atEnd ? view.state.doc.length : 0 }, scrollIntoView: true })
      view.focus()
    },
    setLanguage(next) {
      if (next === language) return
      language = next
      respeak()
    },
    setTables(next) {
      tables = next
      respeak()
    },
    setError(error) {
      const { doc } = view.state
      const line = error && error.line <= doc.lines ? doc.line(error.line) : null
      const diagnostics =
        line && error
          ? [
              {
                from: line.from + /^\s*/.exec(line.text)![0].length,
                to: line.to,
                severity: 'error' as const,
                message: error.message,
              },
            ]
          : []
      view.dispatch(setDiagnostics(view.state, diagnostics))
    },
    setDark: (dark) => view.dispatch({ effects: shade.reconfigure(EditorView.darkTheme.of(dark)) }),
    destroy: () => view.destroy(),
  }
}

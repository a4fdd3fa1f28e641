import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  type Completion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { sql, type SQLNamespace } from '@codemirror/lang-sql'
import { bracketMatching, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { colours, look } from '../code/look.ts'
import { GATE_SQL, languageCompletions, type LanguageWords } from './language.ts'

export interface SqlSchema {
  readonly name: string
  readonly detail: string
  readonly columns: readonly { readonly name: string; readonly detail: string; readonly info: string }[]
}

/** A place in the text (UTF-16 offset) with what is wrong there. */
export interface Mark {
  readonly from: number
  readonly to: number
  readonly message: string
  /** A change that mends it, offered beside the message. */
  readonly fix?: {
    readonly from: number
    readonly to: number
    readonly insert: string
    readonly label: string
  }
}

export interface SqlEditorHandle {
  setText(text: string): void
  /** Writes where the cursor is, in place of what is selected. */
  insert(text: string): void
  setSchema(schema: readonly SqlSchema[]): void
  setMark(mark: Mark | null): void
  setDark(dark: boolean): void
  destroy(): void
}

interface Options {
  readonly text: string
  readonly label: string
  readonly words: LanguageWords
  readonly onChange: (text: string) => void
  readonly onRun: () => void
}

const whole = EditorView.theme({ '&': { height: '100%' } })

function namespace(schema: readonly SqlSchema[]): SQLNamespace {
  return Object.fromEntries(
    schema.map((table) => [
      table.name,
      {
        self: { label: table.name, type: 'class', detail: table.detail } satisfies Completion,
        children: table.columns.map(
          ({ name, detail, info }) => ({ label: name, type: 'property', detail, info }) satisfies Completion,
        ),
      },
    ]),
  )
}

/** The editor, made once; what changes goes in by its handle, so that undo survives. */
export function createSqlEditor(parent: HTMLElement, options: Options): SqlEditorHandle {
  const language = new Compartment()
  const shade = new Compartment()
  const more = languageCompletions(options.words)
  const speak = (schema: readonly SqlSchema[]) => [
    sql({ dialect: GATE_SQL, schema: namespace(schema) }),
    GATE_SQL.language.data.of({ autocomplete: more }),
  ]
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        keymap.of([
          { key: 'Mod-Enter', run: () => (options.onRun(), true), preventDefault: true },
          { key: 'Tab', run: acceptCompletion },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString())
        }),
        language.of(speak([])),
        shade.of(EditorView.darkTheme.of(false)),
        syntaxHighlighting(colours),
        look,
        whole,
      ],
    }),
  })
  return {
    setText(text) {
      const now = view.state.doc.toString()
      if (now !== text) view.dispatch({ changes: { from: 0, to: now.length, insert: text } })
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    setSchema: (schema) => view.dispatch({ effects: language.reconfigure(speak(schema)) }),
    setDark: (dark) => view.dispatch({ effects: shade.reconfigure(EditorView.darkTheme.of(dark)) }),
    setMark(mark) {
      const end = view.state.doc.length
      const diagnostics = mark
        ? [
            {
              from: Math.min(mark.from, end),
              to: Math.min(Math.max(mark.to, mark.from + 1), end),
              severity: 'error' as const,
              message: mark.message,
              actions: mark.fix
                ? [{ name: mark.fix.label, apply: () => view.dispatch({ changes: { ...mark.fix! } }) }]
                : [],
            },
          ]
        : []
      view.dispatch(setDiagnostics(view.state, diagnostics))
    },
    destroy: () => view.destroy(),
  }
}

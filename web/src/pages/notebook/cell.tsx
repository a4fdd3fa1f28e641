import { memo, useMemo } from 'react'
import type { CellLanguage, CellView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import type { CellEditorHandle, NamedTable } from '../../parts/code/cell-editor.ts'
import { CellEditor } from '../../parts/code/editor.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { Outputs } from '../../parts/seat/outputs.tsx'
import { ownLines } from '../../parts/seat/text.ts'
import { isBusy } from './cells.ts'
import { CellState } from './cell-state.tsx'
import { CellTools, Tool } from './cell-tools.tsx'

/** What the notebook does with a cell; the same functions for all cells, so that only what changed is drawn again. */
export interface CellDoes {
  readonly edit: (id: string, source: string) => void
  readonly select: (id: string, writing: boolean) => void
  readonly run: (id: string, then: 'stay' | 'next' | 'below') => void
  readonly leave: (id: string, by: -1 | 1) => void
  readonly escape: (id: string) => void
  readonly save: () => void
  readonly convert: (id: string, language: CellLanguage) => void
  readonly move: (id: string, by: -1 | 1) => void
  readonly remove: (id: string) => void
  readonly interrupt: () => void
  readonly complete: (text: string, at: number) => Promise<{ from: number; items: readonly string[] }>
  readonly handle: (id: string, handle: CellEditorHandle | null) => void
}

interface CellProps {
  readonly cell: CellView
  readonly number: number
  readonly first: boolean
  readonly last: boolean
  readonly selected: boolean
  /** The cursor is in it. */
  readonly writing: boolean
  readonly tables: readonly NamedTable[]
  readonly does: CellDoes
}

export const CellBox = memo(function CellBox(props: CellProps) {
  const { cell, number, selected, writing, does } = props
  const { t } = useFormat()
  const { id, language, source } = cell
  const text = language === 'markdown'
  const read = text && !writing && source.trim() !== ''
  return (
    <section
      className={`cell ${language} ${selected ? 'selected' : ''} ${writing ? 'writing' : ''}`}
      data-cell={id}
      aria-label={t('notebook.cellOf', { number, language: t(`notebook.language.${language}`) })}
      onMouseDown={() => does.select(id, writing)}
    >
      <div className="cell-side">
        {text ? null : (
          <>
            {isBusy(cell) ? (
              <Tool label={t('notebook.interrupt')} glyph="◼" onClick={does.interrupt} />
            ) : (
              <Tool
                label={t('notebook.runCell', { number })}
                glyph="▶"
                onClick={() => does.run(id, 'stay')}
              />
            )}
            <span className="faint cell-count" title={t('notebook.countHint')}>
              {cell.count === null ? '[ ]' : `[${cell.count}]`}
            </span>
          </>
        )}
      </div>
      <div className="cell-main">
        <div className="cell-head">
          <CellState cell={cell} />
          <span className="grow" />
          <CellTools
            language={language}
            number={number}
            first={props.first}
            last={props.last}
            onConvert={(next) => does.convert(id, next)}
            onMove={(by) => does.move(id, by)}
            onRemove={() => does.remove(id)}
          />
        </div>
        {read ? (
          <div
            className="cell-read"
            title={t('notebook.editText')}
            onDoubleClick={() => does.select(id, true)}
          >
            <Markdown text={source} />
          </div>
        ) : (
          <Writing {...props} />
        )}
        {!text && <Below cell={cell} />}
      </div>
    </section>
  )
})

function Writing({ cell, number, tables, does }: CellProps) {
  const { t } = useFormat()
  const { id, language } = cell
  const failed = cell.outputs.findLast((output) => output.kind === 'error')
  const line = failed && ownLines(failed.trace).at(-1)
  const message = failed ? `${failed.name}: ${failed.message}` : ''
  const error = useMemo(() => (line === undefined ? null : { line, message }), [line, message])
  return (
    <CellEditor
      value={cell.source}
      language={language}
      tables={tables}
      error={error}
      label={t('notebook.editorOf', { number })}
      hint={t(`notebook.hint.${language}`)}
      onChange={(source) => does.edit(id, source)}
      onFocus={() => does.select(id, true)}
      onRun={(then) => does.run(id, then)}
      onLeave={(by) => does.leave(id, by)}
      onEscape={() => does.escape(id)}
      onSave={does.save}
      complete={does.complete}
      onHandle={(handle) => does.handle(id, handle)}
    />
  )
}

/** What came of running it. */
function Below({ cell }: { readonly cell: CellView }) {
  const { t, pick } = useFormat()
  const { problem, state } = cell
  const told = problem && problem.code !== 'VIEW_CAPPED'
  return (
    <>
      <Outputs
        outputs={cell.outputs}
        cut={cell.cut}
        source={cell.source}
        capped={problem?.code === 'VIEW_CAPPED'}
      />
      {told && (
        <p className="why" role="alert">
          {pick(problem)} <span className="code">{problem.code}</span>
        </p>
      )}
      {!told && (state === 'time' || state === 'memory' || state === 'died') && (
        <p className="why" role="alert">
          {t(`notebook.ended.${state}`)}
        </p>
      )}
      {state === 'ok' && cell.outputs.length === 0 && !cell.cut && (
        <p className="faint no-output">{t('notebook.noOutput')}</p>
      )}
    </>
  )
}

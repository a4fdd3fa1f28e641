import './seat.css'
import { type ClipboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CellOutput } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { OutputTable } from './output-table.tsx'
import { lastLines, ownLines, settledText } from './text.ts'

/** So much of printed text may be copied at once: an error message, a figure, not a list of persons. */
const MOST_COPIED = 1000
const MOST_LINES = 40

interface OutputsProps {
  readonly outputs: readonly CellOutput[]
  /** More came out than may be looked at. */
  readonly cut: boolean
  /** The code that made them, so that an error can show its own lines. */
  readonly source?: string
  /** The day's limit of what may be looked at is used up. */
  readonly capped?: boolean
}

/** What a cell gave. Everything is drawn by us from plain values; nothing that came out of a seat is ever markup. */
export function Outputs({ outputs, cut, source = '', capped = false }: OutputsProps) {
  const { t } = useTranslation()
  const [refused, setRefused] = useState(false)
  const copy = (event: ClipboardEvent) => {
    const much = (getSelection()?.toString().length ?? 0) > MOST_COPIED
    if (much) event.preventDefault()
    setRefused(much)
  }
  if (outputs.length === 0 && !cut && !capped) return null
  return (
    <div className="outputs" onCopy={copy}>
      {outputs.map((output, place) => (
        <One key={place} output={output} source={source} />
      ))}
      {(cut || capped) && (
        <p className="why warn held-back">
          <b className="head">
            <span aria-hidden="true">◔ </span>
            {t(capped ? 'notebook.capped' : 'notebook.cut')}
          </b>{' '}
          {t(capped ? 'notebook.cappedWhy' : 'notebook.cutWhy')}
        </p>
      )}
      {refused && (
        <p className="why warn" role="status">
          {t('notebook.copyRefused', { most: exact(MOST_COPIED) })}
        </p>
      )}
    </div>
  )
}

function One({ output, source }: { readonly output: CellOutput; readonly source: string }) {
  const { t } = useTranslation()
  switch (output.kind) {
    case 'text':
      return <Text text={output.text} error={output.stream === 'err'} />
    case 'table':
      return <OutputTable table={output} />
    case 'image':
      return (
        // As a picture alone: an SVG in an <img> runs no script and loads nothing.
        <img
          className="seat-image"
          src={`data:${output.mime};base64,${output.base64}`}
          alt={t('notebook.picture')}
          draggable={false}
          onContextMenu={(event) => event.preventDefault()}
        />
      )
    case 'error':
      return <Failure output={output} source={source} />
  }
}

function Text({ text, error }: { readonly text: string; readonly error: boolean }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const settled = settledText(text).replace(/\n$/, '')
  const { text: shown, hidden } = all ? { text: settled, hidden: 0 } : lastLines(settled, MOST_LINES)
  if (settled === '') return null
  return (
    <div>
      {hidden > 0 && (
        <button type="button" className="plain-button link faint" onClick={() => setAll(true)}>
          {t('notebook.earlierLines', { count: hidden })}
        </button>
      )}
      <pre className={`seat-out ${error ? 'err' : ''}`} tabIndex={0} aria-label={t('notebook.printed')}>
        {shown}
      </pre>
    </div>
  )
}

/** The message first, then the reader's own line, then the whole way there for those who want it. */
function Failure({
  output,
  source,
}: {
  readonly output: Extract<CellOutput, { kind: 'error' }>
  readonly source: string
}) {
  const { t } = useTranslation()
  const lines = source.split('\n')
  const own = ownLines(output.trace).filter((line) => line <= lines.length)
  const last = own.at(-1)
  return (
    <div className="why seat-error" role="alert">
      <p>
        <b className="head">
          <span aria-hidden="true">⊘ </span>
          {output.name}
        </b>{' '}
        <span className="break">{output.message}</span>
      </p>
      {last !== undefined && (
        <pre className="own-line">
          <span className="faint">{t('notebook.line', { line: last })}</span> {lines[last - 1]?.trim()}
        </pre>
      )}
      {output.trace !== '' && (
        <details>
          <summary className="faint">{t('notebook.trace')}</summary>
          <pre className="seat-out" tabIndex={0} aria-label={t('notebook.trace')}>
            {settledText(output.trace)}
          </pre>
        </details>
      )}
    </div>
  )
}

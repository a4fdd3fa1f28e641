import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Saving } from './use-book.ts'

/** The notebook's name, written over in its place. */
export function Title({
  name,
  onRename,
}: {
  readonly name: string
  readonly onRename: (name: string) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const done = () => {
    const next = text?.trim()
    if (next && next !== name) onRename(next)
    setText(null)
  }
  return (
    <input
      className="notebook-name"
      aria-label={t('notebook.name')}
      title={t('notebook.rename')}
      maxLength={120}
      value={text ?? name}
      style={{ width: `${Math.min(34, widthOf(text ?? name))}ch` }}
      onChange={({ target }) => setText(target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setText(null)
      }}
    />
  )
}

const LOOK: Readonly<Record<Saving, { readonly glyph: string; readonly tone: string }>> = {
  saved: { glyph: '✓', tone: 'ok' },
  waiting: { glyph: '…', tone: 'muted' },
  saving: { glyph: '…', tone: 'muted' },
  failed: { glyph: '⊘', tone: 'no' },
  clash: { glyph: '⊘', tone: 'no' },
}

/** Whether what is written here is safe. */
export function SavingState({ saving }: { readonly saving: Saving }) {
  const { t } = useTranslation()
  const { glyph, tone } = LOOK[saving]
  return (
    <span className={`saving ${tone}`} role="status" data-saving={saving}>
      <span aria-hidden="true">{glyph} </span>
      {t(`notebook.saving.${saving}`)}
    </span>
  )
}

/** In widths of a digit: a Chinese letter is as wide as two. */
const widthOf = (text: string): number =>
  2 + text.length * 1.1 + (text.match(/[\u2E80-\uFFFF]/g)?.length ?? 0) * 0.9

import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CellLanguage } from '../../api/types.ts'

export const LANGUAGES = ['python', 'sql', 'markdown'] as const

interface ToolsProps {
  readonly language: CellLanguage
  readonly number: number
  readonly first: boolean
  readonly last: boolean
  readonly onConvert: (language: CellLanguage) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** What may be done to a cell beside running it. */
export function CellTools({ language, number, first, last, onConvert, onMove, onRemove }: ToolsProps) {
  const { t } = useTranslation()
  const known: readonly CellLanguage[] = language === 'r' ? [...LANGUAGES, 'r'] : LANGUAGES
  return (
    <span className="cell-tools">
      <Select
        size="small"
        variant="borderless"
        aria-label={t('notebook.languageOf', { number })}
        value={language}
        onChange={onConvert}
        popupMatchSelectWidth={false}
        options={known.map((value) => ({ value, label: t(`notebook.language.${value}`) }))}
      />
      <Tool label={t('notebook.up')} off={first} onClick={() => onMove(-1)} glyph="↑" />
      <Tool label={t('notebook.down')} off={last} onClick={() => onMove(1)} glyph="↓" />
      <Tool label={t('notebook.delete')} onClick={onRemove} glyph="✕" />
    </span>
  )
}

interface ToolProps {
  readonly label: string
  readonly glyph: string
  readonly off?: boolean
  readonly onClick: () => void
}

export function Tool({ label, glyph, off, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="cell-tool"
      title={label}
      aria-label={label}
      disabled={off}
      onClick={onClick}
    >
      <span aria-hidden="true">{glyph}</span>
    </button>
  )
}

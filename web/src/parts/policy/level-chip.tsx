import { useTranslation } from 'react-i18next'
import type { ColumnLevel } from '../../api/types.ts'

const GLYPH: Readonly<Record<ColumnLevel, string>> = {
  open: '◎',
  group: '▤',
  measure: 'Σ',
  join: '⋈',
  compare: '≶',
  identity: '#',
  hidden: '·',
}

/** What a column may be used for: colour, sign and word. */
export function LevelChip({ level, short }: { readonly level: ColumnLevel; readonly short?: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={`chip level-${level}`} title={t(`policy.levelHint.${level}`)}>
      <span aria-hidden="true">{GLYPH[level]}</span>
      {t(short ? `policy.levelShort.${level}` : `policy.level.${level}`)}
    </span>
  )
}

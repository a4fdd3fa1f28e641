import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** The four meanings of the portal, and none. Colour is never alone: each has its glyph, and a word beside it. */
export type Meaning = 'ok' | 'warn' | 'no' | 'seal' | 'none'

export const GLYPH: Readonly<Record<Meaning, string>> = { ok: '✓', warn: '◔', no: '⊘', seal: '◈', none: '' }

interface ChipProps {
  readonly meaning?: Meaning
  readonly children: ReactNode
  readonly to?: string
  readonly title?: string
  readonly className?: string
}

export function Chip({ meaning = 'none', children, to, title, className = '' }: ChipProps) {
  const glyph = GLYPH[meaning]
  const inside = (
    <>
      {glyph && <span aria-hidden="true">{glyph}</span>}
      {children}
    </>
  )
  const classes = `chip ${meaning === 'none' ? '' : meaning} ${className}`.trim()
  if (to)
    return (
      <Link className={classes} to={to} title={title}>
        {inside}
      </Link>
    )
  return (
    <span className={classes} title={title}>
      {inside}
    </span>
  )
}

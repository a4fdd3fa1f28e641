import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { date, exact } from '../lib/format.ts'
import { useFormat } from '../lib/use-format.ts'

/** A moment: exact, with the relative time on hover. */
export function When({ at }: { readonly at: number | null | undefined }) {
  const { relative } = useFormat()
  if (at === null || at === undefined) return <span className="faint">—</span>
  return (
    <time className="nowrap" dateTime={new Date(at).toISOString()} title={relative(at)}>
      {date(at)}
    </time>
  )
}

/** A count in the reader's way, with every digit on hover. */
export function Num({
  value,
  digits = 0,
}: {
  readonly value: number | null | undefined
  readonly digits?: number
}) {
  const { number } = useFormat()
  if (value === null || value === undefined) return <span className="faint">—</span>
  return <span title={exact(value, digits)}>{number(value, digits)}</span>
}

/** A hash or an id: its beginning, the whole on hover, and copied by a click. */
export function Hash({
  value,
  length = 12,
}: {
  readonly value: string | null | undefined
  readonly length?: number
}) {
  const { t } = useTranslation()
  if (!value) return <span className="faint">—</span>
  return (
    <button
      type="button"
      className="plain-button mono"
      title={`${value}\n${t('common.copy')}`}
      onClick={() => void navigator.clipboard?.writeText(value)}
    >
      {value.length > length ? `${value.slice(0, length)}…` : value}
      <span className="visually-hidden">{t('common.copy')}</span>
    </button>
  )
}

/** The number of an evidence entry, opening it. */
export function Leaf({ leaf }: { readonly leaf: number | null | undefined }) {
  if (leaf === null || leaf === undefined) return <span className="faint">—</span>
  return (
    <Link className="seal leaf nowrap" to={`/evidence/${leaf}`}>
      <span aria-hidden="true">◈ </span>#{exact(leaf)}
    </Link>
  )
}

import { useTranslation } from 'react-i18next'

interface Pager {
  /** Number of the entry before which the page begins, as it stands in the address; undefined: the newest. */
  readonly before: string | undefined
  /** The same of the next page; null at the end. */
  readonly next: number | null
  onTurn: (before: string | undefined) => void
}

/** Turns the pages of what is listed newest first. */
export function OlderPager({ before, next, onTurn }: Pager) {
  const { t } = useTranslation()
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      {before && (
        <button type="button" className="tool" onClick={() => onTurn(undefined)}>
          {t('evidence.newest')}
        </button>
      )}
      {next !== null && (
        <button type="button" className="tool" onClick={() => onTurn(String(next))}>
          {t('evidence.older')}
        </button>
      )}
    </nav>
  )
}

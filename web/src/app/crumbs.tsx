import { useTranslation } from 'react-i18next'
import { Link, useMatches } from 'react-router'

/** What a route says about its place: i18n keys of its group and of itself, and the list that it belongs to. */
export interface Place {
  readonly group?: string
  readonly name: string
  readonly parent?: { readonly name: string; readonly to: string }
  /** Uses the full width. */
  readonly wide?: boolean
  /** Fills the window: no navigation around it. */
  readonly bare?: boolean
}

export function usePlace(): Place | undefined {
  const matches = useMatches()
  return matches.findLast((match) => match.handle)?.handle as Place | undefined
}

export function Crumbs() {
  const { t } = useTranslation()
  const place = usePlace()
  if (!place?.group) return <span className="grow" />
  return (
    <nav className="crumbs grow" aria-label={t('shell.crumbs')}>
      <ol>
        <li>
          <Link to="/">{t('shell.home')}</Link>
        </li>
        <li>{t(place.group)}</li>
        {place.parent && (
          <li>
            <Link to={place.parent.to}>{t(place.parent.name)}</Link>
          </li>
        )}
        <li aria-current="page">{t(place.name)}</li>
      </ol>
    </nav>
  )
}

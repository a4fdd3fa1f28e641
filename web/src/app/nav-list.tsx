import { useTranslation } from 'react-i18next'
import { Link, NavLink } from 'react-router'
import { useHome } from '../api/home.ts'
import { useHasRole, useMe, useSpace } from '../api/session.ts'
import { exact } from '../lib/format.ts'
import { useFormat } from '../lib/use-format.ts'
import { NAV, type NavItem } from './nav.ts'

/** The left navigation; `onGo` closes the drawer on a phone. */
export function NavList({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  const { data: home } = useHome()
  const has = useHasRole()
  const waiting = home?.waiting.filter((item) => item.kind === 'request').length ?? 0
  const me = useMe()
  const shown = ({ roles, bodies, operator }: NavItem) =>
    ((!roles || has(...roles)) && (!bodies || bodies.some((role) => me.participant.roles.includes(role)))) ||
    (operator !== undefined && me.participant.roles.includes('operator') && has(...operator))
  return (
    <>
      <Link className="brand" to="/" onClick={onGo}>
        <img src="/seal.svg" alt="" />
        {t('shell.brand')}
      </Link>
      <div className="side-space">{name(space?.nameZh, space?.nameEn)}</div>
      <nav className="nav" aria-label={t('shell.main')}>
        {NAV.map((group) => ({ ...group, items: group.items.filter(shown) }))
          .filter((group) => group.items.length > 0)
          .map((group) => (
            <div key={group.name}>
              <h2>{t(group.name)}</h2>
              <ul>
                {group.items.map((item) => (
                  <li key={item.to}>
                    <NavLink to={item.to} onClick={onGo}>
                      {t(item.name)}
                      {item.count === 'requests' && waiting > 0 && (
                        <span className="count">{exact(waiting)}</span>
                      )}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </nav>
    </>
  )
}

import '../insured/insured.css'
import './enter.css'
import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, Outlet, useLocation } from 'react-router'
import { useEntrantDoor, useGoOut } from '../../api/enter.ts'
import { Bones } from '../../parts/empty.tsx'
import { Problem } from '../../parts/problem.tsx'
import { MyTop } from '../insured/shell.tsx'

const TABS = [
  { to: '/enter', key: 'contestEntry.nav.contests', end: true },
  { to: '/enter/me', key: 'contestEntry.nav.me', end: false },
] as const

/** The frame of the entrants' pages: nothing of the users' portal is in reach from here. */
export function Component() {
  const { t } = useTranslation()
  const door = useEntrantDoor()
  const out = useGoOut()
  const { pathname } = useLocation()
  if (door.data && !door.data.in)
    return <Navigate to={`/enter/sign-in?to=${encodeURIComponent(pathname)}`} replace />
  return (
    <div className="my enter">
      <MyTop>
        <button type="button" className="tool" onClick={() => out.mutate()}>
          {t('contestEntry.leaveDoor')}
        </button>
      </MyTop>
      <main className="my-main">
        {door.error ? <Problem error={door.error} /> : door.data ? <Outlet /> : <Bones lines={6} />}
      </main>
      <nav className="my-nav" aria-label={t('contestEntry.nav.label')}>
        {TABS.map((tab) => (
          <NavLink key={tab.to} to={tab.to} end={tab.end}>
            {t(tab.key)}
          </NavLink>
        ))}
      </nav>
    </div>
  )
}

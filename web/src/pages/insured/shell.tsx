import './insured.css'
import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, Outlet } from 'react-router'
import { useDoor, useLeave } from '../../api/insured.ts'
import { useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Bones } from '../../parts/empty.tsx'
import { Problem } from '../../parts/problem.tsx'

const TABS = [
  { to: '/my', key: 'insured.nav.asks', end: true },
  { to: '/my/uses', key: 'insured.nav.uses', end: false },
  { to: '/my/guardians', key: 'insured.nav.guardians', end: false },
] as const

/** The frame of the insured person's pages: nothing of the users' portal is in reach from here. */
export function Component() {
  const { t } = useTranslation()
  const door = useDoor()
  const leave = useLeave()
  if (door.data && !door.data.in) return <Navigate to="/my/sign-in" replace />
  return (
    <div className="my">
      <MyTop>
        <button type="button" className="tool" onClick={() => leave.mutate()}>
          {t('insured.leave')}
        </button>
      </MyTop>
      <main className="my-main">
        {door.error ? <Problem error={door.error} /> : door.data ? <Outlet /> : <Bones lines={6} />}
      </main>
      <nav className="my-nav" aria-label={t('insured.nav.label')}>
        {TABS.map((tab) => (
          <NavLink key={tab.to} to={tab.to} end={tab.end}>
            {t(tab.key)}
          </NavLink>
        ))}
      </nav>
    </div>
  )
}

/** The line on top: whose space, that everything is made up where it is, the other language. */
export function MyTop({ children }: { readonly children?: React.ReactNode }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  return (
    <header className="my-top">
      <img src="/seal.svg" alt="" />
      <b>
        {space ? name(space.nameZh, space.nameEn) : ''}{' '}
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
      </b>
      <LanguageSwitch />
      {children}
    </header>
  )
}

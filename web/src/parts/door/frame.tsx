import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Navigate, NavLink, Outlet } from 'react-router'
import { Bones } from '../empty.tsx'
import { Problem } from '../problem.tsx'
import { MyTop } from './top.tsx'

interface DoorFrameProps {
  readonly door: UseQueryResult<{ readonly in: boolean }>
  readonly leave: UseMutationResult<unknown, unknown, void>
  /** i18n keys. */
  readonly leaveName: string
  readonly navName: string
  readonly tabs: readonly { readonly to: string; readonly key: string; readonly end: boolean }[]
  /** Where who is not in goes. */
  readonly signIn: string
  readonly className?: string
}

/** The frame of a door of its own: nothing of the users' portal is in reach from here. */
export function DoorFrame({ door, leave, leaveName, navName, tabs, signIn, className = '' }: DoorFrameProps) {
  const { t } = useTranslation()
  if (door.data && !door.data.in) return <Navigate to={signIn} replace />
  return (
    <div className={`my ${className}`.trim()}>
      <MyTop>
        <button type="button" className="tool" onClick={() => leave.mutate()}>
          {t(leaveName)}
        </button>
      </MyTop>
      <main className="my-main">
        {door.error ? <Problem error={door.error} /> : door.data ? <Outlet /> : <Bones lines={6} />}
      </main>
      <nav className="my-nav" aria-label={t(navName)}>
        {tabs.map((tab) => (
          <NavLink key={tab.to} to={tab.to} end={tab.end}>
            {t(tab.key)}
          </NavLink>
        ))}
      </nav>
    </div>
  )
}

import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Outlet, useLocation, useNavigation } from 'react-router'
import { useSession } from '../api/session.ts'
import { Bones } from '../parts/empty.tsx'
import { Card } from '../parts/page.tsx'
import { Problem } from '../parts/problem.tsx'
import { usePlace } from './crumbs.tsx'
import { NavList } from './nav-list.tsx'
import { Topbar } from './topbar.tsx'

const NavDrawer = lazy(() => import('./nav-drawer.tsx'))

/** Lets in who is signed in; anyone else goes to the sign-in page and comes back after it. */
export function Guard() {
  const session = useSession()
  const { pathname, search } = useLocation()
  if (session.isPending) return <ShellBones />
  if (session.error && !session.data)
    return (
      <div className="main">
        <Problem error={session.error} onRetry={() => void session.refetch()} />
      </div>
    )
  const me = session.data
  if (!me?.user || !me.participant || me.pending)
    return <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} replace />
  return <Shell />
}

function Shell() {
  const { t } = useTranslation()
  const [drawer, setDrawer] = useState(false)
  const { pathname } = useLocation()
  const place = usePlace()
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)
  const moving = useNavigation().state === 'loading'
  useEffect(() => {
    // A new page begins at its top, and for a reader of the screen too.
    if (!first.current) main.current?.focus({ preventScroll: true })
    first.current = false
    window.scrollTo(0, 0)
  }, [pathname])
  if (place?.bare)
    return (
      <main id="main" aria-busy={moving}>
        <Suspense fallback={<Bones lines={6} />}>
          <Outlet />
        </Suspense>
      </main>
    )
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <div className="side">
        <div className="side-in">
          <NavList />
        </div>
      </div>
      {drawer && (
        <Suspense fallback={null}>
          <NavDrawer onClose={() => setDrawer(false)} />
        </Suspense>
      )}
      <div>
        <Topbar onBurger={() => setDrawer(true)} />
        <main
          id="main"
          ref={main}
          tabIndex={-1}
          className={`main ${place?.wide ? 'wide' : ''}`}
          aria-busy={moving}
        >
          <Suspense fallback={<Bones lines={6} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}

function ShellBones() {
  return (
    <div className="shell" aria-busy="true">
      <div className="side">
        <div className="side-in">
          <Bones lines={8} />
        </div>
      </div>
      <div className="main">
        <Card>
          <Bones lines={6} />
        </Card>
      </div>
    </div>
  )
}

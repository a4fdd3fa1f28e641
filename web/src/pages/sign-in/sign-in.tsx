import './sign-in.css'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useSearchParams } from 'react-router'
import { useSession, useSpace } from '../../api/session.ts'
import { LanguageSwitch } from '../../app/user-menu.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Bones } from '../../parts/empty.tsx'
import { DemoUsers } from './demo-users.tsx'
import { WaysIn } from './ways-in.tsx'

const SecondFactor = lazy(() => import('./second-factor.tsx'))

/** Only our own paths: an address in the link must not lead elsewhere after the sign-in. */
const safeTarget = (to: string | null) => (to && /^\/(?![/\\])/.test(to) ? to : '/')

export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: space } = useSpace()
  const session = useSession()
  const [search] = useSearchParams()
  const me = session.data
  if (me?.user && !me.pending) return <Navigate to={safeTarget(search.get('to'))} replace />
  return (
    <div className="door">
      <div className="door-top">
        {space?.synthetic && <Chip title={t('shell.syntheticWhy')}>{t('shell.synthetic')}</Chip>}
        <LanguageSwitch />
      </div>
      <main className="door-main">
        <header className="door-head">
          <img src="/seal.svg" alt="" />
          <h1>
            {space ? name(space.nameZh, space.nameEn) : <span className="bone" style={{ width: 260 }} />}
          </h1>
          <p className="muted">{t('signin.promise')}</p>
        </header>
        {session.isPending || !space ? (
          <section className="card door-card">
            <Bones lines={5} />
          </section>
        ) : (
          <div className={space.demo ? 'door-both' : ''}>
            <section className="card door-card">
              {me?.pending ? (
                <Suspense fallback={<Bones />}>
                  <SecondFactor me={me} />
                </Suspense>
              ) : (
                <WaysIn />
              )}
            </section>
            {space.demo && <DemoUsers />}
          </div>
        )}
      </main>
      <footer className="door-foot faint">
        <Link to="/my/sign-in">{t('insured.signIn.title')}</Link>
        {' · '}
        {t('shell.brand')} {space?.version}
      </footer>
    </div>
  )
}

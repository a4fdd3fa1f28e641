import { useTranslation } from 'react-i18next'
import { type DemoLogin, useDemoLogins, useDemoSignIn } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'

/** One click for each demo user, grouped by body, with what each can do. */
export function DemoUsers() {
  const { t } = useTranslation()
  const { name, list } = useFormat()
  const logins = useDemoLogins(true)
  const enter = useDemoSignIn()
  return (
    <section className="card" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('signin.demoTitle')}</h2>
      <p className="muted" style={{ marginBottom: 14 }}>
        {t('signin.demoHint')}
      </p>
      {enter.error ? <Problem error={enter.error} /> : null}
      <Loaded of={logins} lines={10}>
        {(items) => (
          <div className="demo-bodies">
            {byBody(items).map((users) => (
              <div className="demo-body" key={users[0]!.participantNameZh}>
                <h3>{name(users[0]!.participantNameZh, users[0]!.participantNameEn)}</h3>
                {users.map((user) => (
                  <button
                    type="button"
                    className="demo-user"
                    key={user.login}
                    data-login={user.login}
                    disabled={enter.isPending}
                    onClick={() => enter.mutate(user.login)}
                  >
                    <b>{user.displayName}</b>{' '}
                    <span className="faint">{list(user.roles.map((role) => t(`role.${role}`)))}</span>
                    <small>{list(user.roles.map((role) => t(`roleDoes.${role}`)))}</small>
                  </button>
                ))}
              </div>
            ))}
          </div>
        )}
      </Loaded>
    </section>
  )
}

const byBody = (users: readonly DemoLogin[]): DemoLogin[][] => [
  ...Map.groupBy(users, (user) => user.participantNameZh).values(),
]

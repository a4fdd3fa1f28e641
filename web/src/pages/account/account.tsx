import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Facts } from '../../parts/facts.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Certificates } from './certificates.tsx'
import Factors from './factors.tsx'
import { PasswordCard } from './password-card.tsx'
import { Sessions } from './sessions.tsx'

/** My account: who I am here, how I get in, where I am signed in. */
export function Component() {
  const { t } = useTranslation()
  const { name, list } = useFormat()
  const me = useMe()
  return (
    <Page title={t('shell.account')}>
      <div className="grid g11">
        <div className="stack">
          <Card title={t('common.facts')}>
            <Facts
              one
              rows={[
                { key: 'name', name: t('people.displayName'), value: me.user.displayName },
                { key: 'login', name: t('people.login'), value: <code>{me.user.login}</code> },
                {
                  key: 'body',
                  name: t('people.body'),
                  value: name(me.participant.nameZh, me.participant.nameEn),
                },
                {
                  key: 'roles',
                  name: t('people.roles'),
                  value: list(me.roles.map((role) => t(`role.${role}`))),
                },
              ]}
            />
          </Card>
          <PasswordCard />
        </div>
        <div className="stack">
          <Card title={t('account.factors')}>
            <Factors />
          </Card>
          <Certificates />
          <Sessions />
        </div>
      </div>
    </Page>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useUser } from '../../api/people.ts'
import { useHasRole } from '../../api/session.ts'
import type { User } from '../../api/types.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { Record } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { RoleEditor } from './role-editor.tsx'
import { UserActions } from './user-actions.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const [open, setOpen] = useState(false)
  const user = useUser(id, open)
  if (user.data) return <OneUser user={user.data} onOpen={() => setOpen(true)} />
  return (
    <Page title={t('shell.user')}>
      <Card>
        <Loaded of={user}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function OneUser({ user, onOpen }: { readonly user: User; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  const bodyName = useBodyName()
  const has = useHasRole()
  const facts = [
    { key: 'name', name: t('people.displayName'), value: user.displayName },
    { key: 'login', name: t('people.login'), value: <code>{user.login}</code> },
    {
      key: 'body',
      name: t('people.body'),
      value: <Link to={`/participants/${user.participantId}`}>{bodyName(user.participantId)}</Link>,
    },
    {
      key: 'factor',
      name: t('people.secondFactor'),
      value: t(user.secondFactor ? 'people.factorOn' : 'people.factorOff'),
    },
    { key: 'created', name: t('common.created'), value: <When at={user.createdAt} /> },
  ]
  return (
    <Record
      title={user.displayName}
      state={<State kind="user" value={user.state} />}
      facts={facts}
      subject={user.id}
      actions={
        <>
          {user.masked && (
            <Action
              whyNot={
                !has('system_administrator', 'security_officer', 'auditor') && t('people.whyNot.officer')
              }
              onClick={onOpen}
            >
              {t('people.unmask')}
            </Action>
          )}
          <UserActions user={user} />
        </>
      }
    >
      <Card title={t('people.roles')} extra={<span className="faint">{t('people.separated')}</span>}>
        <RoleEditor key={user.roles.join()} user={user} />
      </Card>
    </Record>
  )
}

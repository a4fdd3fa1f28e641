import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useBodies, useBodyName } from '../../api/bodies.ts'
import { useUsers } from '../../api/people.ts'
import { useHasRole } from '../../api/session.ts'
import type { User } from '../../api/types.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { RoleTable } from './role-table.tsx'

export function Component() {
  const { t } = useTranslation()
  const { name, list: join } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const { values } = useFilters()
  const { data: bodies } = useBodies()
  const [adding, setAdding] = useState(false)
  const list = useUsers({ ...values, limit: PAGE_SIZE })
  const columns: Column<User>[] = [
    {
      key: 'name',
      title: t('people.user'),
      cell: (row) => (
        <Link to={`/users/${row.id}`}>
          <b>{row.displayName}</b> <span className="mono faint">{row.login}</span>
        </Link>
      ),
    },
    { key: 'body', title: t('people.body'), cell: (row) => bodyName(row.participantId) },
    {
      key: 'roles',
      title: t('people.roles'),
      cell: (row) =>
        join(row.roles.map((role) => t(`role.${role}`))) || (
          <span className="faint">{t('people.noRoles')}</span>
        ),
    },
    {
      key: 'factor',
      title: t('people.secondFactor'),
      cell: (row) =>
        row.secondFactor ? (
          <span className="ok">✓ {t('people.factorOn')}</span>
        ) : (
          <span className="faint">{t('people.factorOff')}</span>
        ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="user" value={row.state} /> },
  ]
  return (
    <Page
      title={t('shell.users')}
      sub={t('people.usersAbout')}
      actions={
        has('system_administrator') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('people.invite')}
          </Button>
        )
      }
    >
      <div className="stack">
        <List
          name="users"
          caption={t('shell.users')}
          of={list}
          columns={columns}
          rowKey={(row) => row.id}
          filters={[
            {
              key: 'participantId',
              kind: 'choice',
              label: t('people.body'),
              options: (bodies?.items ?? []).map((one) => ({
                value: one.id,
                label: name(one.nameZh, one.nameEn),
              })),
            },
          ]}
          empty={{ title: t('people.noUsers') }}
        />
        <RoleTable />
      </div>
      <InviteDialog open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

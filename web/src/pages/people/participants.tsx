import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { type ParticipantView, useParticipants } from '../../api/people.ts'
import { useHasRole } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { BODY_ROLE_LIST } from './role-lists.ts'
import { ParticipantDialog } from './participant-dialog.tsx'

export function Component() {
  const { t } = useTranslation()
  const { name, list: join } = useFormat()
  const options = useOptions()
  const has = useHasRole()
  const { values } = useFilters()
  const [adding, setAdding] = useState(false)
  const list = useParticipants({ ...values, limit: PAGE_SIZE })
  const columns: Column<ParticipantView>[] = [
    {
      key: 'name',
      title: t('people.body'),
      cell: (row) => (
        <Link to={`/participants/${row.id}`}>
          <b>{name(row.nameZh, row.nameEn)}</b>
        </Link>
      ),
    },
    {
      key: 'roles',
      title: t('people.bodyRoles'),
      cell: (row) => join(row.roles.map((role) => t(`bodyRole.${role}`))),
    },
    { key: 'region', title: t('people.region'), cell: (row) => <code>{row.regionCode}</code> },
    {
      key: 'uscc',
      title: t('people.uscc'),
      cell: (row) => (row.uscc ? <code>{row.uscc}</code> : <span className="faint">—</span>),
    },
    {
      key: 'state',
      title: t('contract.state'),
      cell: (row) => <State kind="participant" value={row.state} />,
    },
  ]
  return (
    <Page
      title={t('shell.participants')}
      sub={t('people.bodiesAbout')}
      actions={
        has('system_administrator') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('people.newBody')}
          </Button>
        )
      }
    >
      <List
        name="participants"
        caption={t('shell.participants')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'role',
            kind: 'choice',
            label: t('people.bodyRoles'),
            options: options('bodyRole', BODY_ROLE_LIST),
          },
          {
            key: 'state',
            kind: 'choice',
            label: t('contract.state'),
            options: options('state.participant', ['active', 'suspended']),
          },
        ]}
        empty={{ title: t('people.noBodies') }}
      />
      <ParticipantDialog open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

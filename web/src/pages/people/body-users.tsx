import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useUsers } from '../../api/people.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { State } from '../../parts/state.tsx'
import { Table } from '../../parts/table.tsx'

/** The users of one body, names masked. */
export function BodyUsers({ participantId }: { readonly participantId: string }) {
  const { t } = useTranslation()
  const { list } = useFormat()
  const users = useUsers({ participantId, limit: 100 })
  return (
    <Card title={t('people.users')}>
      {users.error ? (
        <Problem error={users.error} />
      ) : (
        <Table
          caption={t('people.users')}
          rows={users.data?.items}
          rowKey={(row) => row.id}
          empty={<Empty title={t('people.noUsers')} />}
          columns={[
            {
              key: 'name',
              title: t('people.user'),
              cell: (row) => <Link to={`/users/${row.id}`}>{row.displayName}</Link>,
            },
            { key: 'login', title: t('people.login'), cell: (row) => <code>{row.login}</code> },
            {
              key: 'roles',
              title: t('people.roles'),
              cell: (row) => list(row.roles.map((role) => t(`role.${role}`))) || '—',
            },
            {
              key: 'state',
              title: t('contract.state'),
              cell: (row) => <State kind="user" value={row.state} />,
            },
          ]}
        />
      )}
    </Card>
  )
}

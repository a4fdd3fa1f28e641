import { useTranslation } from 'react-i18next'
import { useRoles } from '../../api/people.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** The roles: who gives them, to users of which bodies, and which must be kept apart. */
export function RoleTable() {
  const { t } = useTranslation()
  const { list } = useFormat()
  const { data } = useRoles()
  return (
    <Card title={t('people.roleTable')} extra={<span className="faint">{t('people.separated')}</span>}>
      <Table
        dense
        caption={t('people.roleTable')}
        rows={data}
        rowKey={(row) => row.role}
        columns={[
          { key: 'role', title: t('people.roles'), cell: (row) => <b>{t(`role.${row.role}`)}</b> },
          { key: 'does', title: t('people.does'), cell: (row) => t(`roleDoes.${row.role}`) },
          { key: 'by', title: t('people.grantedBy'), cell: (row) => t(`role.${row.grantedBy}`) },
          {
            key: 'bodies',
            title: t('people.bodies'),
            cell: (row) =>
              row.bodies ? list(row.bodies.map((one) => t(`bodyRole.${one}`))) : t('people.anyBody'),
          },
          {
            key: 'marks',
            title: t('people.marks'),
            cell: (row) => (
              <span className="row">
                {row.separated && <span className="chip warn">◔ {t('people.officer')}</span>}
                {row.privileged && <span className="chip">{t('people.privileged')}</span>}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

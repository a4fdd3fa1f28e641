import { Link } from 'react-router'
import { useAuditSeats } from '../../api/audit.ts'
import { useBodyName } from '../../api/bodies.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { AuditPage } from './audit-page.tsx'

/** The seats whose sessions can be looked at again. */
export function Component() {
  const { t } = useFormat()
  const bodyName = useBodyName()
  return (
    <AuditPage title={t('audit.sessions')} sub={t('audit.sessionsAbout')}>
      <Card>
        <Loaded of={useAuditSeats()} lines={8}>
          {({ items }) => (
            <Table
              caption={t('audit.sessions')}
              rows={items}
              rowKey={(row) => row.id}
              empty={<Empty title={t('audit.noSeats')} hint={t('audit.noSeatsHint')} />}
              columns={[
                {
                  key: 'name',
                  title: t('airlock.seat'),
                  cell: (row) => (
                    <Link to={`/audit/replay/${row.id}`}>
                      <b>{row.name}</b>
                    </Link>
                  ),
                },
                { key: 'project', title: t('contract.project'), cell: (row) => row.projectName },
                { key: 'consumer', title: t('contract.consumer'), cell: (row) => bodyName(row.consumerId) },
                { key: 'opened', title: t('audit.opened'), cell: (row) => <When at={row.openedAt} /> },
                { key: 'ended', title: t('audit.ended'), cell: (row) => <When at={row.endedAt} /> },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </AuditPage>
  )
}

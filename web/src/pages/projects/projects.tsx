import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useProjects } from '../../api/flow.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Projects of the own body: each owns its contracts, its key and its prepared tables. */
export function Component() {
  const { t } = useTranslation()
  const projects = useProjects()
  return (
    <Page title={t('shell.projects')} sub={t('project.about')}>
      <Card>
        <Loaded of={projects}>
          {({ items }) => (
            <Table
              caption={t('shell.projects')}
              rows={items}
              rowKey={(row) => row.id}
              empty={<Empty title={t('project.none')} hint={t('project.noneHint')} />}
              columns={[
                {
                  key: 'title',
                  title: t('project.title'),
                  cell: (row) => (
                    <Link to={`/projects/${row.id}`}>
                      <b>{row.title}</b>
                    </Link>
                  ),
                },
                { key: 'purpose', title: t('project.purpose'), cell: (row) => t(`purpose.${row.purpose}`) },
                {
                  key: 'contracts',
                  title: t('project.contracts'),
                  numeric: true,
                  cell: (row) => <Num value={row.contracts.length} />,
                },
                {
                  key: 'state',
                  title: t('project.state'),
                  cell: (row) =>
                    row.endedAt === null ? (
                      <Chip meaning="ok">{t('project.open')}</Chip>
                    ) : (
                      <Chip>{t('project.ended')}</Chip>
                    ),
                },
                { key: 'at', title: t('common.created'), cell: (row) => <When at={row.createdAt} /> },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}

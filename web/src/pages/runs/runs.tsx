import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useRuns } from '../../api/runs.ts'
import { useHasRole } from '../../api/session.ts'
import type { RunView } from '../../api/types.ts'
import { date, duration } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { Leaf, Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'

const STATES = [
  'released',
  'withheld',
  'refused',
  'denied',
  'conditional',
  'running',
  'failed',
  'cancelled',
  'lost',
]

export function Component() {
  const { t } = useTranslation()
  const options = useOptions()
  const bodyName = useBodyName()
  const has = useHasRole()
  const { values } = useFilters()
  const list = useRuns({ ...values, limit: PAGE_SIZE })
  const columns: Column<RunView>[] = [
    {
      key: 'title',
      title: t('run.title'),
      cell: (row) => (
        <Link to={`/runs/${row.id}`}>
          <b>{row.title ?? t('run.untitled')}</b>
        </Link>
      ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="run" value={row.state} /> },
    { key: 'consumer', title: t('contract.consumer'), cell: (row) => bodyName(row.consumerId) },
    { key: 'provider', title: t('contract.provider'), cell: (row) => bodyName(row.providerId) },
    { key: 'rows', title: t('run.rows'), numeric: true, cell: (row) => <Num value={row.outputRows} /> },
    {
      key: 'time',
      title: t('run.time'),
      numeric: true,
      cell: (row) => (row.elapsedMs === null ? '—' : duration(row.elapsedMs)),
    },
    {
      key: 'leaf',
      title: t('result.receipt'),
      numeric: true,
      cell: (row) => <Leaf leaf={row.releaseLeaf ?? row.grantLeaf} />,
    },
    { key: 'at', title: t('run.at'), cell: (row) => <When at={row.createdAt} /> },
  ]
  return (
    <Page
      title={t('shell.runs')}
      sub={t('run.about')}
      actions={
        has('developer') && (
          <LinkButton primary to="/workbench">
            {t('contract.toRun')}
          </LinkButton>
        )
      }
    >
      <List
        name="runs"
        caption={t('shell.runs')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          { key: 'state', kind: 'choice', label: t('contract.state'), options: options('state.run', STATES) },
          {
            key: 'mine',
            kind: 'choice',
            label: t('run.whose'),
            options: [{ value: 'true', label: t('run.mine') }],
          },
        ]}
        empty={{ title: t('run.none'), hint: t('run.noneHint') }}
        exportRow={{
          header: [t('run.title'), t('contract.state'), t('run.rows'), t('run.at')],
          row: (row) => [
            row.title ?? row.id,
            t(`state.run.${row.state}`),
            row.outputRows,
            date(row.createdAt),
          ],
        }}
      />
    </Page>
  )
}

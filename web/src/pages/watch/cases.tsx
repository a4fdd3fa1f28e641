import { Link } from 'react-router'
import { type CaseView, useCases } from '../../api/watch.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { inForce } from './blocks.tsx'
import { WatchPage } from './watch-page.tsx'

/** What the duty officer follows up, open cases first. */
export function Component() {
  const { t, name } = useFormat()
  const options = useOptions()
  const { values } = useFilters()
  const list = useCases({ ...values, limit: PAGE_SIZE })
  const columns: Column<CaseView>[] = [
    {
      key: 'title',
      title: t('watch.case'),
      cell: (row) => (
        <>
          <Link to={`/watch/cases/${row.id}`}>
            <b>{name(row.titleZh, row.titleEn)}</b>
          </Link>
          <div className="faint mono">{row.number}</div>
        </>
      ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="case" value={row.state} /> },
    {
      key: 'severity',
      title: t('watch.severity'),
      cell: (row) => <State kind="severity" value={row.severity} />,
    },
    {
      key: 'who',
      title: t('watch.who'),
      cell: (row) => name(row.participantNameZh, row.participantNameEn) || <span className="faint">—</span>,
    },
    {
      key: 'alerts',
      title: t('watch.alerts'),
      numeric: true,
      cell: (row) => <Num value={row.alerts.length} />,
    },
    {
      key: 'blocks',
      title: t('watch.blocks'),
      cell: (row) => {
        const live = row.blocks.filter(inForce).length
        return live > 0 ? (
          <Chip meaning="no">{t('watch.inForceCount', { count: live })}</Chip>
        ) : (
          <span className="faint">—</span>
        )
      },
    },
    {
      key: 'taken',
      title: t('watch.takenBy'),
      cell: (row) => row.takenByName ?? <span className="faint">—</span>,
    },
    { key: 'at', title: t('common.created'), cell: (row) => <When at={row.createdAt} /> },
  ]
  return (
    <WatchPage title={t('watch.cases')} sub={t('watch.casesAbout')}>
      <List
        name="cases"
        caption={t('watch.cases')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('contract.state'),
            options: options('state.case', ['open', 'taken', 'closed']),
          },
        ]}
        empty={{ title: t('watch.noCases'), hint: t('watch.noCasesHint') }}
      />
    </WatchPage>
  )
}

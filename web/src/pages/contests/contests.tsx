import { Link } from 'react-router'
import { type ContestBrief, useContests } from '../../api/contests.ts'
import { useHasRole } from '../../api/session.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { ContestState } from './contest-page.tsx'
import { leftUntil } from './moment.ts'

/** Contests that the own body holds. */
export function Component() {
  const { t, name } = useFormat()
  const options = useOptions()
  const has = useHasRole()
  const { values } = useFilters()
  const list = useContests({ ...values, limit: PAGE_SIZE })
  const make = has('data_officer') && (
    <LinkButton primary to="/contests/new">
      {t('contest.new')}
    </LinkButton>
  )
  const columns: Column<ContestBrief>[] = [
    {
      key: 'title',
      title: t('contest.title'),
      cell: (row) => (
        <>
          <Link to={`/contests/${row.id}`}>
            <b>{name(row.titleZh, row.titleEn)}</b>
          </Link>
          <div className="faint mono">{`/contest/${row.code}`}</div>
        </>
      ),
    },
    { key: 'state', title: t('contest.stateOf'), cell: (row) => <ContestState state={row.state} /> },
    { key: 'now', title: t('contest.now'), cell: (row) => <Now row={row} /> },
    { key: 'published', title: t('contest.publishedAt'), cell: (row) => <When at={row.publishedAt} /> },
  ]
  return (
    <Page title={t('shell.contests')} sub={t('contest.about')} actions={make}>
      <List
        name="contests"
        caption={t('shell.contests')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('contest.stateOf'),
            options: options('contest.state', ['draft', 'published', 'closed']),
          },
        ]}
        empty={{ title: t('contest.none'), hint: t('contest.noneHint'), action: make }}
        exportRow={{
          header: [t('contest.title'), t('contest.stateOf'), t('contest.publishedAt')],
          row: (row) => [
            name(row.titleZh, row.titleEn),
            t(`contest.state.${row.state}`),
            row.publishedAt === null ? '' : date(row.publishedAt),
          ],
        }}
      />
    </Page>
  )
}

function Now({ row }: { readonly row: ContestBrief }) {
  const { t, name, language, list } = useFormat()
  const now = Date.now()
  const open = row.stages.filter(({ opensAt, closesAt }) => opensAt <= now && now < closesAt)
  if (row.state !== 'published' || open.length === 0) return <span className="faint">—</span>
  const first = open.toSorted((a, b) => a.closesAt - b.closesAt)[0]!
  return (
    <>
      {list(open.map(({ titleZh, titleEn }) => name(titleZh, titleEn)))}
      <div className="faint">{t('contest.closesIn', { time: leftUntil(first.closesAt, now, language) })}</div>
    </>
  )
}

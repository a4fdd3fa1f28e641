import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../../api/session.ts'
import { type SourceBrief, useSources } from '../../api/sources.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'

export function Component() {
  const { t, pick } = useFormat()
  const { t: text } = useTranslation()
  const me = useMe()
  const list = useSources()
  const connect = (
    <LinkButton primary to="/sources/new">
      {t('shell.connect')}
    </LinkButton>
  )
  const columns: Column<SourceBrief>[] = [
    {
      key: 'title',
      title: t('source.name'),
      cell: (row) => (
        <>
          <Link to={`/sources/${row.id}`}>
            <b>{row.title}</b>
          </Link>
          <div className="faint">{t(`source.way.${row.kind}`, { defaultValue: row.kind })}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('source.state'),
      cell: (row) => <State kind="source" value={stateOf(row)} />,
    },
    {
      key: 'feeds',
      title: t('source.feeds'),
      numeric: true,
      cell: (row) =>
        row.failing > 0 ? text('source.failingOf', { failing: row.failing, all: row.feeds }) : row.feeds,
    },
    { key: 'last', title: t('source.lastRun'), cell: (row) => <When at={row.lastRunAt} /> },
    { key: 'next', title: t('source.nextRun'), cell: (row) => <When at={row.nextAt} /> },
    {
      key: 'error',
      title: t('source.trouble'),
      cell: (row) => (row.lastError ? pick(row.lastError) : <span className="faint">—</span>),
    },
  ]
  return (
    <Page
      title={t('shell.sources')}
      sub={t('source.aboutSources', { body: me.participant.nameZh })}
      actions={connect}
    >
      <List
        name="sources"
        caption={t('shell.sources')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[]}
        paged={false}
        empty={{ title: t('source.none'), hint: t('source.noneHint'), action: connect }}
      />
    </Page>
  )
}

export const stateOf = (source: Pick<SourceBrief, 'state' | 'failing' | 'feeds'>): string => {
  if (source.state === 'paused') return 'paused'
  if (source.failing > 0) return 'failing'
  return source.feeds === 0 ? 'idle' : 'active'
}

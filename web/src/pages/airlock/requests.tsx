import { Link } from 'react-router'
import { type Brief, useAirlockRequests } from '../../api/airlock.ts'
import { useHasRole } from '../../api/session.ts'
import { date } from '../../lib/format.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { useOptions } from '../../parts/options.ts'
import { Page } from '../../parts/page.tsx'
import { Num, When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import type { Column } from '../../parts/table.tsx'
import { Age } from './age.tsx'
import { useRequestNames } from './names.ts'

const STATES = [
  'draft',
  'checking',
  'review',
  'differ',
  'returned',
  'approved',
  'released',
  'rejected',
  'withdrawn',
  'expired',
  'revoked',
]

/** Requests to take files out, with state and age. */
export function Component() {
  const { t } = useFormat()
  const options = useOptions()
  const has = useHasRole()
  const names = useRequestNames()
  const { values } = useFilters()
  const list = useAirlockRequests({ ...values, limit: PAGE_SIZE })
  const author = has('developer')
  const columns: Column<Brief>[] = [
    {
      key: 'title',
      title: t('airlock.request'),
      cell: (row) => (
        <>
          <Link to={`/airlock/${row.id}`}>
            <b>{row.title}</b>
          </Link>
          <div className="faint mono">{row.number}</div>
        </>
      ),
    },
    { key: 'state', title: t('contract.state'), cell: (row) => <State kind="airlock" value={row.state} /> },
    {
      key: 'project',
      title: t('contract.project'),
      cell: (row) => (
        <>
          {names.project(row)}
          {!author && <div className="faint">{names.consumer(row)}</div>}
        </>
      ),
    },
    { key: 'files', title: t('airlock.files'), numeric: true, cell: (row) => <Num value={row.files} /> },
    {
      key: 'findings',
      title: t('airlock.findings'),
      numeric: true,
      cell: (row) => <Num value={row.findings} />,
    },
    { key: 'round', title: t('airlock.round'), numeric: true, cell: (row) => <Num value={row.round} /> },
    {
      key: 'age',
      title: t('airlock.waits'),
      cell: (row) =>
        row.submittedAt !== null && row.decidedAt === null ? (
          <Age since={row.submittedAt} />
        ) : (
          <span className="faint">—</span>
        ),
    },
    { key: 'at', title: t('airlock.changed'), cell: (row) => <When at={row.decidedAt ?? row.createdAt} /> },
  ]
  return (
    <Page
      title={t('airlock.title')}
      sub={t('airlock.about')}
      actions={
        <>
          <LinkButton to="/airlock/numbers">{t('airlock.numbers')}</LinkButton>
          {has('output_checker', 'expert') && (
            <LinkButton primary to="/airlock/queue">
              {t('airlock.queue')}
            </LinkButton>
          )}
          {author && (
            <LinkButton primary to="/airlock/new">
              {t('airlock.new')}
            </LinkButton>
          )}
        </>
      }
    >
      <List
        name="airlock"
        caption={t('airlock.title')}
        of={list}
        columns={columns}
        rowKey={(row) => row.id}
        filters={[
          {
            key: 'state',
            kind: 'choice',
            label: t('contract.state'),
            options: options('state.airlock', STATES),
          },
          {
            key: 'mine',
            kind: 'choice',
            label: t('airlock.whose'),
            options: [{ value: 'true', label: t('airlock.mine') }],
          },
        ]}
        empty={{ title: t('airlock.none'), hint: t(author ? 'airlock.noneHint' : 'airlock.noneChecker') }}
        exportRow={{
          header: [
            t('airlock.request'),
            t('contract.state'),
            t('airlock.files'),
            t('airlock.round'),
            t('airlock.changed'),
          ],
          row: (row) => [
            row.title,
            t(`state.airlock.${row.state}`),
            row.files,
            row.round,
            date(row.createdAt),
          ],
        }}
      />
    </Page>
  )
}

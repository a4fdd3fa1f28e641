import { Button, Input } from 'antd'
import { useState } from 'react'
import {
  type RemoteContractView,
  type ResultView,
  useKeptResult,
  useRemoteUse,
  useResults,
} from '../../api/connector.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Leaf, When } from '../../parts/say.tsx'
import { ResultTable } from '../../parts/sql/result-table.tsx'
import { Stamp } from '../../parts/stamp.tsx'
import { Table } from '../../parts/table.tsx'

interface Props {
  readonly remote: RemoteContractView
}

/** Asking at the platform, and what came back: kept here until the contract ends. */
export function RemoteUse({ remote }: Props) {
  const { t } = useFormat()
  const has = useHasRole()
  const results = useResults(remote.id)
  const [shown, setShown] = useState<string | null>(null)
  const usable = remote.state === 'active'
  return (
    <>
      {has('developer') && usable && <Ask remote={remote} onDone={(result) => setShown(result.id)} />}
      {shown && usable && <Kept remote={remote} runId={shown} />}
      <Card
        title={t('connector.results')}
        extra={<span className="faint">{t('connector.resultsHint')}</span>}
      >
        <Loaded of={results}>
          {({ items }) => (
            <Table
              caption={t('connector.results')}
              rows={items}
              rowKey={(row) => row.id}
              empty={<Empty title={t('connector.noResults')} hint={t('connector.noResultsHint')} />}
              columns={[
                {
                  key: 'title',
                  title: t('connector.result'),
                  cell: (row) => row.title ?? row.id.slice(0, 8),
                },
                { key: 'state', title: t('connector.state'), cell: (row) => <ResultState row={row} /> },
                { key: 'rows', title: t('connector.rows'), numeric: true, cell: (row) => row.rows ?? '—' },
                { key: 'leaf', title: t('connector.evidence'), cell: (row) => <Leaf leaf={row.leaf} /> },
                { key: 'at', title: t('connector.at'), cell: (row) => <When at={row.storedAt} /> },
                {
                  key: 'act',
                  title: t('connector.next'),
                  cell: (row) =>
                    row.digest && row.destroyedAt === null ? (
                      <span className="actions">
                        {usable && (
                          <Button size="small" onClick={() => setShown(row.id)}>
                            {t('connector.show')}
                          </Button>
                        )}
                        <a href={`/api/remote-contracts/${remote.id}/results/${row.id}/receipt`} download>
                          {t('connector.receipt')}
                        </a>
                      </span>
                    ) : null,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </>
  )
}

function ResultState({ row }: { readonly row: ResultView }) {
  const { t, pick } = useFormat()
  if (row.destroyedAt !== null) return <Chip>{t('connector.destroyed')}</Chip>
  return (
    <>
      <Chip meaning={row.problem ? 'no' : 'ok'}>{t(`state.run.${row.state}`)}</Chip>
      {row.problem && <div className="faint">{pick(row.problem)}</div>}
    </>
  )
}

function Ask({ remote, onDone }: Props & { readonly onDone: (result: ResultView) => void }) {
  const { t, pick } = useFormat()
  const use = useRemoteUse(remote.id)
  const [sql, setSql] = useState('')
  const [title, setTitle] = useState('')
  const run = () =>
    use.mutate(
      { sql, ...(title ? { title } : {}) },
      { onSuccess: (result) => result.digest !== null && onDone(result) },
    )
  return (
    <Card title={t('connector.use')} extra={<span className="faint">{t('connector.useHint')}</span>}>
      <div className="stack tight">
        <Input
          aria-label={t('connector.resultTitle')}
          placeholder={t('connector.resultTitle')}
          value={title}
          maxLength={120}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Input.TextArea
          aria-label={t('connector.sql')}
          placeholder={t('connector.sql')}
          className="mono"
          rows={5}
          value={sql}
          onChange={(event) => setSql(event.target.value)}
        />
        <div>
          <Action
            primary
            loading={use.isPending}
            whyNot={sql.trim() === '' ? t('connector.sqlFirst') : null}
            onClick={run}
          >
            {t('connector.run')}
          </Action>
        </div>
        {use.error ? <Problem error={use.error} /> : null}
        {use.data?.problem && (
          <p className="why" role="alert">
            <b className="head">⊘ {t('connector.refusedThere')}</b> {pick(use.data.problem)}{' '}
            <span className="code">{use.data.problem.code}</span>
          </p>
        )}
      </div>
    </Card>
  )
}

function Kept({ remote, runId }: Props & { readonly runId: string }) {
  const { t } = useFormat()
  const kept = useKeptResult(remote.id, runId)
  return (
    <Card title={t('connector.kept')} extra={<Chip meaning="seal">{t('connector.receiptVerified')}</Chip>}>
      <Loaded of={kept}>
        {(table) => (
          <Stamp>
            <ResultTable table={table} caption={t('connector.kept')} />
          </Stamp>
        )}
      </Loaded>
    </Card>
  )
}

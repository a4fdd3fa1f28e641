import { Button } from 'antd'
import { useState } from 'react'
import { type TaskView, useTaskRuns } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Hash, Leaf, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { RunStateChip } from './run-state.tsx'

const PAGE = 50

/** All runs of a task with exact scores, for the organiser. */
export function Runs({ contest, task }: { readonly contest: string; readonly task: TaskView }) {
  const { t, number } = useFormat()
  const [offset, setOffset] = useState(0)
  const runs = useTaskRuns(contest, task.code, offset)
  const total = runs.data?.total ?? 0
  const score = (value: number | null) =>
    value === null ? <span className="faint">—</span> : number(value, task.digits + 2)
  return (
    <section className="stack">
      <h3>{t('contestTask.runs')}</h3>
      <Table
        caption={t('contestTask.runs')}
        rows={runs.data?.items}
        rowKey={(run) => run.id}
        empty={<p className="muted">{t('contestTask.noRuns')}</p>}
        columns={[
          { key: 'team', title: t('contestTask.team'), cell: (run) => <b>{run.teamName}</b> },
          {
            key: 'kind',
            title: t('contestTask.kindColumn'),
            cell: (run) => t(`contestTask.kind.${run.kind}`),
          },
          {
            key: 'state',
            title: t('contestTask.stateColumn'),
            cell: (run) => (
              <span className="row">
                <RunStateChip run={run} />
                {run.problem && <span className="faint">{t(`contestTask.problemShort.${run.problem}`)}</span>}
                {run.chosen && <Chip meaning="seal">{t('contestTask.decides')}</Chip>}
              </span>
            ),
          },
          {
            key: 'public',
            title: t('contestTask.publicScore'),
            numeric: true,
            cell: (run) => score(run.publicExact),
          },
          {
            key: 'private',
            title: t('contestTask.privateScore'),
            numeric: true,
            cell: (run) => score(run.privateExact),
          },
          {
            key: 'counted',
            title: t('contestTask.counted'),
            cell: (run) => t(run.counted ? 'contestTask.yes' : 'contestTask.no'),
          },
          { key: 'program', title: t('contestTask.program'), cell: (run) => <Hash value={run.digest} /> },
          { key: 'at', title: t('contestTask.askedAt'), cell: (run) => <When at={run.createdAt} /> },
          { key: 'leaf', title: t('contestTask.evidence'), cell: (run) => <Leaf leaf={run.leaf} /> },
        ]}
      />
      {total > PAGE && (
        <nav className="pager" aria-label={t('list.pages')}>
          <Button size="small" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
            {t('list.before')}
          </Button>
          <span>{t('list.range', { from: offset + 1, to: Math.min(total, offset + PAGE), total })}</span>
          <Button size="small" disabled={offset + PAGE >= total} onClick={() => setOffset(offset + PAGE)}>
            {t('list.after')}
          </Button>
        </nav>
      )}
    </section>
  )
}

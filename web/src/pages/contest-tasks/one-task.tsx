import { Segmented } from 'antd'
import { useState } from 'react'
import { type Board, type OrganiserTask, useReleaseScores, useTaskBoard } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Action } from '../../parts/reason.tsx'
import { Hash, Leaf, Num, When } from '../../parts/say.tsx'
import { BoardTable } from './board-table.tsx'
import { DataForm } from './data-form.tsx'
import { Runs } from './runs.tsx'

interface TaskProps {
  readonly contest: string
  readonly one: OrganiserTask
}

/** One hidden test with everything about it. */
export function OneTask({ contest, one }: TaskProps) {
  const { t, name } = useFormat()
  const { task, data, runs } = one
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0)
  return (
    <Card
      title={name(task.titleZh, task.titleEn)}
      extra={
        <Chip meaning={data ? 'ok' : 'warn'}>{t(data ? 'contestTask.ready' : 'contestTask.needsData')}</Chip>
      }
    >
      <div className="stack">
        <Facts
          rows={[
            {
              key: 'metric',
              name: t('contestTask.measuredBy'),
              value: t(`contestTask.metric.${task.metric}`),
            },
            {
              key: 'cpu',
              name: t('contestTask.limits'),
              value: t('contestTask.limitsSay', { seconds: task.cpuSeconds }),
            },
            { key: 'runs', name: t('contestTask.runs'), value: t('contestTask.runCounts', runs) },
            ...(data
              ? [
                  {
                    key: 'rows',
                    name: t('contestTask.rows'),
                    value: t('contestTask.rowsSay', {
                      rows: data.rows,
                      public: data.publicRows,
                      hidden: data.hiddenRows,
                    }),
                  },
                  {
                    key: 'base',
                    name: t('contestTask.baseline'),
                    value: <Num value={data.baseline} digits={3} />,
                  },
                  { key: 'hash', name: t('contestTask.hash'), value: <Hash value={data.digest} /> },
                  { key: 'at', name: t('contestTask.broughtAt'), value: <When at={data.uploadedAt} /> },
                  { key: 'leaf', name: t('contestTask.evidence'), value: <Leaf leaf={data.leaf} /> },
                ]
              : []),
          ]}
        />
        {all === 0 && task.releasedAt === null && <DataForm contest={contest} one={one} />}
        {data && (
          <>
            <Runs contest={contest} task={task} />
            <Boards contest={contest} one={one} />
            <Release contest={contest} one={one} />
          </>
        )}
      </div>
    </Card>
  )
}

function Boards({ contest, one }: TaskProps) {
  const { t } = useFormat()
  const [of, setOf] = useState<Board['of']>('public')
  const board = useTaskBoard(contest, one.task.code, of)
  return (
    <section className="stack">
      <Segmented
        aria-label={t('contestTask.boards')}
        value={of}
        onChange={setOf}
        options={[
          { value: 'public', label: t('contestTask.publicBoard') },
          { value: 'private', label: t('contestTask.privateBoard') },
        ]}
      />
      <Loaded of={board} lines={4}>
        {(data) => <BoardTable board={data} digits={one.task.digits} />}
      </Loaded>
    </section>
  )
}

function Release({ contest, one }: TaskProps) {
  const { t } = useFormat()
  const [asking, setAsking] = useState(false)
  const release = useReleaseScores(contest, one.task.code)
  if (one.task.releasedAt !== null)
    return (
      <p>
        <Chip meaning="seal">{t('contestTask.released')}</Chip> <When at={one.task.releasedAt} />
      </p>
    )
  const waits = one.runs.queued + one.runs.running > 0 || one.task.open
  return (
    <div className="row">
      <Action whyNot={waits && t('contestTask.releaseWaits')} onClick={() => setAsking(true)}>
        {t('contestTask.release')}
      </Action>
      {asking && (
        <ConfirmDialog
          title={t('contestTask.release')}
          explain={t('contestTask.releaseSay')}
          confirm={t('contestTask.release')}
          onClose={() => setAsking(false)}
          onConfirm={() => release.mutate(undefined, { onSuccess: () => setAsking(false) })}
          pending={release.isPending}
          error={release.error}
        />
      )}
    </div>
  )
}

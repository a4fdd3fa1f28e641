import { Button } from 'antd'
import { useState } from 'react'
import { type TeamRun, type TeamTask, useAskRun, useRunAct } from '../../api/contest-tasks.ts'
import { date } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Problem } from '../../parts/problem.tsx'
import { RunLogView } from './run-log.tsx'
import { RunStateChip } from './run-state.tsx'

interface TeamRunsProps {
  readonly contest: string
  readonly data: TeamTask
}

/** The own runs, the newest first: on the sample with their log, on the hidden rows with their answer. */
export function TeamRuns({ contest, data }: TeamRunsProps) {
  const { t } = useFormat()
  const ask = useAskRun(contest, data.task.code)
  const act = useRunAct(contest, data.task.code)
  const busy = ask.isPending || act.isPending
  const problem = ask.error ?? act.error
  const open = data.runs.some(
    ({ kind, state }) => kind === 'hidden' && (state === 'queued' || state === 'running'),
  )
  return (
    <section className="card" aria-live="polite">
      <h2>{t('contestTask.runs')}</h2>
      {problem ? <Problem error={problem} /> : null}
      {data.runs.length === 0 ? (
        <p className="muted">{t('contestTask.noRuns')}</p>
      ) : (
        <ul className="enter-list">
          {data.runs.map((run) => (
            <li key={run.id} data-run={run.kind} data-state={run.state}>
              <RunHead run={run} />
              <RunSays run={run} digits={data.task.digits} />
              {run.kind === 'sample' && run.state !== 'queued' && run.state !== 'running' && (
                <RunLogView contest={contest} task={data.task.code} run={run.id} />
              )}
              <div className="row">
                {run.kind === 'sample' && run.state === 'scored' && (
                  <Button
                    size="small"
                    type="primary"
                    disabled={!data.mayRun || open || data.quota.leftToday === 0}
                    loading={busy}
                    onClick={() => ask.mutate(run.artefactId)}
                  >
                    {t('contestTask.score')}
                  </Button>
                )}
                {(run.state === 'queued' || run.state === 'running') && (
                  <CancelRun busy={busy} onCancel={() => act.mutate({ run: run.id, act: 'cancel' })} />
                )}
                {run.kind === 'hidden' && run.state === 'scored' && !run.chosen && data.task.open && (
                  <Button
                    size="small"
                    disabled={busy}
                    onClick={() => act.mutate({ run: run.id, act: 'choose' })}
                  >
                    {t('contestTask.choose')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function RunHead({ run }: { readonly run: TeamRun }) {
  const { t } = useFormat()
  return (
    <>
      <span className="my-row">
        <b>{t(`contestTask.kind.${run.kind}`)}</b>
        <RunStateChip run={run} />
      </span>
      <span className="faint task-name">
        {run.name} · <span className="mono">{run.digest.slice(0, 12)}</span> · {date(run.createdAt)}
      </span>
    </>
  )
}

function RunSays({ run, digits }: { readonly run: TeamRun; readonly digits: number }) {
  const { t, number } = useFormat()
  if (run.state === 'queued') return <span>{t('contestTask.place', { place: run.place ?? 1 })}</span>
  if (run.state === 'running')
    return (
      <span>
        {run.answerAt === null
          ? t('contestTask.soon')
          : t('contestTask.answerAt', { at: date(run.answerAt) })}
      </span>
    )
  if (run.state === 'failed')
    return (
      <span>
        {t(`contestTask.problem.${run.problem}`)}{' '}
        {run.kind === 'hidden' && !run.counted && t('contestTask.free')}
      </span>
    )
  if (run.state !== 'scored') return null
  return (
    <>
      {run.publicScore !== null && (
        <span>
          {t(run.kind === 'sample' ? 'contestTask.sampleScore' : 'contestTask.publicScore')}{' '}
          <b className="mono">{number(run.publicScore, digits)}</b>
        </span>
      )}
      {run.privateScore !== null && (
        <span>
          {t('contestTask.privateScore')} <b className="mono">{number(run.privateScore, digits)}</b>
        </span>
      )}
      {run.chosen && <Chip meaning="seal">{t('contestTask.decides')}</Chip>}
    </>
  )
}

/** Asked twice: what is taken back does not come again. */
function CancelRun({ busy, onCancel }: { readonly busy: boolean; readonly onCancel: () => void }) {
  const { t } = useFormat()
  const [sure, setSure] = useState(false)
  return (
    <Button size="small" danger disabled={busy} onClick={() => (sure ? onCancel() : setSure(true))}>
      {t(sure ? 'contestTask.cancelSure' : 'contestTask.cancel')}
    </Button>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useCancelJob, useJob } from '../api/jobs.ts'
import type { JobView } from '../api/types.ts'
import { duration, percent } from '../lib/format.ts'
import { useEvents } from '../lib/use-events.ts'
import { useFormat } from '../lib/use-format.ts'
import { Problem } from './problem.tsx'
import { State } from './state.tsx'

/** A bar that may not know its end. */
export function Bar({ share, label }: { readonly share: number | null; readonly label: string }) {
  const known = share !== null
  return (
    <div
      className={`bar ${known ? '' : 'unknown'}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': Math.round(share * 100) } : {})}
    >
      <i style={known ? { width: `${share * 100}%` } : undefined} />
    </div>
  )
}

/** A long work: what it does now, how far, how much longer, and a way to stop it. Survives a reload by its id. */
export function JobProgress({
  id,
  onDone,
}: {
  readonly id: string
  readonly onDone?: (job: JobView) => void
}) {
  const { t } = useFormat()
  const client = useQueryClient()
  const { data: job, error } = useJob(id)
  const cancel = useCancelJob(id)
  const [told, setTold] = useState(false)
  const running = job?.state === 'queued' || job?.state === 'active'
  const ended = job && !running ? job : null
  // A short job ends before anybody listens, and an event may be lost: its state as read counts as well.
  useEffect(() => {
    if (!ended || told) return
    setTold(true)
    void client.invalidateQueries({ queryKey: ['jobs'] })
    onDone?.(ended)
  }, [ended, told, client, onDone])
  useEvents(running || !job ? `/jobs/${id}/events` : null, {
    job: (data) => client.setQueryData(['job', id], data),
  })
  if (error) return <Problem error={error} />
  if (!job) return <Bar share={null} label={t('job.starting')} />
  return (
    <div className="stack tight" aria-live="polite">
      <div className="row">
        <b>{t(`job.kind.${job.kind}`, { defaultValue: job.kind })}</b>
        <State kind="job" value={job.state} />
        <span className="muted">
          {running &&
            job.message &&
            t(`job.say.${job.message.key}`, { ...job.message.params, defaultValue: job.message.key })}
        </span>
        <span style={{ flex: 1 }} />
        {running && (
          <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
      {running && <Bar share={job.progress} label={t(`job.kind.${job.kind}`, { defaultValue: job.kind })} />}
      {running && <Pace job={job} />}
      {job.error && <JobError error={job.error} />}
    </div>
  )
}

function Pace({ job }: { readonly job: JobView }) {
  const { t } = useFormat()
  if (!job.progress) return <span className="faint">{t('job.unknown')}</span>
  const spent = job.updatedAt - job.createdAt
  return (
    <span className="faint">
      {percent(job.progress)} · {t('job.spent', { time: duration(spent) })} ·{' '}
      {t('job.left', { time: duration((spent / job.progress) * (1 - job.progress)) })}
    </span>
  )
}

export function JobError({ error }: { readonly error: NonNullable<JobView['error']> }) {
  const { pick } = useFormat()
  return (
    <div className="why" role="alert">
      {pick(error)} <span className="code">{error.code}</span>
    </div>
  )
}

import '../../parts/seat/seat.css'
import './seat-jobs.css'
import { useState } from 'react'
import { useColleagueName } from '../../api/colleagues.ts'
import { isJobLive, useCancelSeatJob, useSeatJobs } from '../../api/seat-jobs.ts'
import type { SeatJobView } from '../../api/types.ts'
import { duration, percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { JobLog } from './job-log.tsx'
import { StartJobDialog } from './start-job.tsx'

/** Long work in the background: a script with its parameters, its place, its progress and what it prints. */
export function SeatJobs({ seatId }: { readonly seatId: string }) {
  const { t } = useFormat()
  const jobs = useSeatJobs(seatId)
  const cancel = useCancelSeatJob(seatId)
  const [starting, setStarting] = useState(false)
  const [open, setOpen] = useState('')
  const start = <Action onClick={() => setStarting(true)}>{t('seatJob.start')}</Action>
  return (
    <Card title={t('seatJob.title')} extra={start}>
      <p className="muted">{t('seatJob.about')}</p>
      {cancel.error ? <Problem error={cancel.error} /> : null}
      <Loaded of={jobs} lines={5}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('seatJob.none')} hint={t('seatJob.noneHint')} />
          ) : (
            <ul className="items seat-jobs">
              {items.map((job) => (
                <li key={job.id}>
                  <Job
                    job={job}
                    open={open === job.id}
                    onOpen={() => setOpen(open === job.id ? '' : job.id)}
                    onCancel={() => cancel.mutate(job.id)}
                    cancelling={cancel.isPending && cancel.variables === job.id}
                  />
                  {open === job.id && <JobLog seatId={seatId} job={job} />}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {starting && (
        <StartJobDialog
          seatId={seatId}
          onClose={() => setStarting(false)}
          onStarted={(id) => {
            setStarting(false)
            setOpen(id)
          }}
        />
      )}
    </Card>
  )
}

const MEANING: Readonly<Record<SeatJobView['state'], Meaning>> = {
  waiting: 'warn',
  running: 'warn',
  ok: 'ok',
  failed: 'no',
  cancelled: 'none',
  time: 'no',
  memory: 'no',
  died: 'no',
}

interface JobProps {
  readonly job: SeatJobView
  readonly open: boolean
  readonly cancelling: boolean
  readonly onOpen: () => void
  readonly onCancel: () => void
}

function Job({ job, open, cancelling, onOpen, onCancel }: JobProps) {
  const { t, pick } = useFormat()
  const name = useColleagueName()
  const live = isJobLive(job)
  const parameters = Object.entries(job.parameters)
  return (
    <div className="stack tight">
      <div className="row">
        <code>{job.script}</code>
        <Chip meaning={MEANING[job.state]}>
          {t(`seatJob.state.${job.state}`)}
          {job.state === 'waiting' && job.place !== null && ` · ${t('notebook.place', { place: job.place })}`}
        </Chip>
        <span style={{ flex: 1 }} />
        <Action whyNot={!live && t('seatJob.whyNot')} loading={cancelling} onClick={onCancel}>
          {t('common.cancel')}
        </Action>
        <button type="button" className="tool framed" aria-expanded={open} onClick={onOpen}>
          {t('seatJob.log')}
        </button>
      </div>
      {job.state === 'running' && (
        <Bar share={job.progress} label={t('seatJob.progressOf', { script: job.script })} />
      )}
      <span className="faint">
        {job.state === 'running' && job.progress !== null && `${percent(job.progress)} · `}
        {name(job.startedBy, t('notebook.someone'))} · <When at={job.createdAt} />
        {job.endedAt !== null && ` · ${duration(job.endedAt - job.createdAt)}`}
        {parameters.length > 0 && ` · ${parameters.map(([key, value]) => `${key}=${value}`).join('  ')}`}
      </span>
      {job.problem && (
        <p className="why">
          {pick(job.problem)} <span className="code">{job.problem.code}</span>
        </p>
      )}
    </div>
  )
}

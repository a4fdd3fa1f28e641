import './task.css'
import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { type TeamTask, useTeamTask } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { HandIn } from './hand-in.tsx'
import { TeamBoard } from './team-board.tsx'
import { TeamRuns } from './team-runs.tsx'

/** One hidden test: what is asked, the own programs and their answers, the board. */
export function Component() {
  const { id = '', task: code = '' } = useParams()
  const { t, name } = useFormat()
  const task = useTeamTask(id, code)
  const title = task.data ? name(task.data.task.titleZh, task.data.task.titleEn) : ''
  useEffect(() => {
    if (title) document.title = title
  }, [title])
  return (
    <>
      <Link to={`/enter/contests/${id}/tasks`}>{t('contestTask.back')}</Link>
      <Loaded of={task} lines={8}>
        {(data) => (
          <>
            <h1>{title}</h1>
            <Asked contest={id} data={data} />
            <Left data={data} />
            <HandIn contest={id} data={data} />
            <TeamRuns contest={id} data={data} />
            <TeamBoard contest={id} data={data} />
          </>
        )}
      </Loaded>
    </>
  )
}

interface Part {
  readonly data: TeamTask
}

/** What is asked, and in which form. */
function Asked({ contest, data: { task } }: Part & { readonly contest: string }) {
  const { t, name, number } = useFormat()
  return (
    <section className="card">
      <p className="enter-text">{name(task.textZh, task.textEn)}</p>
      <dl className="my-says">
        <dt>{t('contestTask.measuredBy')}</dt>
        <dd>
          {t(`contestTask.metric.${task.metric}`)} ·{' '}
          {t(task.higherIsBetter ? 'contestTask.higher' : 'contestTask.lower')}
        </dd>
        <dt>{t('contestTask.limits')}</dt>
        <dd>{t('contestTask.limitsSay', { seconds: task.cpuSeconds })}</dd>
        <dt>{t('contestTask.parts')}</dt>
        <dd>{t('contestTask.partsSay', { percent: number(task.publicShare * 100) })}</dd>
      </dl>
      {task.answer && (
        <details>
          <summary>{t('contestTask.columns', { count: task.columns.length })}</summary>
          <ul className="task-columns">
            {task.columns.map((column) => (
              <li key={column.name}>
                <span className="mono">{column.name}</span>
                <span className="faint">{t(`contestTask.type.${column.type}`)}</span>
              </li>
            ))}
            <li>
              <span className="mono">{task.answer.name}</span>
              <span className="faint">{t('contestTask.toPredict')}</span>
            </li>
          </ul>
        </details>
      )}
      <details>
        <summary>{t('contestTask.form')}</summary>
        <p>{t('contestTask.formFunction')}</p>
        <pre className="task-code">{EXAMPLE}</pre>
        <p>{t('contestTask.formScript')}</p>
        <p>{t('contestTask.formZip')}</p>
        <p>{t('contestTask.formQuiet')}</p>
      </details>
      {task.ready && (
        <a href={`/api/contest/${contest}/tasks/${task.code}/sample`} download>
          {t('contestTask.sample', { rows: task.sampleRows })}
        </a>
      )}
    </section>
  )
}

const EXAMPLE = `def predict(rows):
    return [len(row) for row in rows]`

/** What is left of the quota. */
function Left({ data: { quota, task, mayRun } }: Part) {
  const { t } = useFormat()
  return (
    <section className="card" aria-label={t('contestTask.left')}>
      <h2>{t('contestTask.left')}</h2>
      <p>
        {t('contestTask.leftSay', {
          today: quota.leftToday,
          perDay: quota.perDay,
          all: quota.leftInAll,
          inAll: quota.inAll,
        })}
      </p>
      <p className="faint">{t('contestTask.notCounted')}</p>
      {!mayRun && (
        <Chip meaning="warn">
          {t(
            task.ready
              ? task.open
                ? 'contestTask.notFinalist'
                : 'contestTask.closed'
              : 'contestTask.notReady',
          )}
        </Chip>
      )}
    </section>
  )
}

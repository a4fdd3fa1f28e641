import { useEffect } from 'react'
import { Link, useParams } from 'react-router'
import { useTeamTasks } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'

/** The hidden tests of a contest, for a team. */
export function Component() {
  const { id = '' } = useParams()
  const { t, name } = useFormat()
  const tasks = useTeamTasks(id)
  useEffect(() => {
    document.title = t('contestTask.title')
  }, [t])
  return (
    <>
      <Link to={`/enter/contests/${id}`}>{t('contestTask.backToTeam')}</Link>
      <h1>{t('contestTask.title')}</h1>
      <p className="muted">{t('contestTask.what')}</p>
      <Loaded of={tasks} lines={5}>
        {(items) =>
          items.length === 0 ? (
            <p className="muted">{t('contestTask.none')}</p>
          ) : (
            items.map((task) => (
              <Link key={task.code} className="my-item" to={`/enter/contests/${id}/tasks/${task.code}`}>
                <section className="card">
                  <b>{name(task.titleZh, task.titleEn)}</b>
                  <span className="my-row">
                    <span className="faint">{t(`contestTask.metric.${task.metric}`)}</span>
                    <Chip meaning={task.open && task.ready ? 'ok' : 'none'}>
                      {t(
                        task.ready
                          ? task.open
                            ? 'contestTask.open'
                            : 'contestTask.closed'
                          : 'contestTask.notReady',
                      )}
                    </Chip>
                  </span>
                </section>
              </Link>
            ))
          )
        }
      </Loaded>
    </>
  )
}

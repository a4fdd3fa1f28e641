import './task.css'
import { useContestTasks } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { ContestPage } from '../contests/contest-page.tsx'
import { OneTask } from './one-task.tsx'

/** Hidden tests, for the organiser: data, runs, boards, release. */
export function Component() {
  const { t } = useFormat()
  return <ContestPage name={t('contestTask.title')}>{(id) => <Tasks contest={id} />}</ContestPage>
}

function Tasks({ contest }: { readonly contest: string }) {
  const { t } = useFormat()
  const tasks = useContestTasks(contest)
  return (
    <Loaded of={tasks} lines={8}>
      {(items) =>
        items.length === 0 ? (
          <Empty title={t('contestTask.none')} hint={t('contestTask.noneHint')} />
        ) : (
          items.map((task) => <OneTask key={task.task.code} contest={contest} one={task} />)
        )
      }
    </Loaded>
  )
}

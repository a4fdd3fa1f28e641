import { type TeamTask, useTeamBoard } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { BoardTable } from './board-table.tsx'

/** Public scores of all teams; those that decided once they are released. */
export function TeamBoard({ contest, data }: { readonly contest: string; readonly data: TeamTask }) {
  const { t } = useFormat()
  const { task, runs } = data
  const answered = runs.filter(({ state }) => state === 'scored').length
  const board = useTeamBoard(contest, task.code, answered)
  return (
    <section className="card">
      <h2>{t(task.releasedAt === null ? 'contestTask.publicBoard' : 'contestTask.privateBoard')}</h2>
      <p className="faint">
        {t(task.releasedAt === null ? 'contestTask.publicBoardSay' : 'contestTask.privateBoardSay')}
      </p>
      <Loaded of={board} lines={4}>
        {(now) => <BoardTable board={now} digits={task.digits} />}
      </Loaded>
    </section>
  )
}

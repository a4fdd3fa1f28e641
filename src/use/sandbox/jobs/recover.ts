import { systemActor } from '../../../kernel/actor.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { problemOf, type WorkTools } from '../work/tools.ts'

/** Jobs that a killed server left open. How many there were. */
export async function recoverJobs({ core, recording }: WorkTools): Promise<number> {
  const lost = await core.db
    .selectFrom('seat_job')
    .select(['id', 'seat_id', 'started_by', 'script'])
    .where('ended_at', 'is', null)
    .execute()
  if (lost.length === 0) return 0
  const problem = problemOf('CELL_LOST', { whyZh: '服务重新启动', whyEn: 'the server was restarted' })
  await act(core, systemActor('recovery'), async ({ tx, now, note }) => {
    for (const { id, seat_id } of lost) {
      await tx
        .updateTable('seat_job')
        .set({ state: 'died', ended_at: now, problem: JSON.stringify(problem) })
        .where('id', '=', id)
        .execute()
      note({ kind: 'seat.job_lost', subject: { seat: seat_id, job: id } })
    }
    await recording.keepIn(
      tx,
      lost.map((row) => ({
        seatId: row.seat_id,
        userId: row.started_by,
        kind: 'job' as const,
        text: `${row.script}: died`,
        leaf: null,
      })),
    )
  })
  return lost.length
}

import type { UserActor } from '../../../kernel/actor.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import type { Origin } from '../../run/index.ts'
import { CELL_MOST_ROWS, textCost } from '../views/index.ts'
import { lookIn, type WorkTools } from '../work/tools.ts'
import { LOG_PAGE, type LogPage } from './model.ts'
import { jobRow, linesFrom } from './store.ts'

/**
 * Lines of a log. They are views as much as what a cell prints: each counts in the moment that somebody first looks at
 * it, so that a log which nobody reads costs nothing.
 */
export async function lookAtLog(
  tools: WorkTools,
  actor: UserActor,
  at: { readonly seatId: string; readonly jobId: string; readonly from: number },
  origin: Origin,
): Promise<LogPage> {
  const { core, views } = tools
  const seat = await lookIn(tools, actor, at.seatId, origin)
  const job = await jobRow(core.db, at.seatId, at.jobId)
  const found = await linesFrom(core.db, job.id, at.from, LOG_PAGE)
  const known = found.filter(({ number }) => number < job.seen)
  const fresh = found.slice(known.length)
  const costs = fresh.map(({ line }) => Math.max(1, textCost(line)))
  const asked = costs.reduce((sum, cost) => sum + cost, 0)
  const page = (lines: typeof found, capped: boolean) => async (): Promise<LogPage> => ({
    lines: lines.map(({ line, stream }) => ({ line, stream })),
    next: lines.at(-1) ? lines.at(-1)!.number + 1 : at.from,
    ended: job.ended_at !== null && lines.length === found.length && found.length < LOG_PAGE,
    capped,
    cut: job.cut,
    watermark: await views.watermark(actor),
  })
  if (fresh.length === 0) return page(found, false)()

  const lease = await views.lease(seat.projectId, Math.min(asked, CELL_MOST_ROWS))
  let left = lease.rows
  const shown = fresh.slice(0, countWithin(costs, lease.rows))
  for (const [index] of shown.entries()) left -= costs[index]!
  const capped = shown.length < fresh.length && lease.capped
  const who = {
    seatId: seat.id,
    userId: actor.userId,
    projectId: seat.projectId,
    consumerId: seat.consumerId,
  }
  const rows = lease.rows - left
  const seen = shown.at(-1) ? shown.at(-1)!.number + 1 : job.seen
  const acted = await act(core, actor, async ({ tx, note, emit }) => {
    await lease.pay(tx, rows)
    await tx
      .updateTable('seat_job')
      .set((eb) => ({ seen: eb.fn<number>('greatest', ['seen', eb.val(seen)]) }))
      .where('id', '=', job.id)
      .execute()
    note({
      kind: 'seat.log_viewed',
      subject: { seat: seat.id, job: job.id, consumer: seat.consumerId },
      payload: { rows, lines: shown.length, capped },
    })
    if (capped) emit('seat.capped', who)
  })
  lease.done()
  const text = shown.map(({ line }) => line).join('\n')
  await tools.recording.keep({
    seatId: seat.id,
    userId: actor.userId,
    kind: capped ? 'capped' : 'view',
    text: `${job.script} @${at.from}`,
    outputs: text === '' ? [] : [{ kind: 'text', stream: 'out', text }],
    leaf: acted.entries[0]!.leaf,
  })
  return page([...known, ...shown], capped)()
}

/** How many of the first fit into so many rows. */
function countWithin(costs: readonly number[], rows: number): number {
  let left = rows
  const over = costs.findIndex((cost) => (left -= cost) < 0)
  return over < 0 ? costs.length : over
}

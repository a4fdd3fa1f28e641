import { systemActor } from '../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../kernel/errors/index.ts'
import type { Core } from '../safeguard/evidence/index.ts'
import { createWatch, type Watch, type WatchNumbers } from '../oversight/watch/index.ts'
import { problemOf, type Runs } from '../use/run/index.ts'
import type { Sandbox } from '../use/sandbox/index.ts'

const WATCH = systemActor('watch')
/** CPU weight of a seat that nobody slowed down. */
const NORMAL = 100

/** The watch, with its doors to seats and runs. */
export const wireWatch = (core: Core, runs: Runs, sandbox: Sandbox): Watch =>
  createWatch(core, {
    blockSeat: (seatId) => blockSeat(sandbox, seatId),
    unblockSeat: (seatId) => unblockSeat(core, sandbox, seatId),
    weighSeat: async (seatId, weight) => sandbox.seats.awake(seatId)?.box.weigh(weight ?? NORMAL),
    stopRun: (runId) => void runs.stop(runId, 'cancelled'),
    numbers: numbersOf(core, sandbox),
  })

/** What is blocked or closed already stays as it is. */
async function blockSeat({ seats }: Sandbox, seatId: string): Promise<void> {
  await seats
    .block(seatId, problemOf(new XinyuError('WATCH_SEAT_BLOCKED')), WATCH)
    .catch((error: unknown) => {
      if (!isXinyuError(error) || error.code !== 'SEAT_STATE') throw error
    })
}

/** Only what the watch blocked: a duty officer's own block stays. */
async function unblockSeat(core: Core, { seats }: Sandbox, seatId: string): Promise<void> {
  const row = await core.db
    .selectFrom('seat')
    .select(['state', 'problem'])
    .where('id', '=', seatId)
    .executeTakeFirst()
  if (row?.state === 'blocked' && row.problem?.code === 'WATCH_SEAT_BLOCKED')
    await seats.unblock(seatId, WATCH)
}

/** One query for all seats; what they use is what was last measured. */
function numbersOf(core: Core, { seats }: Sandbox): WatchNumbers {
  const before = new Map<string, { readonly at: number; readonly cpuMs: number; readonly cores: number }>()
  const coresOf = (seatId: string): number => {
    const awake = seats.house.awake.get(seatId)
    if (!awake?.usage) return 0
    const { usageAt: at, usage } = awake
    const last = before.get(seatId)
    if (last && at <= last.at) return last.cores
    const cores = last ? Math.max(0, usage.cpuMs - last.cpuMs) / (at - last.at) : 0
    before.set(seatId, { at, cpuMs: usage.cpuMs, cores })
    return cores
  }
  return {
    async seats() {
      const rows = await core.db
        .selectFrom('seat')
        .select(['id', 'name', 'consumer_id', 'state'])
        .where('state', '<>', 'closed')
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      for (const id of before.keys()) if (!seats.house.awake.has(id)) before.delete(id)
      const { cell, job } = seats.house.queues
      return {
        seats: rows.map((row) => ({
          id: row.id,
          name: row.name,
          consumerId: row.consumer_id,
          state: row.state,
          cpu: coresOf(row.id),
          memory: seats.house.awake.get(row.id)?.usage?.memoryBytes ?? 0,
        })),
        queue: cell.load().waiting + job.load().waiting,
      }
    },
    async airlock() {
      const row = await core.db
        .selectFrom('airlock_request')
        .select((eb) => [eb.fn.countAll<number>().as('waiting'), eb.fn.min('submitted_at').as('oldest')])
        .where('state', 'in', ['review', 'differ'])
        .executeTakeFirstOrThrow()
      return { waiting: row.waiting, oldestMs: row.oldest === null ? null : core.clock.now() - row.oldest }
    },
  }
}

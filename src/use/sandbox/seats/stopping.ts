import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, systemActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { dateFormat } from '../../../kernel/date-format.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { type ProblemView, problemOf } from '../../run/index.ts'
import type { ClosedBecause } from '../driver/driver.ts'
import { changeSeat, endGrants } from './actions.ts'
import { endAll } from './grants.ts'
import { type Awake, type House, isAwake } from './house.ts'
import { destroyFiles, keepFiles } from './kept.ts'
import type { SeatStop } from './live.ts'
import { seatById, type SeatRow } from './store.ts'
import { addCpu } from './usage.ts'

const KEEPER = systemActor('seats')
/** How long a seat that must stop at once may take to save its files; beyond, the last saving stands. */
const AT_ONCE_MS = 500
const SAVE_MS = 60_000

export interface Stopping {
  /** Puts an awake seat to sleep; nothing where it is not awake. */
  sleep(seatId: string, why: Exclude<SeatStop, 'blocked' | 'closed'>, problem: ProblemView): Promise<void>
  block(seatId: string, why: ProblemView, by: Actor): Promise<void>
  unblock(seatId: string, by: Actor): Promise<void>
  /** Closes for good and destroys what was kept. Returns the leaf of the proof. */
  close(seatId: string, by: Actor, reason: string): Promise<number>
  /** Destroys what a killed closing left. */
  finish(row: SeatRow, reason: string): Promise<number>
  /** The processes ended by themselves. */
  died(awake: Awake, because: ClosedBecause): Promise<void>
  /** Keeps the files of an awake seat where they changed. */
  keep(awake: Awake): Promise<void>
}

export function createStopping(house: House, freed: () => void): Stopping {
  const { core } = house

  const keep = (awake: Awake): Promise<void> =>
    (awake.saving = awake.saving.then(
      () => keepNow(awake),
      () => keepNow(awake),
    ))
  const keepNow = async (awake: Awake): Promise<void> => {
    const row = await seatById(core, awake.id)
    if (!row || row.state === 'closed') return
    const { box } = awake.live
    const mark = markOf(await box.list())
    awake.dirty = false
    if (mark === awake.keptMark || (mark === EMPTY && row.files_generation === 0)) return
    await keepFiles(core, row, await box.save())
    awake.keptMark = mark
    awake.keptAt = core.clock.now()
  }

  /** Saves as far as there is time, ends all processes and grants, and gives the place back. Once. */
  const down = (awake: Awake, save: number, why: 'done' | 'cancelled'): Promise<void> =>
    (awake.down ??= (async () => {
      const { box } = awake.live
      try {
        if (save <= AT_ONCE_MS) await killed(box)
        if (save > 0) {
          const saved = keep(awake).catch((error: unknown) =>
            core.log.warn(
              { err: error, seat: awake.id },
              'the files of a seat were not saved; the last saving stands',
            ),
          )
          await Promise.race([saved, sleep(save, undefined, { ref: false })])
        }
        const used = await box.usage().catch(() => awake.usage)
        if (used) await addCpu(core, new Map([[awake.id, used.cpuMs - awake.cpuCounted]])).catch(() => {})
        await box.close()
      } finally {
        await endAll(awake.held, why)
        if (house.awake.get(awake.id) === awake) house.awake.delete(awake.id)
        house.slots.free(awake.slot)
        house.presence.clear(awake.id)
        freed()
      }
    })())

  const written = async (seatId: string, change: Promise<{ row: SeatRow }>): Promise<void> => {
    try {
      house.changed((await change).row)
    } catch (error) {
      // Blocked or closed in the same moment: that stands.
      if (!isXinyuError(error) || error.code !== 'SEAT_STATE') throw error
      core.log.debug({ seat: seatId }, 'a seat had another state meanwhile')
    }
  }

  const destroy = async (row: SeatRow, by: Actor, reason: string): Promise<number> => {
    const files = await destroyFiles(core, row)
    const work = await house.ports.destroy(row.id)
    const acted = await act(core, by, async ({ note }) =>
      note({
        kind: 'seat.destroyed',
        subject: { seat: row.id, project: row.project_id, consumer: row.consumer_id },
        payload: { files, work, reason },
      }),
    )
    const { leaf } = acted.entries[0]!
    await core.db.updateTable('seat').set({ destroyed_leaf: leaf }).where('id', '=', row.id).execute()
    return leaf
  }

  return {
    keep,
    async sleep(seatId, why, problem) {
      const found = house.awake.get(seatId)
      if (!isAwake(found)) return
      found.abort.abort(why)
      await house.inTurn(seatId, async () => {
        await down(found, why === 'narrowed' ? AT_ONCE_MS : SAVE_MS, 'done')
        const change = { problem, also: endGrants, payload: { why } }
        await written(seatId, changeSeat(core, KEEPER, seatId, 'sleep', change))
      })
    },
    async block(seatId, why, by) {
      const found = house.awake.get(seatId)
      found?.abort.abort('blocked')
      // Not in the seat's turn: whatever is under way there finds the state changed.
      const state = changeSeat(core, by, seatId, 'block', { problem: why, also: endGrants })
      const [changed] = await Promise.allSettled([state, found ? down(found, AT_ONCE_MS, 'cancelled') : null])
      if (changed.status === 'rejected') throw changed.reason
      house.changed(changed.value.row)
      await house.ports.record({
        seatId,
        userId: null,
        kind: 'state',
        text: 'blocked',
        leaf: changed.value.leaf,
      })
    },
    async unblock(seatId, by) {
      const { row, leaf } = await changeSeat(core, by, seatId, 'unblock')
      house.changed(row)
      await house.ports.record({ seatId, userId: null, kind: 'state', text: 'unblocked', leaf })
    },
    async close(seatId, by, reason) {
      const before = await seatById(core, seatId)
      if (!before) throw new XinyuError('NOT_FOUND', { what: 'seat' })
      const found = house.awake.get(seatId)
      found?.abort.abort('closed')
      const { row } = await changeSeat(core, by, seatId, 'close', { also: endGrants, payload: { reason } })
      if (found) await down(found, 0, 'done')
      house.changed(row)
      return destroy({ ...row, files_generation: before.files_generation }, by, reason)
    },
    finish: (row, reason) => destroy(row, KEEPER, reason),
    async died(awake, because) {
      if (awake.down) return
      awake.abort.abort('died')
      await house.inTurn(awake.id, async () => {
        await down(awake, 0, 'done')
        const at = (await seatById(core, awake.id))?.files_at ?? null
        const problem = problemOf(new XinyuError('SEAT_DIED', { ...DIED[because], at: whenOf(core, at) }))
        const change = { problem, also: endGrants, payload: { because } }
        await written(awake.id, changeSeat(core, KEEPER, awake.id, 'fall', change))
      })
    },
  }
}

const DIED: Readonly<Record<ClosedBecause, { readonly whyZh: string; readonly whyEn: string }>> = {
  asked: { whyZh: '应要求', whyEn: 'as asked' },
  memory: { whyZh: '内存超出上限', whyEn: 'memory beyond the limit' },
  died: { whyZh: '进程退出', whyEn: 'its processes ended' },
  driver: { whyZh: '隔离组件中断', whyEn: 'the isolation was interrupted' },
}

/** A moment in the space's time zone, for a sentence. */
export const whenOf = (core: House['core'], at: number | null): string =>
  at === null
    ? '—'
    : dateFormat('sv-SE', {
        timeZone: core.config.sources.timeZone,
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(at)

/** What runs stops before anything is saved: the seat's own work must not make the saving slow. */
async function killed(box: Awake['live']['box']): Promise<void> {
  const kernel = box.kernel().then((one) => one.interrupt(0))
  await Promise.race([kernel.catch(() => {}), sleep(200, undefined, { ref: false })])
}

/** What a file area looks like: paths, sizes and times. */
const markOf = (
  files: readonly { path: string; bytes: number; modifiedAt: number; kind: string }[],
): string =>
  digestOf(JSON.stringify(files.map(({ path, bytes, modifiedAt, kind }) => [path, bytes, modifiedAt, kind])))
const EMPTY = markOf([])

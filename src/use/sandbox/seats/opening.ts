import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { contractsInForce } from '../../../flow/contract/index.ts'
import type { Held, Origin } from '../../run/index.ts'
import { preparedUnder, type SeatTables } from '../tables/ensure.ts'
import { changeSeat, writeGrants } from './actions.ts'
import { endAll, holdAll } from './grants.ts'
import type { Awake, House } from './house.ts'
import { keptFiles } from './kept.ts'
import { limitsOf } from './limits.ts'
import type { LiveSeat, SeatLimits } from './live.ts'
import { settleEnded } from './settle.ts'
import type { SeatRow } from './store.ts'
import { cpuToday } from './usage.ts'

/** Every share is the same; who used more waits longer in the queue, not here. */
const SHARE = 100

export interface Opening {
  readonly actor: UserActor
  readonly row: SeatRow
  readonly origin: Origin
  readonly slot: number
}

/**
 * Grants, tables, files, processes, and only then the state: nothing of a seat is there that its record does not say.
 * @throws XinyuError SEAT_NO_CONTRACT, SEAT_PREPARING, SEAT_NOT_GRANTED, SEAT_OPEN_FAILED, SEAT_STATE
 */
export async function openSeat(house: House, { actor, row, origin, slot }: Opening): Promise<Awake> {
  const { core, runs, driver } = house
  const inForce = await contractsInForce(core, row.project_id)
  if (inForce.size === 0) throw new XinyuError('SEAT_NO_CONTRACT')
  const prepared = await preparedUnder(core, row.project_id, inForce)
  if (prepared.length === 0) throw new XinyuError('SEAT_PREPARING')
  const settled = await settleEnded(house, row.id)
  const limits = await limitsOf(core, row.project_id)
  const used = (await cpuToday(core, [row.id])).get(row.id) ?? 0
  mustHaveCpu(limits, used)
  const held = await holdAll(runs, actor, row, prepared, origin)
  try {
    const under = new Set(held.map(({ contractId }) => contractId))
    const tables = await house.tablesOf(row.project_id, under)
    if (!tables) throw new XinyuError('SEAT_NO_CONTRACT')
    const own = await house.ownOf(row.project_id)
    const box = await driver.open({
      seatId: row.id,
      slot,
      tables: tables.folder,
      own: own?.folder ?? null,
      packages: await house.packagesOf(row.project_id),
      limits: {
        memoryBytes: limits.memoryBytes,
        cpuWeight: SHARE,
        processes: limits.processes,
        descriptors: core.config.sandbox.descriptors,
        diskBytes: limits.diskBytes,
        inodes: limits.inodes,
      },
      files: settled ? null : await keptFiles(core, row),
    })
    const shown = { folder: tables.folder, tables: [...tables.tables, ...(own?.tables ?? [])] }
    const made = { held, tables: shown, ownFolder: own?.folder ?? null, slot }
    const awake = awakeOf(house, row, made, limits, box, used)
    try {
      if (held.some(({ signal }) => signal.aborted)) throw new XinyuError('GRANT_VOID')
      const also = (scope: Parameters<typeof writeGrants>[0]) => writeGrants(scope, row.id, held)
      const changed = await changeSeat(core, actor, row.id, 'open', { also, payload: { slot } })
      house.changed(changed.row)
      return awake
    } catch (error) {
      await box.close()
      throw error
    }
  } catch (error) {
    await endAll(held, 'cancelled')
    throw error
  }
}

/** @throws XinyuError SEAT_CPU_QUOTA */
export function mustHaveCpu({ cpuSecondsPerDay }: SeatLimits, usedMs: number): void {
  if (cpuSecondsPerDay !== null && usedMs >= cpuSecondsPerDay * 1000)
    throw new XinyuError('SEAT_CPU_QUOTA', { seconds: cpuSecondsPerDay })
}

function awakeOf(
  { core }: House,
  row: SeatRow,
  made: { held: readonly Held[]; tables: SeatTables; ownFolder: string | null; slot: number },
  limits: SeatLimits,
  box: LiveSeat['box'],
  used: number,
): Awake {
  const { held, tables } = made
  const abort = new AbortController()
  const now = core.clock.now()
  const live: LiveSeat = {
    id: row.id,
    projectId: row.project_id,
    consumerId: row.consumer_id,
    box,
    limits,
    tables: tables.tables,
    step: async (actor, step) => (await Promise.all(held.map((one) => one.step(actor, step))))[0]!,
    signal: abort.signal,
    touch() {
      awake.lastWork = core.clock.now()
      awake.dirty = true
    },
  }
  const awake: Awake = {
    id: row.id,
    live,
    abort,
    ...made,
    lastWork: now,
    dirty: false,
    keptAt: now,
    keptMark: '',
    usage: null,
    usageAt: 0,
    cpuCounted: 0,
    cpuToday: used,
    saving: Promise.resolve(),
    down: null,
  }
  return awake
}

import type { z } from 'zod'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Isolation } from '../driver/driver.ts'
import type { SeatView } from '../model.ts'
import type { House } from './house.ts'
import { limitsOf } from './limits.ts'
import type { Starting } from './starting.ts'
import { runsOf, type SeatRow } from './store.ts'
import { dayOf } from './usage.ts'

/** Seats as they are shown. */
export async function seatViews(
  house: House,
  starting: Starting,
  rows: readonly SeatRow[],
): Promise<z.output<typeof SeatView>[]> {
  if (rows.length === 0) return []
  const { core } = house
  const ids = rows.map(({ id }) => id)
  const projects = [...new Set(rows.map((row) => row.project_id))]
  const [kept, runs, bound, viewed, isolation] = await Promise.all([
    keptOf(core, ids),
    runsOf(core, ids),
    house.ports.bound(ids),
    house.ports.viewed(projects),
    house.driver.isolation(),
  ])
  const limits = new Map(
    await Promise.all(projects.map(async (id) => [id, await limitsOf(core, id)] as const)),
  )
  return rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    projectName: kept.get(row.id)?.title ?? '',
    consumerId: row.consumer_id,
    name: row.name,
    state: row.state,
    problem: row.problem,
    place: row.state === 'waiting' ? starting.placeOf(row.id) : null,
    runIds: runs.get(row.id) ?? [],
    present: house.presence.of(row.id),
    limits: limits.get(row.project_id)!,
    usage: usageOf(house, row, kept.get(row.id)?.cpu_ms ?? 0, viewed.get(row.project_id) ?? 0),
    isolation: (isolation satisfies Isolation).level,
    bound: bound.has(row.id),
    openedAt: row.opened_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }))
}

/** Of a seat that is asleep only what it keeps is known. */
function usageOf(house: House, row: SeatRow, cpuMs: number, viewRowsToday: number) {
  if (row.state === 'closed') return null
  const awake = house.awake.get(row.id)
  const { memoryBytes = 0, diskBytes = row.files_bytes, inodes = 0, processes = 0 } = awake?.usage ?? {}
  const cpuMsToday = Math.round(Math.max(cpuMs, awake?.cpuToday ?? 0))
  return {
    memoryBytes: coarse(memoryBytes, MIB),
    diskBytes: coarse(diskBytes, MIB),
    inodes: coarse(inodes, 10),
    processes,
    cpuMsToday: coarse(cpuMsToday, 1_000),
    viewRowsToday,
  }
}

const MIB = 1_048_576
/** A program inside chooses these numbers: to the byte they would be a way out past the cap of views. */
const coarse = (value: number, step: number): number => Math.ceil(value / step) * step

/** Title of the project and CPU of today, ms, by seat. */
async function keptOf(core: Core, ids: readonly string[]) {
  const rows = await core.db
    .selectFrom('seat as s')
    .innerJoin('project as p', 'p.id', 's.project_id')
    .leftJoin('seat_usage as u', (on) => on.onRef('u.seat_id', '=', 's.id').on('u.day', '=', dayOf(core)))
    .select(['s.id', 'p.title', 'u.cpu_ms'])
    .where('s.id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

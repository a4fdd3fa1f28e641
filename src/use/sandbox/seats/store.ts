import type { Selectable } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import type { SeatRowTable } from './tables.ts'

export type SeatRow = Selectable<SeatRowTable>

export const seatById = (core: Core, id: string): Promise<SeatRow | undefined> =>
  core.db.selectFrom('seat').selectAll().where('id', '=', id).executeTakeFirst()

/** A seat of the actor's body; another's looks the same as none. @throws XinyuError NOT_FOUND */
export async function ownSeat(core: Core, actor: UserActor, id: string): Promise<SeatRow> {
  const row = await seatById(core, id)
  if (!row || row.consumer_id !== actor.participantId || !actor.roles.includes('developer'))
    throw new XinyuError('NOT_FOUND', { what: 'seat' })
  return row
}

const LOOK_ON = ['data_officer', 'duty_officer', 'auditor', 'security_officer'] as const

/** Officers of the operator look on at all seats, and so do auditors of a supervisor. */
export async function looksOn(core: Core, actor: UserActor): Promise<boolean> {
  if (!LOOK_ON.some((role) => actor.roles.includes(role))) return false
  const roles = (await participantById(core, actor.participantId))?.roles ?? []
  return roles.includes('operator') || (roles.includes('supervisor') && actor.roles.includes('auditor'))
}

/** A seat that the actor may know of. @throws XinyuError NOT_FOUND */
export async function knownSeat(core: Core, actor: UserActor, id: string): Promise<SeatRow> {
  const row = await seatById(core, id)
  const own = row?.consumer_id === actor.participantId
  if (!row || !(own || (await looksOn(core, actor)))) throw new XinyuError('NOT_FOUND', { what: 'seat' })
  return row
}

export interface SeatFilter {
  readonly projectId?: string | undefined
  readonly state?: SeatRow['state'] | undefined
  readonly offset: number
  readonly limit: number
}

/** Seats that the actor may know of, newest first. */
export async function seatRows(
  core: Core,
  actor: UserActor,
  filter: SeatFilter,
): Promise<{ rows: SeatRow[]; total: number }> {
  let query = core.db.selectFrom('seat')
  if (!(await looksOn(core, actor))) query = query.where('consumer_id', '=', actor.participantId)
  if (filter.projectId) query = query.where('project_id', '=', filter.projectId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { rows, total: count }
}

/** An open project of a body. Another's looks the same as none. @throws XinyuError NOT_FOUND, PROJECT_ENDED */
export async function openProject(core: Core, projectId: string, consumerId: string | null) {
  const project = await core.db
    .selectFrom('project')
    .select(['id', 'consumer_id', 'ended_at'])
    .where('id', '=', projectId)
    .executeTakeFirst()
  if (!project || (consumerId !== null && project.consumer_id !== consumerId))
    throw new XinyuError('NOT_FOUND', { what: 'project' })
  if (project.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
  return project
}

/** Runs of kind `seat` of the present or last waking, by seat. */
export async function runsOf(core: Core, seatIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (seatIds.length === 0) return found
  const rows = await core.db
    .selectFrom('seat_grant')
    .select(['seat_id', 'run_id', 'opened_at'])
    .where('seat_id', 'in', [...seatIds])
    .orderBy('opened_at', 'desc')
    .orderBy('run_id')
    .execute()
  const last = new Map<string, number>()
  for (const row of rows) {
    if (row.opened_at < (last.get(row.seat_id) ?? row.opened_at)) continue
    last.set(row.seat_id, row.opened_at)
    found.set(row.seat_id, [...(found.get(row.seat_id) ?? []), row.run_id])
  }
  return found
}

/** Contracts whose data may be in the files of a seat: all that it worked under since its files were last destroyed. */
export async function contractsOf(core: Core, seatId: string): Promise<string[]> {
  const rows = await core.db
    .selectFrom('seat_grant')
    .select('contract_id')
    .distinct()
    .where('seat_id', '=', seatId)
    .where('settled', '=', false)
    .orderBy('contract_id')
    .execute()
  return rows.map((row) => row.contract_id)
}

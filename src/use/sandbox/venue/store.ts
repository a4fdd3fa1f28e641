import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { AttendanceRow, PatrolRow, TerminalRow } from './model.ts'
import type { Place, Standing } from './rules.ts'
import type { VenueTerminalTable } from './tables.ts'

/** The venue is the operator's: officers of other bodies have none to keep. @throws XinyuError VENUE_NOT_OPERATOR */
export async function mustKeepVenue(core: Core, actor: UserActor): Promise<void> {
  const body = await core.db
    .selectFrom('participant')
    .select('roles')
    .where('id', '=', actor.participantId)
    .executeTakeFirst()
  if (!body?.roles.includes('operator')) throw new XinyuError('VENUE_NOT_OPERATOR')
}

const placeOf = (row: Pick<VenueTerminalTable, 'id' | 'gateway_name' | 'networks' | 'state'>): Place => ({
  id: row.id,
  gatewayName: row.gateway_name,
  networks: row.networks,
  active: row.state === 'active',
})

/** Everything that decides whether a user may work in a seat from where they are; asked at each request in it. */
export async function standingOf(core: Core, seatId: string, userId: string): Promise<Standing> {
  const { rows } = await sql<{ asked: boolean; bound: string[]; open: (string | null)[] | null }>`
    select exists (select from venue_asking a join seat s on s.project_id = a.project_id
                    where s.id = ${seatId}::uuid) as asked,
           array(select terminal_id::text from seat_terminal where seat_id = ${seatId}::uuid) as bound,
           (select array[terminal_id::text] from venue_attendance
             where user_id = ${userId}::uuid and out_at is null limit 1) as open`.execute(core.db)
  const { asked, bound, open } = rows[0]!
  const required = core.config.sandbox.venue === 'required'
  const terminals = required || bound.length > 0 ? await allTerminals(core) : []
  return {
    asked,
    bound: terminals.filter(({ id }) => bound.includes(id)),
    required,
    attendance: open && { terminalId: open[0] ?? null },
    terminals,
  }
}

const allTerminals = async (core: Core): Promise<Place[]> =>
  (
    await core.db.selectFrom('venue_terminal').select(['id', 'gateway_name', 'networks', 'state']).execute()
  ).map(placeOf)

/** Which of these seats are bound to a place. */
export async function boundSeats(core: Core, seatIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (seatIds.length === 0) return new Set()
  const rows = await core.db
    .selectFrom('seat_terminal')
    .select('seat_id')
    .distinct()
    .where('seat_id', 'in', [...seatIds])
    .execute()
  return new Set(rows.map((row) => row.seat_id))
}

type Listed<T> = Promise<{ items: T[]; total: number }>

export async function listTerminals(core: Core, page: Page): Listed<TerminalRow> {
  const rows = await core.db
    .selectFrom('venue_terminal')
    .selectAll()
    .orderBy('state')
    .orderBy('zone')
    .orderBy('name')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const bound = await core.db
    .selectFrom('seat_terminal')
    .innerJoin('seat', 'seat.id', 'seat_terminal.seat_id')
    .select(['terminal_id', 'seat.id as id', 'seat.name as name'])
    .orderBy('seat.name')
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    name: row.name,
    gatewayName: row.gateway_name,
    networks: row.networks,
    zone: row.zone,
    state: row.state,
    seats: bound.flatMap(({ terminal_id, id, name }) => (terminal_id === row.id ? [{ id, name }] : [])),
  }))
  return { items, total: await countOf(core, 'venue_terminal') }
}

export async function listAttendance(
  core: Core,
  page: Page & { readonly open?: boolean },
): Listed<AttendanceRow> {
  let query = core.db.selectFrom('venue_attendance')
  if (page.open) query = query.where('out_at', 'is', null)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .innerJoin('app_user', 'app_user.id', 'venue_attendance.user_id')
    .selectAll('venue_attendance')
    .select('app_user.display_name')
    .orderBy('in_at', 'desc')
    .orderBy('venue_attendance.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    userName: row.display_name,
    terminalId: row.terminal_id,
    inAt: row.in_at,
    outAt: row.out_at,
    byOfficer: row.by_officer,
  }))
  return { items, total: count }
}

export async function listPatrols(core: Core, page: Page): Listed<PatrolRow> {
  const rows = await core.db
    .selectFrom('venue_patrol')
    .innerJoin('app_user', 'app_user.id', 'venue_patrol.officer_id')
    .selectAll('venue_patrol')
    .select('app_user.display_name')
    .orderBy('at', 'desc')
    .orderBy('venue_patrol.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    officerId: row.officer_id,
    officerName: row.display_name,
    zone: row.zone,
    text: row.text,
    at: row.at,
  }))
  return { items, total: await countOf(core, 'venue_patrol') }
}

async function countOf(core: Core, table: 'venue_terminal' | 'venue_patrol'): Promise<number> {
  const { count } = await core.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { CheckIn, NewPatrol, NewTerminal } from './model.ts'
import { mustKeepVenue } from './store.ts'

/** Registers a place of work. @throws XinyuError VENUE_NOT_OPERATOR, VENUE_TERMINAL_NAME */
export async function registerTerminal(core: Core, actor: UserActor, input: NewTerminal): Promise<string> {
  await mustKeepVenue(core, actor)
  const acted = await act(core, actor, async ({ tx, now, id, note }) => {
    const terminalId = id()
    const made = await tx
      .insertInto('venue_terminal')
      .values({
        id: terminalId,
        name: input.name,
        gateway_name: input.gatewayName,
        networks: [...input.networks],
        zone: input.zone,
        state: 'active',
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('VENUE_TERMINAL_NAME', { name: input.name })
    note({ kind: 'terminal.registered', subject: { terminal: terminalId }, payload: { ...input } })
    return terminalId
  })
  return acted.value
}

/** A retired terminal opens no seat any more; what is bound to it stays bound. @throws XinyuError VENUE_NOT_OPERATOR, NOT_FOUND */
export async function retireTerminal(core: Core, actor: UserActor, terminalId: string): Promise<void> {
  await mustKeepVenue(core, actor)
  await act(core, actor, async ({ tx, note }) => {
    const done = await tx
      .updateTable('venue_terminal')
      .set({ state: 'retired' })
      .where('id', '=', terminalId)
      .where('state', '=', 'active')
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'terminal' })
    note({ kind: 'terminal.retired', subject: { terminal: terminalId } })
  })
}

/** From now on the seat opens at this terminal, and at others that it is bound to. @throws XinyuError VENUE_NOT_OPERATOR, NOT_FOUND */
export async function bindSeat(
  core: Core,
  actor: UserActor,
  terminalId: string,
  seatId: string,
): Promise<void> {
  await mustKeepVenue(core, actor)
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const terminal = await tx
      .selectFrom('venue_terminal')
      .select('id')
      .where('id', '=', terminalId)
      .where('state', '=', 'active')
      .executeTakeFirst()
    if (!terminal) throw new XinyuError('NOT_FOUND', { what: 'terminal' })
    const seat = await tx.selectFrom('seat').select('id').where('id', '=', seatId).executeTakeFirst()
    if (!seat) throw new XinyuError('NOT_FOUND', { what: 'seat' })
    await tx
      .insertInto('seat_terminal')
      .values({ seat_id: seatId, terminal_id: terminalId, bound_by: actor.userId, bound_at: now })
      .onConflict((conflict) => conflict.columns(['seat_id', 'terminal_id']).doNothing())
      .execute()
    note({ kind: 'seat.bound', subject: { seat: seatId, terminal: terminalId } })
    emit('venue.bound', { seatId })
  })
}

/** @throws XinyuError VENUE_NOT_OPERATOR, NOT_FOUND */
export async function unbindSeat(
  core: Core,
  actor: UserActor,
  terminalId: string,
  seatId: string,
): Promise<void> {
  await mustKeepVenue(core, actor)
  await act(core, actor, async ({ tx, note }) => {
    const done = await tx
      .deleteFrom('seat_terminal')
      .where('seat_id', '=', seatId)
      .where('terminal_id', '=', terminalId)
      .returning('seat_id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'binding' })
    note({ kind: 'seat.unbound', subject: { seat: seatId, terminal: terminalId } })
  })
}

/** @throws XinyuError VENUE_NOT_OPERATOR, NOT_FOUND, VENUE_CHECKED_IN, VENUE_SELF */
export async function checkIn(core: Core, actor: UserActor, input: CheckIn): Promise<string> {
  await mustKeepVenue(core, actor)
  // Who keeps the door does not open it for themselves.
  if (input.userId === actor.userId) throw new XinyuError('VENUE_SELF')
  const acted = await act(core, actor, async ({ tx, now, id, note }) => {
    const found = await tx
      .selectFrom('app_user')
      .select('id')
      .where('id', '=', input.userId)
      .where('state', '=', 'active')
      .executeTakeFirst()
    if (!found) throw new XinyuError('NOT_FOUND', { what: 'user' })
    const terminal =
      input.terminalId === null ||
      (await tx
        .selectFrom('venue_terminal')
        .select('id')
        .where('id', '=', input.terminalId)
        .where('state', '=', 'active')
        .executeTakeFirst())
    if (!terminal) throw new XinyuError('NOT_FOUND', { what: 'terminal' })
    const attendanceId = id()
    const made = await tx
      .insertInto('venue_attendance')
      .values({
        id: attendanceId,
        user_id: input.userId,
        terminal_id: input.terminalId,
        in_at: now,
        out_at: null,
        by_officer: actor.userId,
        out_by: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('VENUE_CHECKED_IN')
    const place: Record<string, string> = input.terminalId === null ? {} : { terminal: input.terminalId }
    note({ kind: 'venue.checked_in', subject: { user: input.userId, ...place } })
    return attendanceId
  })
  return acted.value
}

/** @throws XinyuError VENUE_NOT_OPERATOR, VENUE_CHECKED_OUT */
export async function checkOut(core: Core, actor: UserActor, userId: string): Promise<void> {
  await mustKeepVenue(core, actor)
  await act(core, actor, async ({ tx, now, note, stop }) => {
    const done = await tx
      .updateTable('venue_attendance')
      .set({ out_at: now, out_by: actor.userId })
      .where('user_id', '=', userId)
      .where('out_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('VENUE_CHECKED_OUT')
    note({ kind: 'venue.checked_out', subject: { user: userId } })
    stop('venue.checked_out', { userId })
  })
}

/**
 * Seats of these projects open to people who are checked in, from now on or no longer. Those who are in such a seat
 * already are not put out: they are asked at their next entry. @throws XinyuError VENUE_NOT_OPERATOR
 */
export async function askCheckIn(
  core: Core,
  actor: UserActor,
  projectIds: readonly string[],
  asked: boolean,
): Promise<void> {
  await mustKeepVenue(core, actor)
  await act(core, actor, async ({ tx, now, note }) => {
    for (const projectId of projectIds) {
      const row = { project_id: projectId, by_user: actor.userId, at: now }
      const changed = asked
        ? await tx
            .insertInto('venue_asking')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .returning('project_id')
            .executeTakeFirst()
        : await tx
            .deleteFrom('venue_asking')
            .where('project_id', '=', projectId)
            .returning('project_id')
            .executeTakeFirst()
      if (changed)
        note({
          kind: asked ? 'venue.check_in_asked' : 'venue.check_in_dropped',
          subject: { project: projectId },
        })
    }
    note({ kind: 'venue.asking_set', subject: {}, payload: { projects: projectIds.length, asked } })
  })
}

/** What an officer saw on a round. @throws XinyuError VENUE_NOT_OPERATOR */
export async function logPatrol(core: Core, actor: UserActor, input: NewPatrol): Promise<string> {
  await mustKeepVenue(core, actor)
  const acted = await act(core, actor, async ({ tx, now, id, note }) => {
    const patrolId = id()
    await tx
      .insertInto('venue_patrol')
      .values({ id: patrolId, officer_id: actor.userId, ...input, at: now })
      .execute()
    note({ kind: 'venue.patrolled', subject: { patrol: patrolId }, payload: { ...input } })
    return patrolId
  })
  return acted.value
}

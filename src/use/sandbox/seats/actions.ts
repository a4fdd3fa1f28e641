import type { Actor, UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { ProblemView } from '../../run/index.ts'
import type { SeatState } from '../model.ts'
import type { SeatEventName } from './events.ts'
import { EVENT_WORDS, nextState, type SeatEvent } from './rules.ts'
import type { SeatRow } from './store.ts'

/** Most seats of one project, those that are closed left out. */
export const SEATS_MOST = 20

export interface MadeSeat {
  readonly id: string
  readonly projectId: string
  readonly consumerId: string
  readonly name: string
  readonly state: Extract<SeatState, 'waiting' | 'starting' | 'asleep'>
}

/** Writes a new seat. One of the same id is the same seat: made again after a kill it is found. */
export async function makeSeat(core: Core, by: Actor, made: MadeSeat): Promise<void> {
  await act(core, by, async ({ tx, now, note }) => {
    const { count } = await tx
      .selectFrom('seat')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('project_id', '=', made.projectId)
      .where('state', '<>', 'closed')
      .where('id', '<>', made.id)
      .executeTakeFirstOrThrow()
    if (count >= SEATS_MOST) throw new XinyuError('SEAT_MOST', { most: SEATS_MOST })
    const row = await tx
      .insertInto('seat')
      .values({
        id: made.id,
        project_id: made.projectId,
        consumer_id: made.consumerId,
        name: made.name,
        state: made.state,
        problem: null,
        created_by: by.kind === 'user' ? by.userId : made.consumerId,
        opened_at: null,
        ended_at: null,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    note({
      kind: row ? 'seat.made' : 'seat.make_repeated',
      subject: { seat: made.id, project: made.projectId, consumer: made.consumerId },
      payload: { name: made.name, state: made.state },
    })
  })
}

export interface Change {
  readonly problem?: ProblemView | null
  readonly payload?: Json
  /** Written in the same transaction. */
  readonly also?: (scope: ActionScope, row: SeatRow) => Promise<void>
}

const EMITS: Partial<Record<SeatEvent, SeatEventName>> = {
  open: 'seat.opened',
  sleep: 'seat.slept',
  fall: 'seat.slept',
  block: 'seat.blocked',
  close: 'seat.closed',
}

/** The one way by which the state of a seat changes. @throws XinyuError NOT_FOUND, SEAT_STATE */
export async function changeSeat(
  core: Core,
  by: Actor,
  seatId: string,
  event: SeatEvent,
  change: Change = {},
): Promise<{ row: SeatRow; leaf: number }> {
  const acted = await act(core, by, async (scope) => {
    const { tx, now, note, emit } = scope
    const row = await tx
      .selectFrom('seat')
      .selectAll()
      .where('id', '=', seatId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'seat' })
    const state = nextState(row.state, event)
    if (state === null) throw new XinyuError('SEAT_STATE', { state: row.state, action: event })
    await change.also?.(scope, row)
    const changed = await tx
      .updateTable('seat')
      .set({
        state,
        updated_at: now,
        problem: change.problem ? JSON.stringify(change.problem) : null,
        ...(event === 'open' ? { opened_at: now } : {}),
        ...(event === 'close' ? { ended_at: now, files_generation: 0 } : {}),
      })
      .where('id', '=', seatId)
      .returningAll()
      .executeTakeFirstOrThrow()
    const of = { seatId, projectId: row.project_id, consumerId: row.consumer_id }
    note({
      kind: `seat.${EVENT_WORDS[event]}`,
      subject: { seat: seatId, project: row.project_id, consumer: row.consumer_id },
      payload: { from: row.state, code: change.problem?.code ?? null, more: change.payload ?? null },
    })
    const name = EMITS[event]
    if (name) emit(name, of)
    return changed
  })
  return { row: acted.value, leaf: acted.entries.at(-1)!.leaf }
}

/** The grants that a waking took, and their end. */
export async function writeGrants(
  { tx, now }: ActionScope,
  seatId: string,
  held: readonly { readonly runId: string; readonly contractId: string }[],
): Promise<void> {
  if (held.length === 0) return
  await tx
    .insertInto('seat_grant')
    .values(
      held.map(({ runId, contractId }) => ({
        seat_id: seatId,
        contract_id: contractId,
        run_id: runId,
        opened_at: now,
        ended_at: null,
      })),
    )
    .execute()
}

export async function endGrants({ tx, now }: ActionScope, { id }: SeatRow): Promise<void> {
  await tx
    .updateTable('seat_grant')
    .set({ ended_at: now })
    .where('seat_id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

export interface QuotaInput {
  readonly memoryMib: number | null
  readonly diskMib: number | null
  readonly cpuSecondsPerDay: number | null
  readonly viewRowsPerDay: number | null
}

/** What a provider lowers for the seats of one of its contracts. Whose contract it is the caller has looked at. */
export async function setQuota(
  core: Core,
  actor: UserActor,
  contractId: string,
  quota: QuotaInput,
): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    const values = {
      memory_mib: quota.memoryMib,
      disk_mib: quota.diskMib,
      cpu_seconds_per_day: quota.cpuSecondsPerDay,
      view_rows_per_day: quota.viewRowsPerDay,
      set_by: actor.userId,
      set_at: now,
    }
    await tx
      .insertInto('seat_quota')
      .values({ contract_id: contractId, ...values })
      .onConflict((conflict) => conflict.column('contract_id').doUpdateSet(values))
      .execute()
    note({ kind: 'seat.quota_set', subject: { contract: contractId }, payload: { ...quota } })
  })
}

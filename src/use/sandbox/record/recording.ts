import { sql } from 'kysely'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Views } from '../views/index.ts'
import type { Happened, RecordingPage } from './model.ts'
import { addRecorded, peopleOf, recordedFrom } from './store.ts'

/** Everything that happens in a seat, kept for the auditor. */
export interface Recording {
  /** In a transaction of its own; what is to be recorded and cannot be does not happen. */
  keep(happened: Happened | readonly Happened[]): Promise<void>
  /** In the transaction of an action. */
  keepIn(tx: Tx, happened: Happened | readonly Happened[]): Promise<void>
  /** A part of the replay; looking is evidence too. @throws XinyuError NOT_FOUND */
  look(
    actor: UserActor,
    seatId: string,
    part: { readonly from: number; readonly limit: number },
  ): Promise<RecordingPage>
  /** Ids of everybody who ever did something in the seat. */
  people(seatId: string): Promise<string[]>
  /** Takes away what is older than the retention. */
  expire(): Promise<void>
}

const DAY_MS = 86_400_000

export function createRecording(core: Core, views: Views): Recording {
  const keepIn: Recording['keepIn'] = async (tx, happened) => {
    const bySeat = Map.groupBy(listOf(happened), ({ seatId }) => seatId)
    // Always in the same order, so that two who write for several seats cannot wait for each other.
    for (const seatId of [...bySeat.keys()].sort())
      await addRecorded(tx, core.clock.now(), seatId, bySeat.get(seatId)!)
  }
  return {
    keepIn,
    keep: (happened) => core.db.transaction().execute((tx) => keepIn(tx, happened)),
    async look(actor, seatId, { from, limit }) {
      const { items, next } = await recordedFrom(core.db, seatId, from, limit)
      if (items.length === 0 && !(await isRecorded(core, seatId)))
        throw new XinyuError('NOT_FOUND', { what: 'seat' })
      await act(core, actor, async ({ note }) =>
        note({
          kind: 'recording.viewed',
          subject: { seat: seatId },
          payload: { from, rows: items.length, last: items.at(-1)?.seq ?? null },
        }),
      )
      return { items, next, watermark: await views.watermark(actor) }
    },
    people: (seatId) => peopleOf(core.db, seatId),
    expire: () => expire(core),
  }
}

async function expire(core: Core): Promise<void> {
  const before = core.clock.now() - core.config.sandbox.recordDays * DAY_MS
  const old = await core.db
    .selectFrom('seat_recorded')
    .select('seat_id')
    .where('at', '<', before)
    .limit(1)
    .executeTakeFirst()
  if (!old) return
  await act(core, systemActor('retention'), async ({ tx, note }) => {
    await sql`select set_config('xinyu.recording_expires', ${String(before)}, true)`.execute(tx)
    const gone = await tx.deleteFrom('seat_recorded').where('at', '<', before).executeTakeFirst()
    note({
      kind: 'recording.expired',
      subject: {},
      payload: { before, rows: Number(gone.numDeletedRows), days: core.config.sandbox.recordDays },
    })
  })
}

const isRecorded = async (core: Core, seatId: string): Promise<boolean> =>
  (await core.db
    .selectFrom('seat_recording')
    .select('seat_id')
    .where('seat_id', '=', seatId)
    .executeTakeFirst()) !== undefined

const listOf = (happened: Happened | readonly Happened[]): readonly Happened[] =>
  Array.isArray(happened) ? (happened as readonly Happened[]) : [happened as Happened]

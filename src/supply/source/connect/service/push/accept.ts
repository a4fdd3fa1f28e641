import { sql } from 'kysely'
import { systemActor } from '../../../../../kernel/index.ts'
import { ERRORS, isXinyuError, XinyuError } from '../../../../../kernel/errors/index.ts'
import type { Tx } from '../../../../../platform/postgres/tables.ts'
import { digestOf } from '../../../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../../../safeguard/evidence/index.ts'
import { canonicalExact } from '../exact-json.ts'
import { badAnswer, goodAnswer } from './answer.ts'
import type { PushSource } from './door.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { type SortedTable, sortRows } from './sort.ts'

export interface PushAnswer {
  readonly status: number
  /** The envelope as JSON. */
  readonly text: string
}

/**
 * Takes one message in. It is acknowledged when its rows are committed and its evidence is durable; sent again it gets
 * the same answer, byte for byte. A message that is not taken binds nothing: corrected, it may keep its msgid.
 */
export async function acceptMessage(core: Core, source: PushSource, bytes: Uint8Array): Promise<PushAnswer> {
  const receivedAt = core.clock.now()
  try {
    const envelope = readEnvelope(bytes)
    const hash = digestOf(canonicalExact(envelope.body))
    const before = await answerBefore(core, source, envelope, hash)
    if (before !== null) return { status: 200, text: before }
    if (source.state === 'paused') throw new XinyuError('PUSH_PAUSED')
    const sorted = sortRows(envelope.input, source.settings)
    const text = await keep(core, source, { envelope, hash, sorted, receivedAt })
    return { status: 200, text }
  } catch (error) {
    if (!isXinyuError(error) || !error.code.startsWith('PUSH_')) throw error
    const times = { receivedAt, respondedAt: core.clock.now(), timeZone: core.config.sources.timeZone }
    return { status: ERRORS[error.code].status, text: badAnswer(error, core.random, times) }
  }
}

/** What was answered to this msgid before; null: nothing. @throws XinyuError PUSH_MSGID_TAKEN for another body */
async function answerBefore(
  core: Core,
  source: PushSource,
  { msgid }: Envelope,
  hash: string,
): Promise<string | null> {
  const row = await core.db
    .selectFrom('push_message')
    .select(['body_hash', 'answer'])
    .where('source_id', '=', source.id)
    .where('msgid', '=', msgid)
    .executeTakeFirst()
  if (!row) return null
  if (row.body_hash !== hash) throw new XinyuError('PUSH_MSGID_TAKEN', { msgid })
  return row.answer
}

interface Taken {
  readonly envelope: Envelope
  readonly hash: string
  readonly sorted: readonly SortedTable[]
  readonly receivedAt: number
}

async function keep(core: Core, source: PushSource, taken: Taken): Promise<string> {
  const { envelope, hash, sorted, receivedAt } = taken
  const { timeZone } = core.config.sources
  const times = { receivedAt, respondedAt: core.clock.now(), timeZone }
  const answer = goodAnswer(envelope.place, sorted, core.random, times)
  const rows = sorted.reduce((all, one) => all + one.received, 0)
  const accepted = sorted.reduce((all, one) => all + one.accepted.length, 0)
  const counts = { rows, accepted, rejected: rows - accepted }
  try {
    await act(core, systemActor('push'), async ({ tx, now, id, note }) => {
      const messageId = id()
      await tx
        .insertInto('push_message')
        .values({
          id: messageId,
          source_id: source.id,
          msgid: envelope.msgid,
          infno: envelope.infno,
          body_hash: hash,
          answer,
          ...counts,
          received_at: receivedAt,
        })
        .execute()
      await keepRows(tx, source, messageId, sorted)
      await gatherSoon(tx, source, sorted, now)
      // The msgid tells an institution and a second, of a small one perhaps a visit: beside the log, never in it.
      note({
        kind: 'push.accepted',
        subject: { source: source.id, participant: source.participantId, message: messageId },
        payload: { msgid: envelope.msgid, infno: envelope.infno, body: hash, ...counts },
      })
    })
    return answer
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'push_message_msgid') throw error
    // The same message came twice at the same moment: the other one was first.
    return (await answerBefore(core, source, envelope, hash))!
  }
}

async function keepRows(tx: Tx, source: PushSource, messageId: string, sorted: readonly SortedTable[]) {
  const batches = sorted.filter(({ accepted }) => accepted.length > 0)
  if (batches.length === 0) return
  await tx
    .insertInto('push_batch')
    .values(
      batches.map(({ table, accepted }) => ({
        message_id: messageId,
        source_id: source.id,
        table_name: table.name,
        rows: accepted.length,
        body: JSON.stringify({ columns: table.columns, rows: accepted }),
      })),
    )
    .execute()
}

/** Many rows do not wait for the schedule: their feed is due at once. */
async function gatherSoon(tx: Tx, source: PushSource, sorted: readonly SortedTable[], now: number) {
  const names = sorted.map(({ table }) => table.name)
  await tx
    .updateTable('source_feed as f')
    .set({ next_at: now })
    .where('f.source_id', '=', source.id)
    .where('f.table_name', 'in', names)
    .where('f.state', '=', 'active')
    .where('f.failures', '=', 0)
    .where('f.next_at', '>', now)
    .where(
      sql<boolean>`(select coalesce(sum(b.rows), 0) from push_batch b where b.source_id = f.source_id
        and b.table_name = f.table_name and b.place is null) >= ${source.settings.gatherRows}`,
    )
    .execute()
}

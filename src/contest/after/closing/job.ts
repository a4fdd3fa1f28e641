import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { JobContext } from '../../../platform/jobs/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Destroyer } from '../../tools.ts'
import type { After } from '../sources.ts'
import { ownDestroyers } from './own.ts'
import { totalsOf } from './rules.ts'

export const CLOSING_JOB = 'contest-closing'
const BATCH = 200

/**
 * Writes down by name all that the contest holds, passes the point of no return, destroys it a batch at a time, looks that
 * nothing is left, and notes the proof. A batch is marked after it is gone: cut off anywhere, the next run goes on.
 */
export async function runClosing(
  after: After,
  { input, signal, progress }: JobContext<{ closingId: string }>,
): Promise<{ destroyed: number }> {
  const { core } = after
  const { closingId } = input
  const closing = await closingRow(core, closingId)
  const destroyers = [...after.sources.destroyers, ...ownDestroyers(closing.certificates)]
  const of = { contestId: closing.contest_id, closingId }
  if (closing.state === 'planned') {
    for (const destroyer of destroyers) {
      signal.throwIfAborted()
      progress(null, 'contest.listing', { part: destroyer.part })
      await writeDown(core, of, destroyer)
    }
    await passTheBorder(core, of)
  } else if (closing.state !== 'destroying') return { destroyed: 0 }

  const { total } = await core.db
    .selectFrom('contest_closing_item')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('closing_id', '=', closingId)
    .executeTakeFirstOrThrow()
  let destroyed = 0
  for (const destroyer of destroyers) {
    for (;;) {
      // A cancel comes too late; a stop of the server is obeyed, and the next start goes on.
      if (signal.aborted && signal.reason !== 'cancel') signal.throwIfAborted()
      const gone = await destroyBatch(core, of, destroyer)
      if (gone === 0) break
      destroyed += gone
      progress(total === 0 ? null : destroyed / total, 'contest.destroying', {
        part: destroyer.part,
        done: destroyed,
        of: total,
      })
    }
    // What came in between the list and the border, and what a destroyer left behind.
    while ((await writeDown(core, of, destroyer)) > 0)
      if ((await destroyBatch(core, of, destroyer)) === 0)
        throw new Error(`${destroyer.part} cannot be destroyed`)
  }
  await proveIt(core, of)
  return { destroyed }
}

interface Of {
  readonly contestId: string
  readonly closingId: string
}

const closingRow = async (core: Core, id: string) => {
  const row = await core.db.selectFrom('contest_closing').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'closing' })
  return row
}

/** Lists what a part holds now; returns how much of it still has to go. */
async function writeDown(
  core: Core,
  { contestId, closingId }: Of,
  { part, list }: Destroyer,
): Promise<number> {
  let found = 0
  for (let last: string | null = null; ; ) {
    const held = await list(core, contestId, last, BATCH)
    if (held.length === 0) return found
    found += held.length
    last = held.at(-1)!.id
    await core.db
      .insertInto('contest_closing_item')
      .values(
        held.map((one) => ({
          closing_id: closingId,
          part,
          id: one.id,
          digest: one.digest,
          bytes: one.bytes,
          destroyed_at: null,
        })),
      )
      // Listed before, and there again: it has to go again.
      .onConflict((conflict) =>
        conflict.columns(['closing_id', 'part', 'id']).doUpdateSet({ destroyed_at: null }),
      )
      .execute()
    if (held.length < BATCH) return found
  }
}

/** From here on there is no way back. Somebody who cancelled in time is heard. */
async function passTheBorder(core: Core, { contestId, closingId }: Of): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const begun = await tx
      .updateTable('contest_closing')
      .set({ state: 'destroying', begun_at: now })
      .where('id', '=', closingId)
      .where('state', '=', 'planned')
      .returning('id')
      .executeTakeFirst()
    if (!begun) throw new XinyuError('CLOSING_STATE')
    note({ kind: 'contest.destruction_begun', subject: { contest: contestId, closing: closingId } })
  })
}

async function destroyBatch(
  core: Core,
  { contestId, closingId }: Of,
  { part, destroy }: Destroyer,
): Promise<number> {
  const rows = await core.db
    .selectFrom('contest_closing_item')
    .select('id')
    .where('closing_id', '=', closingId)
    .where('part', '=', part)
    .where('destroyed_at', 'is', null)
    .orderBy('id')
    .limit(BATCH)
    .execute()
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await destroy(core, contestId, ids)
  await core.db
    .updateTable('contest_closing_item')
    .set({ destroyed_at: core.clock.now() })
    .where('closing_id', '=', closingId)
    .where('part', '=', part)
    .where('id', 'in', ids)
    .execute()
  return ids.length
}

/** One entry that names how much of what is gone, with a hash of the list: anybody who has the list verifies it. */
async function proveIt(core: Core, { contestId, closingId }: Of): Promise<void> {
  const items = await core.db
    .selectFrom('contest_closing_item')
    .select(['part', 'id', 'digest', 'bytes'])
    .where('closing_id', '=', closingId)
    .execute()
  const totals = totalsOf(items, digestOf)
  const listDigest = digestOf(listCsv(items))
  await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const done = await tx
      .updateTable('contest_closing')
      .set({ state: 'done', done_at: now, totals: JSON.stringify(totals), list_digest: listDigest })
      .where('id', '=', closingId)
      .where('state', '=', 'destroying')
      .returning('id')
      .executeTakeFirst()
    const subject = { contest: contestId, closing: closingId }
    if (!done) return note({ kind: 'contest.destruction_checked', subject })
    note({
      kind: 'contest.destroyed',
      subject,
      // `result` is what `xinyu verify --result list.csv` compares.
      payload: { parts: totals, count: items.length, result: { digest: listDigest } },
    })
  })
}

/** The list of what is gone: part, id, digest, bytes; in one order for everybody. */
export function listCsv(
  items: readonly { part: string; id: string; digest: string | null; bytes: number }[],
): string {
  const lines = items.map((one) => `${one.part},${one.id},${one.digest ?? ''},${one.bytes}`).sort()
  return `part,id,digest,bytes\n${lines.map((line) => `${line}\n`).join('')}`
}

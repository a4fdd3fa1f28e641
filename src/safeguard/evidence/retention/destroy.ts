import type { Actor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../platform/postgres/index.ts'
import { suite } from '../../crypto/index.ts'
import { act, type Core } from '../act.ts'
import { parseKeyName, type PayloadKey } from '../payload/index.ts'
import { keepDaysOf } from './rules.ts'
import { listPayloads, moveKept, removeListed } from './select.ts'
import { activeHolds, digestOfList, dueKeys, findDestruction, lockRetention } from './store.ts'
import type { EvidenceDestructionTable } from './tables.ts'

export interface Run {
  readonly signal: AbortSignal
  readonly progress: (share: number, done: number) => void
}

/**
 * Carries out an approved destruction, key by key, each in four steps: list what may go → seal what stays anew → past
 * the point of no return, in turn with holds → destroy the key file and remove the rows. Cut off anywhere, it goes on
 * where it was. Cancelled, it stops between two keys and proves what is gone. Returns how many payloads are gone.
 */
export async function destroyDue(core: Core, id: string, run: Run): Promise<number> {
  const row = await begin(core, id)
  if (!row) return 0
  const names = await core.db
    .selectFrom('evidence_destruction_key')
    .select(['key', 'state'])
    .where('destruction', '=', id)
    .orderBy('key')
    .execute()
  // Those past the point of no return first: another key must not be sealed with them.
  names.sort((a, b) => Number(b.state === 'destroying') - Number(a.state === 'destroying'))
  let cancelled = false
  for (const [at, { key: name, state }] of names.entries()) {
    run.progress(at / names.length, await countListed(core, id))
    if (state === 'destroyed' || state === 'kept') continue
    try {
      await destroyKey(core, row, parseKeyName(name)!, state, run.signal)
    } catch (error) {
      if (!(error instanceof Interrupted) || run.signal.reason !== 'cancel') throw error
      cancelled = true
      break
    }
  }
  return finish(core, row, cancelled)
}

class Interrupted extends Error {}

/** The plan is fixed at the first start: the keys that were due when it was asked for. */
async function begin(core: Core, id: string): Promise<EvidenceDestructionTable | null> {
  const row = await findDestruction(core.db, id)
  if (row?.state === 'running') return row
  if (row?.state !== 'approved') return null
  const keys = await dueKeys(core.home, keepDaysOf(core.config.evidence.keepDays), row.cutoff)
  await core.db.transaction().execute(async (tx) => {
    for (const { name } of keys)
      await tx
        .insertInto('evidence_destruction_key')
        .values({ destruction: id, key: name, state: 'planned', entries: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    await tx.updateTable('evidence_destruction').set({ state: 'running' }).where('id', '=', id).execute()
  })
  return { ...row, state: 'running' }
}

async function destroyKey(
  core: Core,
  { id, cutoff }: EvidenceDestructionTable,
  key: PayloadKey,
  state: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, evidence } = core
  const days = keepDaysOf(core.config.evidence.keepDays)
  const interrupt = () => {
    if (signal.aborted) throw new Interrupted()
  }
  try {
    while (state === 'planned') {
      const holds = await activeHolds(db)
      const listed = await listPayloads(db, id, key, { days, cutoff, holds }, interrupt)
      if (listed === 0) return await settle(core, id, key, 'kept', 0)
      const altered = await moveKept(db, evidence.vault, key, interrupt)
      if (altered > 0) core.log.error({ key: key.name, altered }, 'payloads were altered and cannot be kept')
      interrupt()
      state = await db.transaction().execute((tx) => pointOfNoReturn(tx, id, key, holds, listed))
    }
  } catch (error) {
    // Nothing of this key is gone yet: its list is taken back.
    if (signal.aborted) await unlist(core, id, key)
    throw error
  }
  await evidence.vault.destroy(key.name, core.clock.now())
  await removeListed(db, id, key)
  await settle(core, id, key, 'destroyed')
}

/** A hold that came while the list was made begins it anew; one that comes later is too late for this key. */
async function pointOfNoReturn(
  tx: Tx,
  destruction: string,
  key: PayloadKey,
  holds: readonly { id: string }[],
  entries: number,
): Promise<'planned' | 'destroying'> {
  await lockRetention(tx)
  const now = await activeHolds(tx)
  const same = now.length === holds.length && now.every(({ id }, at) => id === holds[at]!.id)
  if (!same) return 'planned'
  await tx
    .updateTable('evidence_destruction_key')
    .set({ state: 'destroying', entries })
    .where('destruction', '=', destruction)
    .where('key', '=', key.name)
    .execute()
  return 'destroying'
}

async function settle(
  core: Core,
  destruction: string,
  key: PayloadKey,
  state: 'destroyed' | 'kept',
  entries?: number,
): Promise<void> {
  await core.db
    .updateTable('evidence_destruction_key')
    .set({ state, ...(entries === undefined ? {} : { entries }) })
    .where('destruction', '=', destruction)
    .where('key', '=', key.name)
    .execute()
}

const unlist = (core: Core, destruction: string, key: PayloadKey) =>
  core.db
    .deleteFrom('evidence_destroyed')
    .where('destruction', '=', destruction)
    .where('key', '=', key.name)
    .execute()

async function countListed(core: Core, destruction: string): Promise<number> {
  const { n } = await core.db
    .selectFrom('evidence_destroyed')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('destruction', '=', destruction)
    .executeTakeFirstOrThrow()
  return n
}

/** The entry that proves it: how many, which leaves, which keys, and the digest of the list. */
async function finish(
  core: Core,
  { id, cutoff, rules_version: rules, asked_by, decided_by }: EvidenceDestructionTable,
  cancelled: boolean,
): Promise<number> {
  const { db } = core
  const range = await db
    .selectFrom('evidence_destroyed')
    .select((eb) => [
      eb.fn.countAll<number>().as('entries'),
      eb.fn.min('leaf').as('first'),
      eb.fn.max('leaf').as('last'),
    ])
    .where('destruction', '=', id)
    .executeTakeFirstOrThrow()
  const { entries } = range
  const leaves = { first: range.first ?? null, last: range.last ?? null }
  const keys = await db
    .selectFrom('evidence_destruction_key')
    .select(['key', 'entries'])
    .where('destruction', '=', id)
    .where('state', '=', 'destroyed')
    .orderBy('key')
    .execute()
  const digest = await digestOfList(db, id)
  const decided = { askedBy: asked_by, decidedBy: decided_by }
  const list = { algorithm: suite().hash.name, digest, entries }
  const { entries: noted } = await act(core, DESTROYER, async ({ tx, now, note }) => {
    await tx
      .updateTable('evidence_destruction')
      .set({
        state: cancelled ? 'cancelled' : 'done',
        ended_at: now,
        entries,
        first_leaf: leaves.first,
        last_leaf: leaves.last,
        list_digest: digest,
      })
      .where('id', '=', id)
      .execute()
    note({
      kind: 'evidence.destroyed',
      subject: { destruction: id },
      payload: { cutoff, rules, cancelled, entries, leaves, keys, list, ...decided },
    })
  })
  // Found again by the start where a kill came between: see `settleDestructions`.
  await db
    .updateTable('evidence_destruction')
    .set({ proof_entry: noted[0]!.id })
    .where('id', '=', id)
    .execute()
  return entries
}

const DESTROYER: Actor = { kind: 'system', name: 'retention' }

import { canonical, type Json } from '../../kernel/canonical.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { ActionScope, Core } from '../../safeguard/evidence/index.ts'
import type { RequestRow } from './store.ts'

/**
 * What a checker does while opinions are open is recorded as a seal: the public log gets a random number and a hash,
 * the same for a look, a claim and an opinion, under no name and about no request. Anyone can read the log; so nobody
 * sees there who has decided, or when. The decision of the round opens its seals for the auditors.
 */
export async function seal(
  core: Core,
  { tx, now, id, note }: ActionScope,
  row: RequestRow,
  userId: string,
  what: { readonly kind: 'look' | 'claim' | 'opinion' | 'message' | 'interest'; readonly body: Json },
): Promise<void> {
  const sealId = id()
  const salt = Buffer.from(core.random.bytes(32)).toString('hex')
  const of = { request: row.id, round: row.round, user: userId, at: now }
  const body = canonical({ ...of, kind: what.kind, body: what.body })
  await tx
    .insertInto('airlock_seal')
    .values({
      id: sealId,
      request_id: row.id,
      round: row.round,
      user_id: userId,
      kind: what.kind,
      salt,
      body,
      at: now,
    })
    .execute()
  note({ kind: 'airlock.sealed', subject: { seal: sealId }, payload: { commitment: commitment(salt, body) } })
}

export const commitment = (salt: string, body: string): string => digestOf(salt, body)

/** Opens the seals of a round that is over, in the entry that says so: anyone who may read it compares the hashes. */
export async function openSeals({ tx, note }: ActionScope, row: RequestRow): Promise<void> {
  const seals = await sealsOf(tx, row.id, row.round)
  if (seals.length === 0) return
  note({
    kind: 'airlock.unsealed',
    subject: { request: row.id },
    payload: { round: row.round, seals: seals.map(({ id, salt, body }) => ({ id, salt, body })) },
  })
}

const sealsOf = (tx: Tx, requestId: string, round: number) =>
  tx
    .selectFrom('airlock_seal')
    .select(['id', 'salt', 'body'])
    .where('request_id', '=', requestId)
    .where('round', '=', round)
    .orderBy('at')
    .orderBy('id')
    .execute()

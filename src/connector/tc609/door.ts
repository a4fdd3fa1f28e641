import type { FastifyRequest } from 'fastify'
import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Suite } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { userById } from '../../safeguard/identity/index.ts'
import { liveKeys } from './connectors.ts'
import type { Interface } from './fields.ts'
import { platformId, usccOf } from './identity.ts'
import type { ConnectorTable, PeerTable } from './tables.ts'
import { bodyHashOf, type Claims, mustHold, readToken, rememberUntil } from './token.ts'

/** Who sends a message: a connector registered at this platform, or a platform that a body of ours is connected to. */
export type Sender =
  | {
      readonly side: 'platform'
      readonly connector: ConnectorTable
      /** The technical user of the connector. */
      readonly actor: UserActor
      readonly uscc: string
      readonly node: string
      readonly keys: readonly string[]
      readonly claims: Claims
      /** The family by which the sender signs and counts. */
      readonly by: Suite
    }
  | {
      readonly side: 'connector'
      readonly peer: PeerTable
      readonly uscc: string
      readonly node: string
      readonly keys: readonly string[]
      readonly claims: Claims
      /** The family by which the sender signs and counts. */
      readonly by: Suite
    }

/**
 * The door before any of the body is read: the token was signed by who it says, for this node, now.
 * @throws XinyuError TC609_TOKEN, TC609_TOKEN_EXPIRED
 */
export async function senderOf(core: Core, request: FastifyRequest): Promise<Sender> {
  const presented = readToken(request.headers.authorization)
  const { claims, by } = presented
  const now = core.clock.now()
  if (claims.iss.startsWith('5')) {
    const connector = await core.db
      .selectFrom('tc609_connector')
      .selectAll()
      .where('id', '=', claims.iss)
      .where('state', '=', 'active')
      .executeTakeFirst()
    const keys = connector ? await liveKeys(core, connector.id) : []
    const { id } = await platformId(core)
    mustHold(presented, keys, id, now)
    const actor = await serviceActor(core, connector!)
    return {
      side: 'platform',
      connector: connector!,
      actor,
      uscc: usccOf(claims.iss),
      node: id,
      keys,
      claims,
      by,
    }
  }
  const peer = await core.db
    .selectFrom('tc609_peer')
    .selectAll()
    .where('platform_id', '=', claims.iss)
    .where('own_id', '=', claims.auth)
    .where('state', '=', 'active')
    .executeTakeFirst()
  const keys = peer ? [peer.public_key] : []
  mustHold(presented, keys, peer?.own_id ?? claims.auth, now)
  return { side: 'connector', peer: peer!, uscc: usccOf(claims.iss), node: peer!.own_id, keys, claims, by }
}

/** A suspended technical user or body shuts the door like a suspended connector. */
async function serviceActor(core: Core, connector: ConnectorTable): Promise<UserActor> {
  const user = await userById(core, connector.service_user_id!)
  const body = await core.db
    .selectFrom('participant')
    .select('state')
    .where('id', '=', connector.participant_id)
    .executeTakeFirst()
  if (user?.state !== 'active' || body?.state !== 'active')
    throw new XinyuError('TC609_TOKEN', { why: 'suspended' })
  return { kind: 'user', userId: user.id, participantId: connector.participant_id, roles: user.roles }
}

/**
 * Once the body is here: it is the one that the token is bound to, and the token was not used before.
 * @throws XinyuError TC609_TOKEN, TC609_TOKEN_REPLAYED
 */
export async function admitBody(core: Core, { claims, by }: Sender, body: unknown): Promise<void> {
  if (bodyHashOf(body, by) !== claims.bodyHash) throw new XinyuError('TC609_TOKEN', { why: 'body' })
  const first = await core.db
    .insertInto('tc609_seen')
    .values({ issuer: claims.iss, jti: claims.jti, until_at: rememberUntil(claims) })
    .onConflict((conflict) => conflict.columns(['issuer', 'jti']).doNothing())
    .executeTakeFirst()
  if (first.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('TC609_TOKEN_REPLAYED')
}

/** How long a message may be worked on before it is taken for lost with a killed server, ms. */
const WORK_MS = 180_000

/**
 * The same message gets the same answer, and does its work once. One that was refused binds nothing: it may come again.
 * @throws XinyuError TC609_SEQUENCE_TAKEN, TC609_IN_PROGRESS
 */
export async function onceOnly(
  core: Core,
  { claims }: Sender,
  what: { interface: Interface; contractNumber: string | null },
  work: () => Promise<Json>,
): Promise<Json> {
  const key = { sender: claims.iss, seq: claims.seq }
  const now = core.clock.now()
  const row = {
    ...key,
    interface: what.interface,
    contract_number: what.contractNumber,
    body_hash: claims.bodyHash,
    answer: null,
    at: now,
  }
  const taken = await core.db
    .insertInto('tc609_inbox')
    .values(row)
    .onConflict((conflict) => conflict.columns(['sender', 'seq']).doNothing())
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows !== 1n) {
    const before = await core.db
      .selectFrom('tc609_inbox')
      .selectAll()
      .where('sender', '=', key.sender)
      .where('seq', '=', key.seq)
      .executeTakeFirst()
    if (before && (before.body_hash !== claims.bodyHash || before.interface !== what.interface))
      throw new XinyuError('TC609_SEQUENCE_TAKEN', { seq: key.seq })
    if (before?.answer) return before.answer.value
    if (!before || before.at > now - WORK_MS) throw new XinyuError('TC609_IN_PROGRESS')
    await core.db
      .updateTable('tc609_inbox')
      .set({ at: now })
      .where('sender', '=', key.sender)
      .where('seq', '=', key.seq)
      .execute()
  }
  try {
    const value = await work()
    await core.db
      .updateTable('tc609_inbox')
      .set({ answer: JSON.stringify({ value }) })
      .where('sender', '=', key.sender)
      .where('seq', '=', key.seq)
      .execute()
    return value
  } catch (error) {
    await core.db
      .deleteFrom('tc609_inbox')
      .where('sender', '=', key.sender)
      .where('seq', '=', key.seq)
      .execute()
    throw error
  }
}

/** Forgets numbers of tokens that are too old to be used again. */
export async function forgetTokens(core: Core): Promise<void> {
  await core.db.deleteFrom('tc609_seen').where('until_at', '<', core.clock.now()).execute()
}

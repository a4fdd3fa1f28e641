import type { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { isIdentifier } from '../../kernel/identifier.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { parseKey } from '../../safeguard/evidence/verifier/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import { fetchCard } from './http.ts'
import { connectorId, fingerprintOf, ownKey, platformId } from './identity.ts'
import { NewPeer, type OwnCard, type PeerView, SystemCard } from './model.ts'
import type { PeerTable } from './tables.ts'

/** What this system shows of itself to anybody. */
export async function systemCard(core: Core): Promise<SystemCard> {
  const own = await ownKey(core)
  const { id, name } = await platformId(core)
  return {
    platformId: id,
    name,
    publicKey: own.publicKey,
    fingerprint: fingerprintOf(own.publicKey),
    logVkey: core.evidence.vkey(),
  }
}

/** The same for a body of this system: its connector's identifier. */
export async function ownCard(core: Core, actor: UserActor): Promise<OwnCard> {
  const body = await participantById(core, actor.participantId)
  return {
    ...(await systemCard(core)),
    connectorId: await connectorId(core, actor.participantId),
    uscc: body?.uscc ?? '',
  }
}

/** Asks a platform who it is and keeps the answer as pending: its key is believed after it was compared. */
export async function addPeer(
  core: Core,
  actor: UserActor,
  input: z.input<typeof NewPeer>,
): Promise<Acted<{ id: string }>> {
  const { url } = NewPeer.parse(input)
  const card = SystemCard.safeParse(await fetchCard(core, url))
  if (!card.success || !isIdentifier(card.data.platformId) || !parseKey(card.data.logVkey))
    throw new XinyuError('TC609_PEER_REFUSED', { code: '13000', why: url })
  const { platformId: theirs, name, publicKey, logVkey } = card.data
  const ownId = await connectorId(core, actor.participantId)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const peerId = id()
    const made = await tx
      .insertInto('tc609_peer')
      .values({
        id: peerId,
        participant_id: actor.participantId,
        url,
        platform_id: theirs,
        own_id: ownId,
        name: name.slice(0, 128),
        public_key: publicKey,
        log_vkey: logVkey,
        log_keys: null,
        state: 'pending',
        seen_at: null,
        last_error: null,
        created_by: actor.userId,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['participant_id', 'platform_id']).where('state', '<>', 'closed').doNothing(),
      )
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n)
      throw new XinyuError('TC609_PEER_STATE', { state: 'active', action: 'add' })
    note({
      kind: 'peer.added',
      subject: { peer: peerId, participant: actor.participantId },
      payload: { url, platform: theirs, publicKey, logVkey },
    })
    return { id: peerId }
  })
}

/**
 * Two officers compared the fingerprint by another way: from now on the platform's key is believed.
 * @throws XinyuError NOT_FOUND, TC609_PEER_STATE, TC609_FINGERPRINT
 */
export function confirmPeer(
  core: Core,
  actor: UserActor,
  id: string,
  fingerprint: string,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const row = await lockPeer(tx, actor, id)
    if (row.state !== 'pending')
      throw new XinyuError('TC609_PEER_STATE', { state: row.state, action: 'confirm' })
    if (fingerprint.replaceAll(/\s/g, '').toLowerCase() !== fingerprintOf(row.public_key))
      throw new XinyuError('TC609_FINGERPRINT')
    await tx.updateTable('tc609_peer').set({ state: 'active' }).where('id', '=', id).execute()
    note({
      kind: 'peer.confirmed',
      subject: { peer: id, participant: row.participant_id },
      payload: { fingerprint },
    })
  })
}

/** Nothing of the platform is believed any longer. @throws XinyuError NOT_FOUND, TC609_PEER_STATE */
export function closePeer(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const row = await lockPeer(tx, actor, id)
    if (row.state === 'closed')
      throw new XinyuError('TC609_PEER_STATE', { state: row.state, action: 'close' })
    await tx.updateTable('tc609_peer').set({ state: 'closed' }).where('id', '=', id).execute()
    note({ kind: 'peer.closed', subject: { peer: id, participant: row.participant_id } })
  })
}

async function lockPeer(
  tx: Parameters<Parameters<typeof act>[2]>[0]['tx'],
  actor: UserActor,
  id: string,
): Promise<PeerTable> {
  const row = await tx
    .selectFrom('tc609_peer')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row?.participant_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'peer' })
  return row
}

/** A peer of the actor's body that messages may go to. @throws XinyuError NOT_FOUND, TC609_PEER_STATE */
export async function activePeer(core: Core, actor: UserActor, id: string): Promise<PeerTable> {
  const row = await core.db.selectFrom('tc609_peer').selectAll().where('id', '=', id).executeTakeFirst()
  if (row?.participant_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'peer' })
  if (row.state !== 'active') throw new XinyuError('TC609_PEER_STATE', { state: row.state, action: 'send' })
  return row
}

export const nodeOf = (peer: PeerTable) => ({ url: peer.url, id: peer.platform_id, ownId: peer.own_id })

/** Platforms that the actor's body is connected to. */
export async function listPeers(core: Core, actor: UserActor): Promise<PeerView[]> {
  const rows = await core.db
    .selectFrom('tc609_peer')
    .selectAll()
    .where('participant_id', '=', actor.participantId)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    url: row.url,
    platformId: row.platform_id,
    ownId: row.own_id,
    name: row.name,
    fingerprint: fingerprintOf(row.public_key),
    state: row.state,
    seenAt: row.seen_at,
    lastError: row.last_error,
    createdAt: row.created_at,
  }))
}

import type { UserActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { ContractTerms, keyMessage, signedMessage } from '../../../flow/contract/index.ts'
import { type Policy, policyOf } from '../../../flow/policy/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { Answer, Request } from '../fields.ts'
import { newSequence, send } from '../http.ts'
import { familyOf, ownKey, usccOf } from '../identity.ts'
import { NewRemoteContract } from '../model.ts'
import { activePeer, nodeOf } from '../peers.ts'
import { signed } from '../sign.ts'
import { wireStrategy } from '../strategy.ts'
import type { PeerTable, RemoteContract } from '../tables.ts'
import { fetchTemplate } from './offers.ts'
import { lockRemote, ownRemote, remoteSubject } from './store.ts'
import { readTerms } from './terms.ts'

/**
 * Begins a contract over an offer of a platform: its number is got, and the first proposal is sent. A proposal that did
 * not arrive is sent again by `proposeRemote`.
 */
export async function beginRemote(
  core: Core,
  actor: UserActor,
  input: NewRemoteContract,
): Promise<{ id: string }> {
  const { peerId, templateId, name, reason, purpose, change } = NewRemoteContract.parse(input)
  const peer = await activePeer(core, actor, peerId)
  const template = await fetchTemplate(core, actor, peerId, templateId)
  const policy = policyOf({ ...template.policy, ...change })
  const now = core.clock.now()
  const created = await send(
    core,
    nodeOf(peer),
    'contractCreate',
    await signed<Request<'contractCreate'>>(await ownKey(core), {
      contractName: name,
      contractAbstract: reason,
      issueTime: new Date(now).toISOString(),
      activationTime: new Date(Math.max(now, policy.from ?? now)).toISOString(),
      endTime: new Date(policy.until).toISOString(),
      signMode: '02',
      issuerId: peer.own_id,
      issuerEntityId: usccOf(peer.own_id),
      expansionItem: canonical({ purpose, reason }),
    }),
    newSequence(core),
  )
  const acted = await act(core, actor, async (scope) => {
    const row = { id: scope.id(), peer_id: peer.id, participant_id: actor.participantId }
    await scope.tx
      .insertInto('tc609_remote')
      .values({
        ...row,
        number: created.contractId,
        product_code: template.productCode,
        product_name: template.productName,
        name,
        purpose,
        reason,
        state: 'negotiating',
        turn: 'own',
        policy: JSON.stringify(policy),
        terms: null,
        hash: null,
        signatures: '[]',
        strategy_id: null,
        strategy_version: null,
        created_by: actor.userId,
        created_at: scope.now,
        registered_at: null,
        ended_at: null,
        destroyed_at: null,
      })
      .execute()
    scope.note({
      kind: 'remote.begun',
      subject: remoteSubject(row),
      payload: { number: created.contractId, purpose, reason },
    })
    return { id: row.id }
  })
  await proposeRemote(core, actor, acted.value.id, policy)
  return acted.value
}

export const strategyOf = (peer: PeerTable, row: RemoteContract, policy: Policy) =>
  wireStrategy(policy, {
    productCode: row.product_code,
    productName: row.product_name,
    providerNode: peer.platform_id,
    consumerNode: peer.own_id,
  })

/** The number of a message follows from what it says, so that sending it again is the same message. */
const sequenceOf = (...parts: readonly string[]): string => digestOf(parts.join('/')).slice(0, 32)

/**
 * Sends a version of the terms: another than theirs counters, the same accepts.
 * @throws XinyuError TC609_STATE while the other side has the turn, TC609_PEER_*
 */
export async function proposeRemote(core: Core, actor: UserActor, id: string, policy: Policy): Promise<void> {
  const row = await ownRemote(core, actor, id)
  const peer = await activePeer(core, actor, row.peer_id)
  mustBeOurTurn(row, 'propose')
  const versions = await core.db
    .selectFrom('tc609_remote_version')
    .select('n')
    .where('contract_id', '=', id)
    .execute()
  const n = versions.length + 1
  const answer = await send(
    core,
    nodeOf(peer),
    'contractNegotiate',
    { contractName: row.name, contractId: row.number, strategy: strategyOf(peer, row, policy) },
    sequenceOf(row.id, 'negotiate', String(n), canonical(policy)),
  )
  await act(core, actor, async (scope) => {
    const locked = await lockRemote(scope.tx, id)
    mustBeOurTurn(locked, 'propose')
    await writeVersion(scope, locked, 'own', n, policy)
    await scope.tx
      .updateTable('tc609_remote')
      .set({ turn: 'other', policy: JSON.stringify(policy) })
      .where('id', '=', id)
      .execute()
    scope.note({ kind: 'remote.proposed', subject: remoteSubject(row), payload: { n, policy } })
    await freeze(scope, { ...locked, policy }, answer)
  })
}

const mustBeOurTurn = (row: RemoteContract, action: string): void => {
  if (row.state !== 'negotiating' || row.turn !== 'own')
    throw new XinyuError('TC609_STATE', { state: `${row.state}/${row.turn}`, action })
}

/** Accepts the other side's latest version as it stands. */
export async function acceptRemote(core: Core, actor: UserActor, id: string): Promise<void> {
  const row = await ownRemote(core, actor, id)
  await proposeRemote(core, actor, id, policyOf(row.policy))
}

export async function writeVersion(
  { tx, now }: Pick<ActionScope, 'tx' | 'now'>,
  row: RemoteContract,
  side: 'own' | 'other',
  n: number,
  policy: Policy,
): Promise<void> {
  await tx
    .insertInto('tc609_remote_version')
    .values({ contract_id: row.id, n, side, policy: JSON.stringify(policy), at: now })
    .execute()
}

/** Both agree: the frozen terms are checked and kept; from now on they are what is signed. */
export async function freeze(
  { tx, note }: Pick<ActionScope, 'tx' | 'note'>,
  row: RemoteContract,
  answer: Answer<'contractNegotiate'>,
): Promise<void> {
  if (answer.negotiationStatus !== '0' || answer.expansionItem === undefined || row.state !== 'negotiating')
    return
  const peer = await tx
    .selectFrom('tc609_peer')
    .selectAll()
    .where('id', '=', row.peer_id)
    .executeTakeFirstOrThrow()
  const { terms, hash } = readTerms(answer.expansionItem, row, usccOf(peer.own_id), familyOf(peer.public_key))
  await tx
    .updateTable('tc609_remote')
    .set({ state: 'signing', turn: 'own', terms: JSON.stringify(terms), hash })
    .where('id', '=', row.id)
    .execute()
  note({ kind: 'remote.agreed', subject: remoteSubject(row), payload: { hash, terms: terms as never } })
}

/**
 * Signs the frozen terms with this system's key: `hash` is what the signer read, computed here over the terms.
 * @throws XinyuError TC609_STATE, TC609_TERMS_DIFFER, TC609_PEER_*
 */
export async function signRemote(core: Core, actor: UserActor, id: string, hash: string): Promise<void> {
  const row = await ownRemote(core, actor, id)
  const peer = await activePeer(core, actor, row.peer_id)
  if (row.state !== 'signing' || row.terms === null)
    throw new XinyuError('TC609_STATE', { state: row.state, action: 'sign' })
  if (row.hash !== hash) throw new XinyuError('TC609_TERMS_DIFFER', { what: 'hash' })
  const terms = ContractTerms.parse(row.terms)
  const own = await ownKey(core)
  const entityId = usccOf(peer.own_id)
  const sign = async (message: Uint8Array) => (await own.key.sign(message)).toString('base64')
  const signature = await sign(signedMessage(hash))
  const at = core.clock.now()
  await send(
    core,
    nodeOf(peer),
    'contractNegotiate',
    {
      contractName: row.name,
      contractId: row.number,
      strategy: strategyOf(peer, row, terms.policy),
      signatureList: [{ entityId, signature, signatoryTime: new Date(row.created_at).toISOString() }],
      expansionItem: canonical({ bodyKeyProof: await sign(keyMessage(terms.consumerId)) }),
    },
    sequenceOf(row.id, 'sign', hash),
  )
  await act(core, actor, async ({ tx, note }) => {
    const locked = await lockRemote(tx, id)
    const others = locked.signatures.filter((one) => one.entityId !== entityId)
    const ours = { entityId, signature, publicKey: own.publicKey, signedAt: at, valid: true }
    await tx
      .updateTable('tc609_remote')
      .set({
        signatures: JSON.stringify([...others, ours]),
        ...(locked.state === 'signing' ? { turn: 'other' } : {}),
      })
      .where('id', '=', id)
      .execute()
    note({
      kind: 'remote.signed',
      subject: remoteSubject(row),
      payload: { hash, signature, publicKey: own.publicKey },
    })
  })
}

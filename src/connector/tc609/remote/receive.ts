import { z } from 'zod'
import { systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { ContractTerms } from '../../../flow/contract/index.ts'
import { policyOf } from '../../../flow/policy/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Sender } from '../door.ts'
import type { Answer, Request } from '../fields.ts'
import { usccOf } from '../identity.ts'
import { mustProveBy } from '../log-key.ts'
import { readProofLog } from '../proof-log.ts'
import { keepProof } from '../proofs.ts'
import { mustBeSigned } from '../sign.ts'
import { policyOfStrategy, samePolicy } from '../strategy.ts'
import type { RemoteContract } from '../tables.ts'
import { freeze, writeVersion } from './negotiate.ts'
import { lockRemote, remoteByNumber, remoteSubject } from './store.ts'
import { readSignatures } from './terms.ts'

/** A message of a platform that a body of ours is connected to. */
export type FromPlatform = Extract<Sender, { side: 'connector' }>

/** Messages change our copy; who did it stands in the platform's log, that it came stands in ours. */
const RECEIVER = systemActor('tc609')

const early = (row: RemoteContract, action: string) =>
  new XinyuError('TC609_STATE', { state: row.state, action })

/** contractNegotiate of the platform: a counter-proposal, the frozen terms, or who has signed so far. */
export async function receiveNegotiation(
  core: Core,
  sender: FromPlatform,
  message: Request<'contractNegotiate'>,
): Promise<Answer<'contractNegotiate'>> {
  const found = await remoteByNumber(core, sender.peer.id, message.contractId)
  const policy = policyOfStrategy(message.strategy, policyOf(found.policy))
  const agreed = message.expansionItem !== undefined
  await act(core, RECEIVER, async (scope) => {
    const { tx, note } = scope
    const row = await lockRemote(tx, found.id)
    const subject = remoteSubject(row)
    if (row.state === 'negotiating' && !agreed) {
      // Ours has not been written down yet: it comes again in a moment.
      if (row.turn !== 'other') throw early(row, 'counter')
      const { n } = await tx
        .selectFrom('tc609_remote_version')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('contract_id', '=', row.id)
        .executeTakeFirstOrThrow()
      await writeVersion(scope, row, 'other', n + 1, policy)
      await tx
        .updateTable('tc609_remote')
        .set({ turn: 'own', policy: JSON.stringify(policy) })
        .where('id', '=', row.id)
        .execute()
      return note({ kind: 'remote.countered', subject, payload: { n: n + 1, policy } })
    }
    if (!agreed) throw early(row, 'counter')
    note({ kind: 'remote.terms_shown', subject })
    await freeze(scope, row, { negotiationStatus: '0', expansionItem: message.expansionItem })
    const frozen = await lockRemote(tx, row.id)
    await takeSignatures(scope, frozen, message)
  })
  return { negotiationStatus: '0' }
}

const Keys = z.object({ keys: z.record(z.string(), z.string()).default({}) })

/** Signatures of the others; ours stays as it was made. Once every party's is valid, filing follows. */
async function takeSignatures(
  { tx, note }: Parameters<Parameters<typeof act>[2]>[0],
  row: RemoteContract,
  message: Request<'contractNegotiate'>,
): Promise<void> {
  if (!message.signatureList || row.hash === null || row.terms === null) return
  const own = row.signatures.filter((one) => one.publicKey !== null && isOwn(row, one.entityId))
  const { keys } = Keys.parse(JSON.parse(message.expansionItem!))
  const others = readSignatures(message.signatureList, keys, row.hash).filter(
    (one) => !own.some((mine) => mine.entityId === one.entityId),
  )
  const signatures = [...own, ...others]
  const { parties } = ContractTerms.parse(row.terms)
  const whole = parties.every((party) => signatures.some((one) => one.valid && one.entityId === party.uscc))
  await tx
    .updateTable('tc609_remote')
    .set({
      signatures: JSON.stringify(signatures),
      ...(whole && row.state === 'signing' ? { state: 'filing' } : {}),
    })
    .where('id', '=', row.id)
    .execute()
  note({
    kind: 'remote.signatures_received',
    subject: remoteSubject(row),
    payload: { hash: row.hash, valid: signatures.filter((one) => one.valid).length },
  })
}

const isOwn = (row: RemoteContract, entityId: string): boolean =>
  row.terms !== null &&
  ContractTerms.parse(row.terms).parties.some((party) => party.role === '02' && party.uscc === entityId)

/**
 * strategySend 策略下发: performance starts, or goes on after a suspension. What is sent must be what was signed.
 * @throws XinyuError TC609_SIGNATURE, TC609_STATE, TC609_TERMS_DIFFER
 */
export async function receiveStrategy(
  core: Core,
  sender: FromPlatform,
  message: Request<'strategySend'>,
  raw: unknown,
): Promise<Answer<'strategySend'>> {
  mustBeSigned(sender.keys, raw)
  const found = await remoteByNumber(core, sender.peer.id, message.contractId)
  await act(core, RECEIVER, async ({ tx, note }) => {
    const row = await lockRemote(tx, found.id)
    if (!['filing', 'active', 'suspended'].includes(row.state)) throw early(row, 'start')
    const { policy } = ContractTerms.parse(row.terms)
    if (!samePolicy(policyOfStrategy(message.transactionExecutionStrategy, policy), policy))
      throw new XinyuError('TC609_TERMS_DIFFER', { what: 'strategy' })
    // An older version that was delayed on its way takes nothing back.
    if (row.strategy_version !== null && Number(message.strategyVersion) < Number(row.strategy_version))
      return note({ kind: 'remote.strategy_stale', subject: remoteSubject(row) })
    await tx
      .updateTable('tc609_remote')
      .set({ state: 'active', strategy_id: message.strategyId, strategy_version: message.strategyVersion })
      .where('id', '=', row.id)
      .execute()
    note({
      kind: 'remote.started',
      subject: remoteSubject(row),
      payload: { strategy: message.strategyId, version: message.strategyVersion, hash: row.hash },
    })
  })
  return { status: '0' }
}

/** contractTerminate of the platform: nothing more is used; what was kept goes by itself. */
export async function receiveTermination(
  core: Core,
  sender: FromPlatform,
  message: Request<'contractTerminate'>,
  raw: unknown,
): Promise<Answer<'contractTerminate'>> {
  mustBeSigned(sender.keys, raw)
  if (message.issuerId !== sender.claims.iss || message.issuerEntityId !== usccOf(sender.claims.iss))
    throw new XinyuError('TC609_PARTY', { id: message.issuerId })
  const found = await remoteByNumber(core, sender.peer.id, message.contractId)
  await act(core, RECEIVER, async ({ tx, now, note }) => {
    const row = await lockRemote(tx, found.id)
    if (row.ended_at === null)
      await tx
        .updateTable('tc609_remote')
        .set({ state: row.strategy_id === null ? 'void' : 'ended', ended_at: now })
        .where('id', '=', row.id)
        .execute()
    note({
      kind: 'remote.ended',
      subject: remoteSubject(row),
      payload: { by: 'other', type: message.erminateType },
    })
  })
  return { status: '0' }
}

/** abnormalTermination 异常终止: held until a new strategySend. */
export async function receiveSuspension(
  core: Core,
  sender: FromPlatform,
  message: Request<'abnormalTermination'>,
): Promise<Answer<'abnormalTermination'>> {
  if (message.connectorId !== sender.claims.iss)
    throw new XinyuError('TC609_PARTY', { id: message.connectorId })
  const found = await remoteByNumber(core, sender.peer.id, message.contractId)
  await act(core, RECEIVER, async ({ tx, note }) => {
    const row = await lockRemote(tx, found.id)
    if (row.state === 'active')
      await tx.updateTable('tc609_remote').set({ state: 'suspended' }).where('id', '=', row.id).execute()
    note({ kind: 'remote.suspended', subject: remoteSubject(row), payload: { reason: message.reason } })
  })
  return { status: '0' }
}

/** fulfillmentProof 履约证明 of the platform, such as of its own destruction: verified against its pinned log key. */
export async function receivePlatformProof(
  core: Core,
  sender: FromPlatform,
  message: Request<'fulfillmentProof'>,
  raw: unknown,
): Promise<Answer<'fulfillmentProof'>> {
  mustBeSigned(sender.keys, raw)
  const row = await remoteByNumber(core, sender.peer.id, message.contractId)
  const log = readProofLog(message.log)
  if (row.hash === null || log.contractHash !== row.hash)
    throw new XinyuError('TC609_PROOF', { why: 'contractHash: of another contract' })
  const from = { kind: 'peer', row: sender.peer } as const
  const verdict = await mustProveBy(core, from, log.receipt, { contractHash: row.hash })
  await keepProof(core, RECEIVER, {
    proofId: message.proofId,
    contractNumber: row.number,
    node: sender.claims.iss,
    log,
    verdict,
    subject: remoteSubject(row),
  })
  return { status: '0' }
}

/** executionFeedback and contractExecution: what the platform tells a provider's connector is kept as evidence. */
export async function receiveNotice(
  core: Core,
  sender: FromPlatform,
  kind: 'executionFeedback' | 'contractExecution',
  message: Json & object,
  raw: unknown,
): Promise<{ status: '0' }> {
  if (kind === 'executionFeedback') mustBeSigned(sender.keys, raw)
  await act(core, RECEIVER, async ({ note }) => {
    note({
      kind: kind === 'executionFeedback' ? 'remote.feedback_received' : 'remote.execution_reported',
      subject: { peer: sender.peer.id, participant: sender.peer.participant_id },
      payload: message,
    })
  })
  return { status: '0' }
}

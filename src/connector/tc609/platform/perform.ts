import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { changeContract, type ContractView, withdrawRequest } from '../../../flow/contract/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Answer, Request } from '../fields.ts'
import { keepProof } from '../proofs.ts'
import { mustProveBy } from '../log-key.ts'
import { readProofLog } from '../proof-log.ts'
import { mustBeSigned } from '../sign.ts'
import { policyOfStrategy, samePolicy } from '../strategy.ts'
import { contractOf, type FromConnector, mustBeIssuer, ownDraft, standOf } from './draft.ts'

const subjectOf = (contract: ContractView): Record<string, string> => ({
  contract: contract.id,
  provider: contract.terms.providerId,
  consumer: contract.terms.consumerId,
})

/**
 * contractRegistrate 合约备案: the connector shows what was signed; the platform compares it with what it filed.
 * @throws XinyuError TC609_STATE before all have signed, TC609_TERMS_DIFFER
 */
export async function registrate(
  core: Core,
  sender: FromConnector,
  message: Request<'contractRegistrate'>,
): Promise<Answer<'contractRegistrate'>> {
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  const contract = await contractOf(core, draft.number, ['filing', 'active', 'suspended'], 'registrate')
  if (!samePolicy(policyOfStrategy(message.strategy, contract.terms.policy), contract.terms.policy))
    throw new XinyuError('TC609_TERMS_DIFFER', { what: 'strategy' })
  const row = await core.db
    .selectFrom('contract')
    .select('signatures')
    .where('id', '=', contract.id)
    .executeTakeFirstOrThrow()
  for (const party of contract.terms.parties) {
    const kept = row.signatures.find((one) => one.participantId === party.participantId)
    const shown = message.signatoryEntities.find((one) => one.signatoryEntityId === party.uscc)
    if (!kept || kept.value !== shown?.signature)
      throw new XinyuError('TC609_TERMS_DIFFER', { what: `signature ${party.uscc}` })
  }
  await act(core, sender.actor, async ({ note }) => {
    note({
      kind: 'tc609.contract_registered',
      subject: { ...subjectOf(contract), connector: sender.connector.id },
      payload: { hash: contract.hash, number: contract.number },
    })
  })
  return { status: contract.filedAt === null ? '1' : '0', contractHash: contract.hash }
}

/** contractExecution 合约履行: what the connector reports is kept as evidence; it changes nothing. */
export async function reportExecution(
  core: Core,
  sender: FromConnector,
  message: Request<'contractExecution'>,
): Promise<Answer<'contractExecution'>> {
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  const contract = await contractOf(core, draft.number, ['active', 'suspended', 'ended'], 'report')
  mustBeStrategy(draft.strategy_id, message.executedStrategy.executedStrategyId)
  await act(core, sender.actor, async ({ note }) => {
    note({
      kind: 'tc609.execution_reported',
      subject: { ...subjectOf(contract), connector: sender.connector.id },
      payload: { ...message.executedStrategy },
    })
  })
  return { status: '0' }
}

/** @throws XinyuError TC609_FIELD */
function mustBeStrategy(expected: string, given: string): void {
  if (given !== expected)
    throw new XinyuError('TC609_FIELD', {
      interface: 'strategy',
      field: 'strategyId',
      why: 'of another strategy',
    })
}

/**
 * contractTerminate 合约终止: takes a negotiation back, or ends the contract for the connector's body. Ending what is over
 * is no fault.
 * @throws XinyuError TC609_STATE when the term is said to be over and is not
 */
export async function terminate(
  core: Core,
  sender: FromConnector,
  message: Request<'contractTerminate'>,
  raw: unknown,
): Promise<Answer<'contractTerminate'>> {
  mustBeSigned(sender.keys, raw)
  mustBeIssuer(sender, message)
  if (message.erminateType === '01' && message.agreedEndTime === undefined)
    throw new XinyuError(
      'TC609_FIELD',
      { interface: 'contractTerminate', field: 'agreedEndTime', why: 'must stand where erminateType is 01' },
      { detail: { returnCode: '11005' } },
    )
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  const { request, contract } = await standOf(core, draft.number)
  if (contract && contract.state !== 'ended' && contract.state !== 'void') {
    if (message.erminateType === '02' && contract.terms.policy.until > core.clock.now())
      throw new XinyuError('TC609_STATE', { state: contract.state, action: 'end at its term' })
    await changeContract(core, sender.actor, contract.id, 'end', 'contractTerminate')
  } else if (!contract && request?.state === 'waiting') await withdrawRequest(core, sender.actor, request.id)
  return { status: '0' }
}

/**
 * abnormalTermination 异常终止 by the provider's connector: the contract is suspended, and running work stops.
 * @throws XinyuError NOT_FOUND for any other body
 */
export async function abnormal(
  core: Core,
  sender: FromConnector,
  message: Request<'abnormalTermination'>,
): Promise<Answer<'abnormalTermination'>> {
  if (message.connectorId !== sender.claims.iss)
    throw new XinyuError('TC609_PARTY', { id: message.connectorId })
  const { contract } = await standOf(core, message.contractId)
  if (contract?.terms.providerId !== sender.actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'contract' })
  if (contract.state === 'active')
    await changeContract(core, sender.actor, contract.id, 'suspend', message.reason)
  return { status: '0' }
}

/** executionFeedback 执行反馈 of a decision that the consumer's connector made: kept for the provider. */
export async function feedback(
  core: Core,
  sender: FromConnector,
  message: Request<'executionFeedback'>,
  raw: unknown,
): Promise<Answer<'executionFeedback'>> {
  mustBeSigned(sender.keys, raw)
  if (message.connectorId !== sender.claims.iss)
    throw new XinyuError('TC609_PARTY', { id: message.connectorId })
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  mustBeStrategy(draft.strategy_id, message.strategyId)
  const contract = await contractOf(core, draft.number, ['active', 'suspended', 'ended'], 'feedback')
  await act(core, sender.actor, async ({ note }) => {
    note({
      kind: 'tc609.feedback_received',
      subject: { ...subjectOf(contract), connector: sender.connector.id },
      payload: { result: message.result, details: message.details ?? null },
    })
  })
  return { status: '0' }
}

/**
 * fulfillmentProof 履约证明 of a connector: its receipt is verified against its registered log key, and against what this
 * platform released.
 * @throws XinyuError TC609_PROOF, TC609_SIGNATURE, TC609_STATE
 */
export async function receiveProof(
  core: Core,
  sender: FromConnector,
  message: Request<'fulfillmentProof'>,
  raw: unknown,
): Promise<Answer<'fulfillmentProof'>> {
  mustBeSigned(sender.keys, raw)
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  mustBeStrategy(draft.strategy_id, message.strategyId)
  const log = readProofLog(message.log)
  const states = log.kind === 'use' ? (['active', 'suspended', 'ended'] as const) : (['ended'] as const)
  const contract = await contractOf(core, draft.number, states, 'prove')
  const digest = log.kind === 'use' ? (log.results[0] ?? null) : undefined
  const verdict = await mustProveBy(core, { kind: 'connector', row: sender.connector }, log.receipt, {
    contractHash: contract.hash,
    ...(digest === undefined ? {} : { digest }),
  })
  if (log.kind === 'use') await mustBeReleased(core, contract.id, log.run, digest ?? null)
  else await mustNameAll(core, draft.number, log.results, verdict.payload)
  await keepProof(core, sender.actor, {
    proofId: message.proofId,
    contractNumber: draft.number,
    node: sender.claims.iss,
    log,
    verdict,
    subject: { ...subjectOf(contract), connector: sender.connector.id },
  })
  return { status: '0' }
}

async function mustBeReleased(core: Core, contractId: string, runId: string | null, digest: string | null) {
  const run = await core.db
    .selectFrom('run')
    .select(['contract_id', 'output_hash'])
    .where('id', '=', runId ?? contractId)
    .executeTakeFirst()
  if (run?.contract_id !== contractId || run.output_hash !== digest)
    throw new XinyuError('TC609_PROOF', { why: 'run: not released here under this contract' })
}

/** Every result that was proven to be kept is among what was destroyed, in the log entry as in the message. */
async function mustNameAll(core: Core, number: string, results: readonly string[], payload: unknown) {
  const stated = (payload as { results?: unknown } | null)?.results
  if (canonical(stated) !== canonical([...results]))
    throw new XinyuError('TC609_PROOF', { why: 'results: not those of the receipt' })
  const kept = await core.db
    .selectFrom('tc609_proof')
    .select('digest')
    .where('contract_number', '=', number)
    .where('kind', '=', 'use')
    .where('direction', '=', 'in')
    .execute()
  const missing = kept.find(({ digest }) => digest !== null && !results.includes(digest))
  if (missing) throw new XinyuError('TC609_PROOF', { why: `results: ${missing.digest} is not named` })
}

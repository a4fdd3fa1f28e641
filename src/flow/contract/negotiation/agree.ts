import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ActionScope, Core } from '../../../safeguard/evidence/index.ts'
import { type Participant, participantsByIds } from '../../../safeguard/identity/index.ts'
import { productById, tablesOf } from '../../../supply/catalog/index.ts'
import { policyOf, renderPolicy } from '../../policy/index.ts'
import { newCode, newNumber } from '../filing/number.ts'
import type { ContractTerms } from '../model.ts'
import { contractHash } from '../rules.ts'
import { checkProposal, mustStand } from './check.ts'
import type { RequestRow } from './lock.ts'

/** Everything that an agreement needs beside the locked request: read before the action, which holds a connection. */
export interface Prepared {
  readonly number: string
  readonly code: string
  readonly authorityId: string | null
  readonly tables: Readonly<Record<string, string>>
  readonly provider: Participant
  readonly consumer: Participant
  readonly name: string
  readonly textZh: string
  readonly textEn: string
  /** The version that all of this was prepared for. */
  readonly round: number
}

/** Checks the latest version once more, as everything may have changed since it was proposed, and gathers its facts. */
export async function prepareAgreement(core: Core, request: RequestRow): Promise<Prepared> {
  const parties = {
    productId: request.product_id,
    providerId: request.provider_id,
    consumerId: request.consumer_id,
    purpose: request.purpose,
  }
  const policy = policyOf(request.policy)
  await mustStand(core, parties)
  const authorityId = await checkProposal(core, parties, policy)
  const bodies = await participantsByIds(core, [request.provider_id, request.consumer_id])
  const product = await productById(core, request.product_id)
  const provider = bodies.get(request.provider_id)
  const consumer = bodies.get(request.consumer_id)
  if (!product || !provider || !consumer) throw new XinyuError('NOT_FOUND', { what: 'request' })
  const text = renderPolicy(policy, {
    product: { zh: product.titleZh, en: product.titleEn },
    provider: { zh: provider.nameZh, en: provider.nameEn },
    consumer: { zh: consumer.nameZh, en: consumer.nameEn },
  })
  return {
    number: request.number ?? (await newNumber(core, request.provider_id)),
    code: newCode(core),
    authorityId,
    tables: Object.fromEntries(
      (await tablesOf(core, request.product_id)).map((table) => [table.name, table.versionId]),
    ),
    provider,
    consumer,
    name: request.name || `${product.titleZh}使用合约`.slice(0, 128),
    textZh: text.zh,
    textEn: text.en,
    round: request.round,
  }
}

/** The frozen terms of the latest version. */
function termsOf(request: RequestRow, prepared: Prepared, contractId: string, now: number): ContractTerms {
  const { provider, consumer } = prepared
  return {
    v: 2,
    contractId,
    number: prepared.number,
    name: prepared.name,
    abstract: request.abstract,
    offerId: request.offer_id,
    productId: request.product_id,
    tables: { ...prepared.tables },
    projectId: request.project_id,
    providerId: request.provider_id,
    consumerId: request.consumer_id,
    parties: [
      { participantId: provider.id, uscc: provider.uscc, name: provider.nameZh, role: '01' },
      { participantId: consumer.id, uscc: consumer.uscc, name: consumer.nameZh, role: '02' },
    ],
    signMode: request.sign_mode,
    purpose: request.purpose,
    policy: policyOf(request.policy),
    textZh: prepared.textZh,
    textEn: prepared.textEn,
    authorityId: prepared.authorityId,
    agreedAt: now,
  }
}

/** Writes the contract of an accepted negotiation: it waits for signatures. Returns its id. */
export async function writeAgreement(
  scope: ActionScope,
  request: RequestRow,
  prepared: Prepared,
  answer: string | null,
): Promise<{ contractId: string; hash: string }> {
  const { tx, now, id, note, emit } = scope
  if (prepared.round !== request.round)
    throw new XinyuError('REQUEST_VERSION_CHANGED', { current: request.round, seen: prepared.round })
  const contractId = id()
  const terms = termsOf(request, prepared, contractId, now)
  const hash = contractHash(terms)
  await tx
    .insertInto('contract')
    .values({
      id: contractId,
      product_id: request.product_id,
      project_id: request.project_id,
      provider_id: request.provider_id,
      consumer_id: request.consumer_id,
      state: 'signing',
      hash,
      terms: JSON.stringify(terms),
      until_at: terms.policy.until,
      max_runs: terms.policy.maxRuns,
      runs_used: 0,
      runs_leased: 0,
      epoch: 1,
      created_at: now,
      number: prepared.number,
      code: prepared.code,
      request_id: request.id,
      authority_id: prepared.authorityId,
      signatures: '[]',
    })
    .execute()
  await tx
    .updateTable('access_request')
    .set({ state: 'approved', answer, contract_id: contractId, answered_at: now })
    .where('id', '=', request.id)
    .execute()
  note({
    kind: 'contract.agreed',
    subject: {
      contract: contractId,
      request: request.id,
      product: request.product_id,
      project: request.project_id,
      provider: request.provider_id,
      consumer: request.consumer_id,
      ...(prepared.authorityId ? { authority: prepared.authorityId } : {}),
    },
    payload: { terms: terms as never, hash, answer, round: request.round },
  })
  emit('contract.waiting', { contractId, state: 'signing' })
  return { contractId, hash }
}

import { sql } from 'kysely'
import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import type { ContractView } from '../../../flow/contract/index.ts'
import { policyOf } from '../../../flow/policy/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import { productsByIds } from '../../../supply/catalog/index.ts'
import type { Request } from '../fields.ts'
import { ownKey, platformId, productCode } from '../identity.ts'
import { enqueue, type Outgoing } from '../outbox.ts'
import { makeProof } from '../proofs.ts'
import { signed } from '../sign.ts'
import { wireStrategy } from '../strategy.ts'
import type { Draft, Told } from '../tables.ts'
import { standOf } from './draft.ts'

/**
 * What happened here, told to the connector: compared is where a contract stands with what its connector was last told,
 * so that neither a kill nor a change made in the portal is ever left untold.
 */
export async function tellConnectors(core: Core): Promise<number> {
  const rows = await core.db
    .selectFrom('tc609_draft as d')
    .innerJoin('tc609_connector as n', 'n.id', 'd.connector_id')
    .innerJoin('access_request as r', 'r.number', 'd.number')
    .leftJoin('contract as c', 'c.id', 'r.contract_id')
    .selectAll('d')
    .select([
      'r.round',
      'r.turn',
      'r.state as request_state',
      'c.state as contract_state',
      'c.epoch',
      'c.destroyed_at',
      sql<number>`coalesce(jsonb_array_length(c.signatures), 0)`.as('signed'),
    ])
    .where('n.state', '=', 'active')
    .where(sql<boolean>`d.told->>'destroyed' = 'false'`)
    .where(sql<boolean>`coalesce(d.told->>'contract', '') <> 'void'`)
    .where(sql<boolean>`d.told->>'request' !~ '^(rejected|withdrawn)'`)
    .execute()
  let told = 0
  for (const row of rows) {
    const now: Told = {
      round: row.round,
      request: `${row.request_state}/${row.turn}`,
      contract: row.contract_state,
      signatures: row.signed,
      version: row.epoch ?? 0,
      destroyed: row.destroyed_at !== null,
    }
    if (canonical(now) !== canonical(row.told) && (await tellOne(core, row, now))) told += 1
  }
  return told
}

async function tellOne(core: Core, draft: Draft, now: Told): Promise<boolean> {
  const { request, contract } = await standOf(core, draft.number)
  if (!request) return false
  const messages = await messagesFor(core, draft, { request, contract }, now)
  await core.db.transaction().execute(async (tx) => {
    // Told by another worker meanwhile: then it is not ours to tell.
    const mine = await tx
      .updateTable('tc609_draft')
      .set({ told: JSON.stringify(now) })
      .where('number', '=', draft.number)
      .where('told', '=', JSON.stringify(draft.told) as never)
      .executeTakeFirst()
    if (mine.numUpdatedRows !== 1n) return
    for (const message of messages) await enqueue(core, tx, message)
  })
  return messages.length > 0
}

const Destruction = z.object({ outputs: z.array(z.object({ digest: z.string() })).default([]) })

type Stand = Awaited<ReturnType<typeof standOf>>
type Standing = { request: NonNullable<Stand['request']>; contract: Stand['contract'] }

async function messagesFor(core: Core, draft: Draft, stand: Standing, now: Told): Promise<Outgoing[]> {
  const { request, contract } = stand
  const before = draft.told
  const wrap = <K extends Outgoing['interface']>(kind: K, body: Request<K>): Outgoing => ({
    to: { connectorId: draft.connector_id },
    interface: kind,
    contractNumber: draft.number,
    body,
  })
  const out: Outgoing[] = []
  const countered = request.state === 'waiting' && request.turn === 'consumer' && now.round !== before.round
  const agreed = contract && before.contract === null
  const signedMore = contract && now.signatures !== before.signatures
  if (countered || agreed || signedMore)
    out.push(wrap('contractNegotiate', await negotiation(core, draft, stand)))
  if (contract) {
    const active =
      now.contract === 'active' && (before.contract !== 'active' || before.version !== now.version)
    if (active) out.push(wrap('strategySend', await strategySend(core, draft, contract, now.version)))
    if (now.contract === 'suspended' && before.contract !== 'suspended')
      out.push(wrap('abnormalTermination', await suspension(core, draft)))
  }
  const over = now.contract === 'ended' || now.contract === 'void'
  const closed = request.state === 'rejected'
  if ((over && before.contract !== now.contract) || (closed && !before.request.startsWith('rejected')))
    out.push(wrap('contractTerminate', await termination(core, draft, contract)))
  if (contract && now.destroyed && !before.destroyed) {
    const leaf = await destructionLeaf(core, contract.id)
    if (leaf !== null) {
      const { proof, body } = await destruction(core, draft, contract, leaf)
      out.push({ ...wrap('fulfillmentProof', body as Request<'fulfillmentProof'>), proof: proof! })
    }
  }
  return out
}

/** The entry of the platform's own destruction of what was derived under the contract. */
async function destructionLeaf(core: Core, contractId: string): Promise<number | null> {
  const entries = await core.evidence.leavesAbout([contractId])
  return entries.find((entry) => entry.kind === 'contract.destroyed')?.leaf ?? null
}

async function strategyOf(core: Core, draft: Draft, { request, contract }: Standing) {
  const provider = await participantById(core, request.provider_id)
  const product = (await productsByIds(core, [request.product_id])).get(request.product_id)
  return wireStrategy(contract?.terms.policy ?? policyOf(request.policy), {
    productCode: productCode(provider!, request.product_id),
    productName: product?.titleZh ?? '',
    providerNode: (await platformId(core)).id,
    consumerNode: draft.connector_id,
  })
}

/** A counter-proposal, the frozen terms, or who has signed so far: one message, as the text has one. */
async function negotiation(core: Core, draft: Draft, stand: Standing): Promise<Request<'contractNegotiate'>> {
  const strategy = await strategyOf(core, draft, stand)
  const { contract } = stand
  const base = { contractName: draft.name, contractId: draft.number, strategy }
  if (!contract) return base
  const row = await core.db
    .selectFrom('contract')
    .select('signatures')
    .where('id', '=', contract.id)
    .executeTakeFirstOrThrow()
  const list = row.signatures.map((one) => ({
    entityId: contract.terms.parties.find((party) => party.participantId === one.participantId)!.uscc,
    signature: one.value,
    signatoryTime: new Date(one.signedAt).toISOString(),
  }))
  const keys = Object.fromEntries(row.signatures.map((one) => [one.value, one.publicKey]))
  return {
    ...base,
    ...(list.length > 0 ? { signatureList: list } : {}),
    expansionItem: canonical({ terms: contract.terms, hash: contract.hash, keys }),
  }
}

async function strategySend(
  core: Core,
  draft: Draft,
  contract: ContractView,
  version: number,
): Promise<Request<'strategySend'>> {
  const { request } = await standOf(core, draft.number)
  return signed<Request<'strategySend'>>(await ownKey(core), {
    contractId: draft.number,
    strategyId: draft.strategy_id,
    strategyVersion: String(version),
    transactionExecutionStrategy: await strategyOf(core, draft, { request: request!, contract }),
    expansionItem: canonical({ hash: contract.hash, filedAt: contract.filedAt }),
    issuedAt: new Date(core.clock.now()).toISOString(),
  })
}

async function suspension(core: Core, draft: Draft): Promise<Request<'abnormalTermination'>> {
  return {
    connectorId: (await platformId(core)).id,
    terminationId: draft.strategy_id,
    contractId: draft.number,
    strategyId: draft.strategy_id,
    reason: '合约已暂停 suspended',
    triggeredBy: 'provider',
    timestamp: new Date(core.clock.now()).toISOString(),
  }
}

async function termination(
  core: Core,
  draft: Draft,
  contract: ContractView | undefined,
): Promise<Request<'contractTerminate'>> {
  const now = new Date(core.clock.now()).toISOString()
  const { id, body } = await platformId(core)
  return signed<Request<'contractTerminate'>>(await ownKey(core), {
    contractName: draft.name,
    contractId: draft.number,
    issueTime: now,
    erminateType: contract?.endReason === 'term' ? '02' : '01',
    activationTime: new Date(contract?.startedAt ?? draft.created_at).toISOString(),
    scheduledEndTime: new Date(contract?.terms.policy.until ?? core.clock.now()).toISOString(),
    agreedEndTime: new Date(contract?.endedAt ?? core.clock.now()).toISOString(),
    issuerId: id,
    issuerEntityId: body.uscc,
  })
}

async function destruction(core: Core, draft: Draft, contract: ContractView, leaf: number) {
  const row = await core.db
    .selectFrom('contract')
    .select('destruction')
    .where('id', '=', contract.id)
    .executeTakeFirstOrThrow()
  const { outputs } = Destruction.parse(row.destruction ?? {})
  return makeProof(core, {
    contractNumber: draft.number,
    strategyId: draft.strategy_id,
    node: draft.connector_id,
    kind: 'destruction',
    contractHash: contract.hash,
    run: null,
    results: [...new Set(outputs.map((one) => one.digest))],
    leaf,
  })
}

import type { Actor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { GoodReceipt } from '../../safeguard/evidence/verifier/index.ts'
import type { Request } from './fields.ts'
import { ownKey } from './identity.ts'
import type { ProofView } from './model.ts'
import { type ProofLog, writeProofLog } from './proof-log.ts'
import type { Outgoing } from './outbox.ts'
import { signed } from './sign.ts'

interface Received {
  readonly proofId: string
  readonly contractNumber: string
  readonly node: string
  readonly log: ProofLog
  readonly verdict: GoodReceipt
  /** Bodies and contract that the entry is about. */
  readonly subject: Readonly<Record<string, string>>
}

/** Keeps a proof of the other side that was verified. The same proof again changes nothing. */
export async function keepProof(core: Core, actor: Actor, received: Received): Promise<void> {
  const { proofId, contractNumber, node, log, verdict, subject } = received
  await act(core, actor, async ({ tx, now, note }) => {
    const made = await tx
      .insertInto('tc609_proof')
      .values({
        id: proofId,
        contract_number: contractNumber,
        direction: 'in',
        node,
        kind: log.kind,
        log: JSON.stringify(log),
        digest: log.results[0] ?? null,
        leaf: verdict.leaf,
        origin: verdict.origin,
        verified: true,
        at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('TC609_SEQUENCE_TAKEN', { seq: proofId })
    note({
      kind: 'tc609.proof_received',
      subject: { ...subject, proof: proofId },
      payload: {
        kind: log.kind,
        contractHash: log.contractHash,
        origin: verdict.origin,
        leaf: verdict.leaf,
        results: [...log.results],
      },
    })
  })
}

interface Giving {
  readonly contractNumber: string
  readonly strategyId: string
  readonly node: string
  readonly kind: ProofLog['kind']
  readonly contractHash: string
  readonly run: string | null
  readonly results: readonly string[]
  /** Leaf in our own log that proves it. */
  readonly leaf: number
}

/** A proof of ours with the receipt of its entry, signed: the message, and the row that is kept with it. */
export async function makeProof(core: Core, giving: Giving): Promise<Pick<Outgoing, 'body' | 'proof'>> {
  const receipt = (await core.evidence.receiptFor(giving.leaf, { payload: true })).toString('utf8')
  const log: ProofLog = {
    v: 1,
    kind: giving.kind,
    contractHash: giving.contractHash,
    run: giving.run,
    results: [...giving.results],
    receipt,
  }
  const now = core.clock.now()
  const proofId = uuid7(core.random, now)
  const body = await signed<Request<'fulfillmentProof'>>(await ownKey(core), {
    proofId,
    contractId: giving.contractNumber,
    strategyId: giving.strategyId,
    log: writeProofLog(log),
    timestamp: new Date(now).toISOString(),
  })
  // What it proves is in the log already; this row is our list of what was told, not a fact of its own.
  const proof: Outgoing['proof'] = {
    id: proofId,
    contract_number: giving.contractNumber,
    direction: 'out',
    node: giving.node,
    kind: giving.kind,
    log: JSON.stringify(log),
    digest: giving.results[0] ?? null,
    leaf: giving.leaf,
    origin: core.evidence.vkey().split('+')[0]!,
    verified: true,
    at: now,
  }
  return { body, proof }
}

/** Proofs given and received under one contract, in order. */
export async function proofsOf(core: Core, contractNumber: string): Promise<ProofView[]> {
  const rows = await core.db
    .selectFrom('tc609_proof')
    .select(['id', 'direction', 'node', 'kind', 'leaf', 'origin', 'verified', 'at'])
    .where('contract_number', '=', contractNumber)
    .orderBy('at')
    .limit(1000)
    .execute()
  return rows
}

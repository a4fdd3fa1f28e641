import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { policyOf } from '../../../flow/policy/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Answer } from '../fields.ts'
import { newSequence, send } from '../http.ts'
import { familyOf } from '../identity.ts'
import type { ResultView } from '../model.ts'
import { enqueue } from '../outbox.ts'
import { activePeer, nodeOf } from '../peers.ts'
import { mustProveBy } from '../log-key.ts'
import { makeProof } from '../proofs.ts'
import type { PeerTable, RemoteContract } from '../tables.ts'
import { keepResult, readResult } from './files.ts'
import { lockRemote, ownRemote, remoteSubject, resultsOf } from './store.ts'

interface Asked {
  readonly sql: string
  readonly title?: string | undefined
}

/**
 * A use at the platform under a remote contract. What comes back is kept only when the platform's receipt verifies
 * against its pinned log key, for this contract and these bytes; then our proof goes the other way.
 * @throws XinyuError TC609_STATE by our own copy of the policy, TC609_PROOF, TC609_PEER_*
 */
export async function useRemote(core: Core, actor: UserActor, id: string, asked: Asked): Promise<ResultView> {
  const row = await ownRemote(core, actor, id)
  const peer = await activePeer(core, actor, row.peer_id)
  await mustBeUsable(core, row)
  const seq = newSequence(core)
  const answer = await send(
    core,
    nodeOf(peer),
    'use',
    {
      sequenceNum: seq,
      productId: row.product_code,
      ctrlInstructiontId: row.strategy_id!.replaceAll('-', ''),
      targetConnectorId: peer.platform_id,
      issuerConnectorId: peer.own_id,
      contractId: row.number,
      sql: asked.sql,
      ...(asked.title ? { title: asked.title } : {}),
    },
    seq,
  )
  const kept = await keep(core, actor, row, asked, answer, peer)
  await prove(core, row, peer, answer, kept)
  return (await resultsOf(core, id)).find((result) => result.id === answer.runId)!
}

/** Our own side of enforcement: the platform decides all the same, we do not even ask. */
async function mustBeUsable(core: Core, row: RemoteContract): Promise<void> {
  const policy = policyOf(row.policy)
  const refuse = (state: string) => new XinyuError('TC609_STATE', { state, action: 'use' })
  if (row.state !== 'active' || row.strategy_id === null) throw refuse(row.state)
  if (core.clock.now() > policy.until) throw refuse('term over')
  const { used } = await core.db
    .selectFrom('tc609_result')
    .select((eb) => eb.fn.countAll<number>().as('used'))
    .where('contract_id', '=', row.id)
    .where('digest', 'is not', null)
    .executeTakeFirstOrThrow()
  if (used >= policy.maxRuns) throw refuse('used up')
}

interface Kept {
  readonly leaf: number
  readonly digest: string | null
}

async function keep(
  core: Core,
  actor: UserActor,
  row: RemoteContract,
  asked: Asked,
  answer: Answer<'use'>,
  peer: PeerTable,
): Promise<Kept> {
  const body = answer.output === null ? null : Buffer.from(answer.output)
  const digest = body && familyOf(peer.public_key).hash.of(body).toString('hex')
  if (body) {
    if (answer.receipt === null) throw new XinyuError('TC609_PROOF', { why: 'receipt: missing' })
    const from = { kind: 'peer', row: peer } as const
    await mustProveBy(core, from, answer.receipt, { contractHash: row.hash!, digest })
    await keepResult(core.home, row.id, answer.runId, body)
  }
  const rows = body && (JSON.parse(answer.output!) as { rows?: readonly unknown[] }).rows?.length
  const acted = await act(core, actor, async ({ tx, now, note }) => {
    // Under the lock of its contract: what ended meanwhile keeps nothing.
    const locked = await lockRemote(tx, row.id)
    const over = locked.ended_at !== null
    await tx
      .insertInto('tc609_result')
      .values({
        id: answer.runId,
        contract_id: row.id,
        title: asked.title ?? null,
        state: answer.state,
        digest,
        rows: rows ?? null,
        receipt: answer.receipt,
        problem: answer.problem === null ? null : JSON.stringify(answer.problem),
        leaf: null,
        stored_at: now,
        destroyed_at: null,
      })
      .execute()
    // The clockwork of ends looks again: this result came after it looked.
    if (over)
      await tx.updateTable('tc609_remote').set({ destroyed_at: null }).where('id', '=', row.id).execute()
    note({
      kind: digest === null ? 'remote.use_refused' : 'remote.result_kept',
      subject: { ...remoteSubject(row), run: answer.runId },
      payload: {
        contractHash: row.hash,
        state: answer.state,
        sql: asked.sql,
        ...(digest === null ? { code: answer.problem?.code ?? null } : { result: { digest } }),
      },
    })
  })
  const leaf = acted.entries[0]!.leaf
  await core.db.updateTable('tc609_result').set({ leaf }).where('id', '=', answer.runId).execute()
  return { leaf, digest }
}

/** contractExecution and fulfillmentProof 履约证明, with the receipt of our own entry. */
async function prove(
  core: Core,
  row: RemoteContract,
  peer: PeerTable,
  answer: Answer<'use'>,
  { leaf, digest }: Kept,
): Promise<void> {
  if (digest === null) return
  const proof = await makeProof(core, {
    contractNumber: row.number,
    strategyId: row.strategy_id!,
    node: peer.platform_id,
    kind: 'use',
    contractHash: row.hash!,
    run: answer.runId,
    results: [digest],
    leaf,
  })
  const to = { peerId: peer.id }
  const report = {
    contractName: row.name,
    contractId: row.number,
    executedStrategy: {
      executedStrategyId: row.strategy_id!,
      executedActions: ['compute', 'storage'],
      executionResult: answer.state,
      executionDetails: answer.runId,
    },
    reportTime: new Date(core.clock.now()).toISOString(),
  }
  const contractNumber = row.number
  await enqueue(core, core.db, { to, interface: 'contractExecution', contractNumber, body: report })
  await enqueue(core, core.db, { to, interface: 'fulfillmentProof', contractNumber, ...proof })
}

/** A kept result, while our copy of the policy allows it. @throws XinyuError NOT_FOUND, TC609_STATE, OUTPUT_DAMAGED */
export async function remoteResult(core: Core, actor: UserActor, id: string, runId: string): Promise<Buffer> {
  const row = await ownRemote(core, actor, id)
  const result = await core.db
    .selectFrom('tc609_result')
    .selectAll()
    .where('id', '=', runId)
    .where('contract_id', '=', id)
    .executeTakeFirst()
  if (!result || result.digest === null) throw new XinyuError('NOT_FOUND', { what: 'result' })
  if (row.state !== 'active' || result.destroyed_at !== null)
    throw new XinyuError('TC609_STATE', { state: row.state, action: 'read' })
  return readResult(core.home, id, runId, result.digest)
}

/** The platform's receipt of a kept result: a file that anyone verifies offline. @throws XinyuError NOT_FOUND */
export async function remoteReceipt(
  core: Core,
  actor: UserActor,
  id: string,
  runId: string,
): Promise<string> {
  await ownRemote(core, actor, id)
  const row = await core.db
    .selectFrom('tc609_result')
    .select('receipt')
    .where('id', '=', runId)
    .where('contract_id', '=', id)
    .executeTakeFirst()
  if (!row?.receipt) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
  return row.receipt
}

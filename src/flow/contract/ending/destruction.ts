import type { UserActor } from '../../../kernel/actor.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core, listEntries } from '../../../safeguard/evidence/index.ts'
import { projectTables, removeContractTables } from '../../../supply/treat/index.ts'
import { lockContract, subjectOf } from '../lock.ts'
import { visibleContract } from '../visible.ts'

/** What rooms to the right destroy for an ended contract; `app.ts` hands it in. Idempotent, and names what is gone. */
export interface Destroyers {
  /** Released outputs of the contract's runs. */
  outputs(contractId: string): Promise<readonly { readonly run: string; readonly digest: string }[]>
}

/**
 * Destroys what was derived under an ended contract and writes the proof 数据销毁证明 (TC609-6-2025-14 §7.6): prepared
 * tables always, released outputs where an obligation `delete` says so. Looks afterwards that nothing is left. Repeated
 * until it succeeded once; false when there was nothing to do.
 */
export async function destroyDerived(
  core: Core,
  destroyers: Destroyers,
  contractId: string,
): Promise<boolean> {
  const row = await core.db.selectFrom('contract').selectAll().where('id', '=', contractId).executeTakeFirst()
  if (row?.state !== 'ended' || row.destroyed_at !== null) return false
  await removeContractTables(core, contractId)
  const owed = row.terms.policy.obligations?.some((one) => one.action === 'delete') ?? false
  const outputs = owed ? await destroyers.outputs(contractId) : []
  const left = (await projectTables(core, row.project_id)).filter((table) => table.contractId === contractId)
  if (left.length > 0) throw new Error(`prepared tables of contract ${contractId} are still there`)
  const tables = await removedTables(core, contractId)
  await act(core, systemActor('destruction'), async ({ tx, now, note }) => {
    const contract = await lockContract(tx, contractId)
    if (!contract || contract.destroyed_at !== null)
      return note({ kind: 'contract.destruction_checked', subject: { contract: contractId } })
    const destruction = {
      tables,
      outputs: outputs.map(({ run, digest }) => ({ run, digest })),
      outputsOwed: owed,
      hash: contract.hash,
      number: contract.number,
    }
    await tx
      .updateTable('contract')
      .set({ destroyed_at: now, destruction: JSON.stringify(destruction) })
      .where('id', '=', contractId)
      .execute()
    note({ kind: 'contract.destroyed', subject: subjectOf(contract), payload: destruction })
  })
  return true
}

/** Every table that was ever prepared under the contract, by the entry of its removal: whoever removed it. */
async function removedTables(core: Core, contractId: string): Promise<{ id: string; leaf: number }[]> {
  const kind = 'project.table_removed'
  const entries = await listEntries(core.db, { kind, subject: contractId }, MOST_NAMED)
  return entries.map(({ leaf, entry }) => {
    const { subject } = JSON.parse(entry) as { subject: { table: string } }
    return { id: subject.table, leaf }
  })
}

const MOST_NAMED = 1000

/** Finishes what a kill or a failure left; called by the clock of `app.ts`. */
export async function destroyEnded(core: Core, destroyers: Destroyers): Promise<number> {
  const rows = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', '=', 'ended')
    .where('destroyed_at', 'is', null)
    .orderBy('ended_at')
    .limit(100)
    .execute()
  for (const { id } of rows) {
    await destroyDerived(core, destroyers, id).catch((error: unknown) =>
      core.log.error({ err: error, contract: id }, 'destroying derived data is put off'),
    )
  }
  return rows.length
}

/**
 * The proof of destruction as a receipt: canonical JSON that anyone verifies offline.
 * @throws XinyuError NOT_FOUND, CONTRACT_NOT_ENDED, CONTRACT_NOT_DESTROYED
 */
export async function destructionProof(core: Core, actor: UserActor, contractId: string): Promise<Buffer> {
  const contract = await visibleContract(core, actor, contractId)
  if (contract.state !== 'ended') throw new XinyuError('CONTRACT_NOT_ENDED')
  return receiptOf(core, contractId, 'contract.destroyed', 'CONTRACT_NOT_DESTROYED')
}

/** The receipt of the newest entry of a kind about a contract. */
export async function receiptOf(
  core: Core,
  contractId: string,
  kind: string,
  missing: 'CONTRACT_NOT_DESTROYED' | 'NOT_FOUND',
): Promise<Buffer> {
  const found = (await core.evidence.leavesAbout([contractId])).findLast((one) => one.kind === kind)
  if (!found) throw new XinyuError(missing, missing === 'NOT_FOUND' ? { what: 'receipt' } : {})
  return core.evidence.receiptFor(found.leaf)
}

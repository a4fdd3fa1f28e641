import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import type { ActionScope } from '../../safeguard/evidence/index.ts'
import type { EndReason, Side, VoidReason } from './model.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    /** Filed: performance starts. */
    'contract.active': { contractId: string; projectId: string; providerId: string; consumerId: string }
    /** A contract no longer allows use: running work under it must stop. */
    'contract.stopped': { contractId: string; state: 'suspended' | 'ended' }
    /** Signatures are wanted, or a signed contract waits for filing: notices and messages follow. */
    'contract.waiting': { contractId: string; state: 'signing' | 'filing' }
    /** A contract ended before it came into force. */
    'contract.voided': { contractId: string }
  }
}

/** The contract's row, locked until the transaction ends. */
export function lockContract(tx: Tx, id: string) {
  return tx.selectFrom('contract').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}
export type ContractRow = NonNullable<Awaited<ReturnType<typeof lockContract>>>

/** The same for the body's own contract; of others it looks like none. @throws XinyuError NOT_FOUND */
export async function lockOwn(
  tx: Tx,
  id: string,
  participantId: string,
): Promise<{ contract: ContractRow; side: Side }> {
  const contract = await lockContract(tx, id)
  const side = contract && sideOf(contract, participantId)
  if (!contract || !side) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return { contract, side }
}

export const sideOf = (
  row: { readonly provider_id: string; readonly consumer_id: string },
  participantId: string,
): Side | null => {
  if (row.provider_id === participantId) return 'provider'
  return row.consumer_id === participantId ? 'consumer' : null
}

/** What every note about a contract names. */
export const subjectOf = (contract: ContractRow): Record<string, string> => ({
  contract: contract.id,
  project: contract.project_id,
  provider: contract.provider_id,
  consumer: contract.consumer_id,
})

/** Ends a contract that was in force. Its running work stops, what it derived is destroyed afterwards. */
export async function writeEnd(
  scope: ActionScope,
  contract: ContractRow,
  reason: EndReason,
  why: string,
): Promise<void> {
  const epoch = contract.epoch + 1
  await scope.tx
    .updateTable('contract')
    .set({ state: 'ended', end_reason: reason, epoch, ended_at: scope.now })
    .where('id', '=', contract.id)
    .execute()
  scope.note({
    kind: 'contract.ended',
    subject: subjectOf(contract),
    payload: { reason: why, by: reason, epoch },
  })
  scope.stop('contract.stopped', { contractId: contract.id, state: 'ended' })
}

/** Closes a contract that never came into force. */
export async function writeVoid(
  scope: ActionScope,
  contract: ContractRow,
  reason: VoidReason,
  why: string,
): Promise<void> {
  const epoch = contract.epoch + 1
  await scope.tx
    .updateTable('contract')
    .set({ state: 'void', void_reason: reason, epoch, ended_at: scope.now })
    .where('id', '=', contract.id)
    .execute()
  await scope.tx
    .updateTable('approval')
    .set({ state: 'cancelled', closed_at: scope.now })
    .where('subject_id', '=', contract.id)
    .where('state', '=', 'waiting')
    .execute()
  scope.note({
    kind: 'contract.voided',
    subject: subjectOf(contract),
    payload: { reason: why, by: reason, epoch },
  })
  scope.emit('contract.voided', { contractId: contract.id })
}

import { type Actor, systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { type ContractRow, lockContract, lockOwn, subjectOf, writeEnd, writeVoid } from '../lock.ts'
import type { EndReason } from '../model.ts'
import { isOver } from '../rules.ts'

/** Proposes to end by agreement; the other side agrees or leaves it. @throws XinyuError NOT_FOUND, CONTRACT_STATE */
export function proposeEnd(
  core: Core,
  actor: UserActor,
  contractId: string,
  reason: string,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const { contract, side } = await lockOwn(tx, contractId, actor.participantId)
    if ((contract.state !== 'active' && contract.state !== 'suspended') || contract.end_proposed_by !== null)
      throw new XinyuError('CONTRACT_STATE', { state: stateOf(contract), action: 'propose to end' })
    await tx
      .updateTable('contract')
      .set({ end_proposed_by: side, end_proposed_reason: reason })
      .where('id', '=', contractId)
      .execute()
    note({ kind: 'contract.end_proposed', subject: subjectOf(contract), payload: { side, reason } })
  })
}

const stateOf = (contract: ContractRow): string =>
  contract.end_proposed_by === null
    ? contract.state
    : `${contract.state}, end proposed by the ${contract.end_proposed_by}`

/** Agrees to end what the other side proposed. @throws XinyuError NOT_FOUND, CONTRACT_STATE, CONTRACT_NO_PROPOSAL */
export function agreeEnd(
  core: Core,
  actor: UserActor,
  contractId: string,
  comment: string | null,
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const { contract, side } = await lockOwn(scope.tx, contractId, actor.participantId)
    if (isOver(contract.state))
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: 'agree to end' })
    if (contract.end_proposed_by === null || contract.end_proposed_by === side)
      throw new XinyuError('CONTRACT_NO_PROPOSAL')
    await writeEnd(scope, contract, 'agreement', comment ?? contract.end_proposed_reason ?? '')
  })
}

/** Takes an own proposal back, or declines the other side's. @throws XinyuError NOT_FOUND, CONTRACT_STATE, CONTRACT_NO_PROPOSAL */
export function dropEnd(core: Core, actor: UserActor, contractId: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const { contract, side } = await lockOwn(tx, contractId, actor.participantId)
    if (isOver(contract.state))
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: 'decline the end' })
    if (contract.end_proposed_by === null) throw new XinyuError('CONTRACT_NO_PROPOSAL')
    await tx
      .updateTable('contract')
      .set({ end_proposed_by: null, end_proposed_reason: null })
      .where('id', '=', contractId)
      .execute()
    note({
      kind: contract.end_proposed_by === side ? 'contract.end_taken_back' : 'contract.end_declined',
      subject: subjectOf(contract),
      payload: { side },
    })
  })
}

/** Ends every contract whose term is over; called by the clock of `app.ts`. Returns how many. */
export async function endExpired(core: Core): Promise<number> {
  const expired = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', 'not in', ['ended', 'void'])
    .where('until_at', '<', core.clock.now())
    .limit(500)
    .execute()
  const clockwork = systemActor('contract-term')
  for (const { id } of expired)
    await act(core, clockwork, async (scope) => {
      const contract = await lockContract(scope.tx, id)
      if (!contract || isOver(contract.state) || contract.until_at >= scope.now)
        return scope.note({ kind: 'contract.term_checked', subject: { contract: id } })
      await close(scope, contract, 'term', 'term is over')
    })
  return expired.length
}

/** In force: ended. Before: void, for the same reason. */
async function close(
  scope: ActionScope,
  contract: ContractRow,
  reason: Extract<EndReason, 'term' | 'authority'>,
  why: string,
): Promise<void> {
  if (contract.filed_at === null) return writeVoid(scope, contract, reason, why)
  await writeEnd(scope, contract, reason, why)
}

/** Ends what hangs on authorities that were withdrawn or ran out; `app.ts` calls it on `authority.withdrawn`. */
export async function endByAuthority(core: Core, authorityIds: readonly string[]): Promise<number> {
  if (authorityIds.length === 0) return 0
  const rows = await core.db
    .selectFrom('contract')
    .select('id')
    .where('authority_id', 'in', [...authorityIds])
    .where('state', 'not in', ['ended', 'void'])
    .execute()
  const actor: Actor = systemActor('authority')
  for (const { id } of rows)
    await act(core, actor, async (scope) => {
      const contract = await lockContract(scope.tx, id)
      if (!contract || isOver(contract.state))
        return scope.note({ kind: 'contract.authority_checked', subject: { contract: id } })
      await close(scope, contract, 'authority', 'a link of the authority was withdrawn')
    })
  return rows.length
}

/** Breaches that end a contract by rule (TC609-6-2025-14 §7.6), as a closed list. */
export const BREACHES = {
  integrity: 'hash or signatures do not verify any more',
  overdrawn: 'the consumer went on asking beyond the limits of the contract',
} as const
export type Breach = keyof typeof BREACHES

/** Ends a contract in force for a breach. Nothing happens to one that is over. */
export function endByRule(core: Core, contractId: string, breach: Breach): Promise<Acted<boolean>> {
  return act(core, systemActor('contract-rules'), async (scope) => {
    const contract = await lockContract(scope.tx, contractId)
    if (!contract || contract.filed_at === null || isOver(contract.state)) {
      scope.note({ kind: 'contract.rule_checked', subject: { contract: contractId }, payload: { breach } })
      return false
    }
    await writeEnd(scope, contract, 'rule', BREACHES[breach])
    return true
  })
}

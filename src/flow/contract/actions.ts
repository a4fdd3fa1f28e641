import type { SystemActor, UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { type ContractRow, lockContract, lockOwn, subjectOf, writeEnd, writeVoid } from './lock.ts'

export type Change = 'suspend' | 'resume' | 'end'

/** Either side may suspend or end; only the provider resumes. State before → allowed changes. */
const CHANGES = {
  signing: ['end'],
  filing: ['end'],
  active: ['suspend', 'end'],
  suspended: ['resume', 'end'],
  ended: [],
  void: [],
} as const satisfies Record<ContractRow['state'], readonly Change[]>

/**
 * Suspends, resumes or ends a contract for the actor's body; what is ended before it came into force is void.
 * @throws XinyuError NOT_FOUND, CONTRACT_STATE
 */
export function changeContract(
  core: Core,
  actor: UserActor,
  contractId: string,
  change: Change,
  reason: string,
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const { contract, side } = await lockOwn(scope.tx, contractId, actor.participantId)
    if (change === 'resume' && side !== 'provider') throw new XinyuError('NOT_FOUND', { what: 'contract' })
    if (!(CHANGES[contract.state] as readonly Change[]).includes(change))
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: change })
    if (change !== 'end') return hold(scope, contract, change, reason)
    if (contract.filed_at === null) return writeVoid(scope, contract, side, reason)
    await writeEnd(scope, contract, side, reason)
  })
}

/**
 * Suspends a contract in force for the oversight of the space, or lets it go on: only where nobody changed it since
 * (`epoch`), so that a provider's own suspension stays. Returns the new epoch; null where nothing changed.
 */
export function holdByOversight(
  core: Core,
  actor: SystemActor,
  contractId: string,
  change: 'suspend' | 'resume',
  reason: string,
  epoch?: number,
): Promise<Acted<number | null>> {
  return act(core, actor, async (scope) => {
    const contract = await lockContract(scope.tx, contractId)
    const fits =
      change === 'suspend'
        ? contract?.state === 'active'
        : contract?.state === 'suspended' && contract.epoch === epoch
    if (!contract || !fits) {
      scope.note({
        kind: 'contract.oversight_checked',
        subject: { contract: contractId },
        payload: { change },
      })
      return null
    }
    await hold(scope, contract, change, reason)
    return contract.epoch + 1
  })
}

async function hold(
  scope: ActionScope,
  contract: ContractRow,
  change: 'suspend' | 'resume',
  reason: string,
): Promise<void> {
  const state = change === 'suspend' ? 'suspended' : 'active'
  await scope.tx
    .updateTable('contract')
    .set({ state, epoch: contract.epoch + 1 })
    .where('id', '=', contract.id)
    .execute()
  scope.note({
    kind: state === 'active' ? 'contract.resumed' : 'contract.suspended',
    subject: subjectOf(contract),
    payload: { reason, epoch: contract.epoch + 1 },
  })
  if (state === 'suspended') scope.stop('contract.stopped', { contractId: contract.id, state })
}

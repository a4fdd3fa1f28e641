import type { Actor, UserActor } from '../../kernel/actor.ts'
import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    /** A contract no longer allows use: running work under it must stop. */
    'contract.stopped': { contractId: string; state: 'suspended' | 'ended' }
  }
}

type Change = 'suspend' | 'resume' | 'end'

/** Either side may suspend or end; only the provider resumes. State before → allowed changes. */
const CHANGES = { active: ['suspend', 'end'], suspended: ['resume', 'end'], ended: [] } as const

/** Suspends, resumes or ends a contract for the actor's body. @throws XinyuError NOT_FOUND, CONTRACT_STATE */
export function changeContract(
  core: Core,
  actor: UserActor,
  contractId: string,
  change: Change,
  reason: string,
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const contract = await lockContract(scope.tx, contractId)
    const side = contract && sideOf(contract, actor.participantId)
    if (!contract || !side || (change === 'resume' && side !== 'provider')) {
      throw new XinyuError('NOT_FOUND', { what: 'contract' })
    }
    if (!(CHANGES[contract.state] as readonly Change[]).includes(change)) {
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: change })
    }
    await write(scope, contract, change, change === 'end' ? side : null, reason)
  })
}

/** Ends every contract whose term is over; called by the clock of `app.ts`. Returns how many. */
export async function endExpired(core: Core): Promise<number> {
  const expired = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', '<>', 'ended')
    .where('until_at', '<', core.clock.now())
    .limit(500)
    .execute()
  const clockwork: Actor = systemActor('contract-term')
  for (const { id } of expired) {
    await act(core, clockwork, async (scope) => {
      const contract = await lockContract(scope.tx, id)
      if (!contract) throw new XinyuError('NOT_FOUND', { what: 'contract' })
      if (contract.state === 'ended')
        return scope.note({ kind: 'contract.term_checked', subject: { contract: id } })
      await write(scope, contract, 'end', 'term', 'term is over')
    })
  }
  return expired.length
}

const AFTER = { suspend: 'suspended', resume: 'active', end: 'ended' } as const

async function write(
  scope: ActionScope,
  contract: ContractRow,
  change: Change,
  endReason: ContractRow['end_reason'],
  reason: string,
): Promise<void> {
  const state = AFTER[change]
  await scope.tx
    .updateTable('contract')
    .set({ state, end_reason: endReason, epoch: contract.epoch + 1 })
    .where('id', '=', contract.id)
    .execute()
  scope.note({
    kind: `contract.${state === 'active' ? 'resumed' : state}`,
    subject: {
      contract: contract.id,
      project: contract.project_id,
      provider: contract.provider_id,
      consumer: contract.consumer_id,
    },
    payload: { reason, epoch: contract.epoch + 1 },
  })
  if (state !== 'active') scope.emit('contract.stopped', { contractId: contract.id, state })
}

type ContractRow = NonNullable<Awaited<ReturnType<typeof lockContract>>>

/** The contract's row, locked until the transaction ends. */
export function lockContract(tx: Tx, id: string) {
  return tx.selectFrom('contract').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

const sideOf = (contract: ContractRow, participantId: string): 'provider' | 'consumer' | null => {
  if (contract.provider_id === participantId) return 'provider'
  return contract.consumer_id === participantId ? 'consumer' : null
}

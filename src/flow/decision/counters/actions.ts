import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { lockContract } from '../../contract/index.ts'

/**
 * The provider records what it was paid under a contract. The same reference is one payment.
 * @throws XinyuError NOT_FOUND, DECISION_PAYMENT_KNOWN
 */
export function recordPayment(
  core: Core,
  actor: UserActor,
  contractId: string,
  fen: number,
  reference: string,
): Promise<Acted<string>> {
  return act(core, actor, async (scope) => {
    const contract = await ownContract(scope, actor, contractId)
    const payment = scope.id()
    const written = await scope.tx
      .insertInto('usage_payment')
      .values({
        id: payment,
        contract_id: contractId,
        fen,
        reference,
        recorded_by: actor.userId,
        created_at: scope.now,
      })
      .onConflict((conflict) => conflict.columns(['contract_id', 'reference']).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('DECISION_PAYMENT_KNOWN', { reference })
    scope.note({
      kind: 'payment.recorded',
      subject: { payment, ...subjectOf(contract) },
      payload: { fen, reference },
    })
    return payment
  })
}

/**
 * The provider confirms that a duty before use was met. Twice is once.
 * @throws XinyuError NOT_FOUND, DECISION_DUTY_UNKNOWN
 */
export function confirmDuty(
  core: Core,
  actor: UserActor,
  contractId: string,
  key: string,
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const contract = await ownContract(scope, actor, contractId)
    const known = contract.terms.policy.permissions.flatMap(({ duties }, index) =>
      duties.map((duty, place) => ({ action: duty.action, key: `permissions.${index}.duties.${place}` })),
    )
    const duty = known.find((one) => one.key === key)
    if (!duty) throw new XinyuError('DECISION_DUTY_UNKNOWN', { key })
    await scope.tx
      .insertInto('usage_fulfilment')
      .values({ contract_id: contractId, rule_key: key, confirmed_by: actor.userId, created_at: scope.now })
      .onConflict((conflict) => conflict.columns(['contract_id', 'rule_key']).doNothing())
      .execute()
    scope.note({ kind: 'duty.confirmed', subject: subjectOf(contract), payload: { ...duty } })
  })
}

async function ownContract({ tx }: ActionScope, actor: UserActor, contractId: string) {
  const contract = await lockContract(tx, contractId)
  // Only the provider's word counts; another's contract looks like none.
  if (contract?.provider_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return contract
}

const subjectOf = (contract: { id: string; provider_id: string; consumer_id: string }) => ({
  contract: contract.id,
  provider: contract.provider_id,
  consumer: contract.consumer_id,
})

import {
  approveRequest,
  contractById,
  type ContractView,
  makeRequest,
  signContract,
} from '../../src/flow/contract/index.ts'
import { listOffers, type PolicyInput, type Purpose } from '../../src/flow/policy/index.ts'
import type { UserActor } from '../../src/kernel/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'

/** A user of the demo as an actor. */
export async function demoActor(core: Core, login: string): Promise<UserActor> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', login)
    .executeTakeFirstOrThrow()
  return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
}

export interface Wanted {
  /** A table of the offer. */
  readonly table: string
  readonly purpose: Purpose
  /** What the counter-proposal says otherwise than the offer. */
  readonly policy: (offered: PolicyInput) => Partial<PolicyInput>
}

/** A contract in force of the demo's insurer with the bureau of Shanghai, under a policy of its own. */
export async function demoContract(core: Core, wanted: Wanted): Promise<ContractView> {
  const [asker, officer, signer] = [
    await demoActor(core, 'actuary'),
    await demoActor(core, 'sh-officer'),
    await demoActor(core, 'insurer-officer'),
  ]
  const offers = await listOffers(core, { state: 'open', offset: 0, limit: 200 })
  const offer = offers.items.find(
    ({ providerId, policy }) =>
      providerId === officer.participantId &&
      policy.columns[wanted.table] &&
      policy.purposes.includes(wanted.purpose),
  )!
  const { value: request } = await makeRequest(core, asker, {
    offerId: offer.id,
    purpose: wanted.purpose,
    project: { title: `试用 ${crypto.randomUUID()}` },
    reason: '按协商后的策略使用，检查策略在使用时生效。',
    policy: { ...offer.policy, ...wanted.policy(offer.policy) },
  })
  const { contractId } = (await approveRequest(core, officer, request.id, null)).value
  const { hash, id } = (await contractById(core, contractId!))!
  await signContract(core, signer, id, { hash })
  return (await contractById(core, id))!
}

import type { UserActor } from '../../src/kernel/actor.ts'
import { uuid7 } from '../../src/kernel/random.ts'
import { Config } from '../../src/platform/config/index.ts'
import { jobMigrations } from '../../src/platform/index.ts'
import type { RoomMigrations } from '../../src/platform/postgres/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { publishProduct } from '../../src/supply/catalog/index.ts'
import { deidentifyMigrations } from '../../src/supply/treat/index.ts'
import {
  approveRequest,
  contractById,
  contractMigrations,
  type ContractView,
  makeRequest,
  type NewRequest,
  signContract,
} from '../../src/flow/contract/index.ts'
import { openOffer, type PolicyInput, policyMigrations } from '../../src/flow/policy/index.ts'
import { type AuthoritySpace, authoritySpace, type BodyCode, DAY } from './authority.ts'

/** A bureau that offers a published product, an operator, and bodies that ask: everything up to the first request. */
export interface ContractSpace extends AuthoritySpace {
  readonly offerId: string
  /** The offered policy; each call a new object. */
  policy(over?: Partial<PolicyInput>): PolicyInput
  /** Another user of a body, active, with these roles. */
  colleague(body: BodyCode, roles?: UserActor['roles']): Promise<UserActor>
  /** A new request of the insurer under the offer. */
  ask(over?: Partial<NewRequest>): Promise<string>
  /** A contract of bureau and insurer that waits for both signatures but the bureau's. */
  agreed(over?: Partial<NewRequest>): Promise<ContractView>
  /** A contract in force. */
  active(over?: Partial<NewRequest>): Promise<ContractView>
}

export async function contractSpace(
  settings: Record<string, unknown> = {},
  rooms: readonly RoomMigrations[] = [],
): Promise<ContractSpace> {
  const base = await authoritySpace([
    jobMigrations,
    deidentifyMigrations,
    policyMigrations,
    contractMigrations,
    ...rooms,
  ])
  const core: Core = {
    ...base.core,
    config: Config.parse({ products: { assessment: 'optional' }, ...settings }),
  }
  const { officer, clock } = base
  await core.db
    .updateTable('participant')
    .set({ roles: ['operator', 'consumer'] })
    .where('id', '=', officer('operator').participantId)
    .execute()
  await publishProduct(core, officer('bureau'), base.productId)
  const policy = (over: Partial<PolicyInput> = {}): PolicyInput => ({
    consumers: 'any',
    purposes: ['actuarial_pricing'],
    until: Date.UTC(2026, 11, 31),
    maxRuns: 100,
    columns: { setl_d: { psn_no: 'join', age: 'group', medfee_sumamt: 'measure' } },
    joinKeys: [],
    minGroup: 10,
    ...over,
  })
  const { value: offer } = await openOffer(core, officer('bureau'), {
    productId: base.productId,
    policy: policy(),
  })
  const ask = async (over: Partial<NewRequest> = {}) => {
    const { value } = await makeRequest(core, officer('insurer'), {
      offerId: offer.id,
      purpose: 'actuarial_pricing',
      project: { title: 'Pricing' },
      reason: 'To price a commercial insurance.',
      ...over,
    })
    return value.id
  }
  const agreed = async (over: Partial<NewRequest> = {}) => {
    const { value } = await approveRequest(core, officer('bureau'), await ask(over), null)
    return (await contractById(core, value.contractId!))!
  }
  return {
    ...base,
    core,
    offerId: offer.id,
    policy,
    ask,
    agreed,
    async active(over = {}) {
      const contract = await agreed(over)
      await signContract(core, officer('insurer'), contract.id, { hash: contract.hash })
      return (await contractById(core, contract.id))!
    },
    async colleague(body, roles = ['data_officer']) {
      const id = uuid7(core.random, clock.now())
      const { participantId } = officer(body)
      await core.db
        .insertInto('app_user')
        .values({
          id,
          participant_id: participantId,
          login: id,
          display_name: 'colleague',
          roles: [...roles],
          state: 'active',
          password: null,
          demo: false,
          created_at: clock.now(),
          updated_at: clock.now(),
        })
        .execute()
      return { kind: 'user', userId: id, participantId, roles }
    },
  }
}

export { DAY }

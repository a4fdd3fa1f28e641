import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import type { ContractView } from './model.ts'
import { contractById } from './store.ts'

/** Who reads contracts of all bodies: the officers who watch over the space. */
export const OVERSEERS = ['auditor', 'security_officer'] as const

export const overseer = (actor: UserActor): boolean => OVERSEERS.some((role) => actor.roles.includes(role))

/** Data officers of the operator keep the register of filed contracts 备案备查 (TC609-6-2025-14 §7.4). */
export async function isRegistrar(core: Core, actor: UserActor): Promise<boolean> {
  if (!actor.roles.includes('data_officer')) return false
  return (await participantById(core, actor.participantId))?.roles.includes('operator') ?? false
}

/** A contract of another body looks the same as none. @throws XinyuError NOT_FOUND */
export async function visibleContract(core: Core, actor: UserActor, id: string): Promise<ContractView> {
  const contract = await contractById(core, id)
  const own = contract && [contract.terms.providerId, contract.terms.consumerId].includes(actor.participantId)
  if (
    contract &&
    (own || overseer(actor) || (contract.state !== 'signing' && (await isRegistrar(core, actor))))
  )
    return contract
  throw new XinyuError('NOT_FOUND', { what: 'contract' })
}

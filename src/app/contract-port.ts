import type { UserActor } from '../kernel/actor.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import type { ContractPort } from '../flow/consent/index.ts'
import { visibleContract } from '../flow/contract/index.ts'
import type { Core } from '../safeguard/evidence/index.ts'

/** What consent asks of contracts, which stand on its right: only the body that uses data under one may name it. */
export const contractPort = (core: Core): ContractPort => ({
  async purposeOf(actor: UserActor, contractId: string) {
    const contract = await visibleContract(core, actor, contractId)
    if (contract.terms.consumerId !== actor.participantId)
      throw new XinyuError('NOT_FOUND', { what: 'contract' })
    return contract.terms.purpose
  },
})

import type { UserActor } from '../../../kernel/actor.ts'
import { visibleContract } from '../../../flow/contract/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ProofView } from '../model.ts'
import { proofsOf } from '../proofs.ts'

/** Proofs under a contract of this platform, for its bodies and the officers. @throws XinyuError NOT_FOUND */
export async function visibleProofs(core: Core, actor: UserActor, contractId: string): Promise<ProofView[]> {
  const contract = await visibleContract(core, actor, contractId)
  return contract.number === '' ? [] : proofsOf(core, contract.number)
}

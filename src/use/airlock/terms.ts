import { type ContractView, contractById } from '../../flow/contract/index.ts'
import type { Policy } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'

/** The contracts that bytes come under, in the order of their ids. What is not there any more is left out. */
export async function contractsOf(core: Core, ids: readonly string[]): Promise<ContractView[]> {
  const found = await Promise.all([...new Set(ids)].sort().map((id) => contractById(core, id)))
  return found.filter((one) => one !== undefined)
}

export const policiesOf = (contracts: readonly ContractView[]): Policy[] =>
  contracts.map(({ terms }) => terms.policy)

import { contractById, contractsInForce } from '../../flow/contract/index.ts'
import { levelOf, type Policy } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { InspectTerms } from '../check/index.ts'

/** What a file of a project is looked at by while its author still works: the strictest of the contracts in force. */
export async function termsOfProject(core: Core, projectId: string, maxBytes: number): Promise<InspectTerms> {
  const ids = [...(await contractsInForce(core, projectId))]
  const contracts = await Promise.all(ids.map((id) => contractById(core, id)))
  const policies = contracts.flatMap((contract) => (contract ? [contract.terms.policy] : []))
  const roundings = policies.map(({ disclosure }) => disclosure.rounding)
  return {
    minGroup: Math.max(2, ...policies.map(({ minGroup }) => minGroup)),
    rounding: roundings.includes('midpoint6') ? 'midpoint6' : roundings.includes('base5') ? 'base5' : 'none',
    identifying: [...new Set(policies.flatMap(identifyingIn))],
    maxBytes,
  }
}

/** Columns that tell who a row is about never leave. */
const identifyingIn = (policy: Policy): string[] =>
  Object.entries(policy.columns).flatMap(([table, columns]) =>
    Object.keys(columns).filter((column) =>
      ['identity', 'join'].includes(levelOf(policy, { table, column })),
    ),
  )

import { canonical } from '../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { fromTc609Strategy, type Policy, toTc609Strategy } from '../../flow/policy/index.ts'
import type { ReadStrategy, WireStrategy } from './fields.ts'

/** Who and what a strategy is about. */
export interface About {
  readonly productCode: string
  readonly productName: string
  readonly providerNode: string
  readonly consumerNode: string
}

/** A policy as it crosses the wire. */
export function wireStrategy(policy: Policy, about: About): WireStrategy {
  return {
    subjectInfo: { dataProductId: about.productCode, dataProductName: about.productName.slice(0, 128) },
    executionNodeInfo: { providerNodeId: about.providerNode, consumerNodeId: about.consumerNode },
    ...(toTc609Strategy(policy) as Pick<WireStrategy, 'actions' | 'constraints' | 'policyExpansion'>),
  }
}

/**
 * The policy of a strategy, exactly as the sender had it. A stranger's strategy says only what the text has places for:
 * `base`, the policy that it answers, gives the rest.
 * @throws XinyuError TC609_FIELD, POLICY_*
 */
export function policyOfStrategy(strategy: ReadStrategy, base?: Policy): Policy {
  const { actions, constraints, policyExpansion } = strategy
  try {
    return fromTc609Strategy(
      {
        actions,
        ...(constraints === undefined ? {} : { constraints }),
        ...(policyExpansion === undefined ? {} : { policyExpansion }),
      },
      base,
    )
  } catch (error) {
    if (isXinyuError(error)) throw error
    const why = (error as Error).message.slice(0, 200)
    throw new XinyuError('TC609_FIELD', { interface: 'strategy', field: 'policyExpansion', why })
  }
}

export const samePolicy = (a: Policy, b: Policy): boolean => canonical(a) === canonical(b)

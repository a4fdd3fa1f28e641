import type { Decision, Fact } from './model.ts'

/** Everything that a decision about one use looks at. Collected in one transaction with the contract row locked. */
export interface DecisionFacts {
  readonly now: number
  readonly askingBody: string
  readonly consumerId: string
  readonly bodyActive: boolean
  readonly providerActive: boolean
  readonly contractState: 'active' | 'suspended' | 'ended'
  readonly until: number
  readonly productState: 'draft' | 'published' | 'withdrawn'
  readonly purpose: string
  readonly allowedPurposes: readonly string[]
  readonly runsUsed: number
  readonly runsLeased: number
  readonly maxRuns: number
}

/**
 * Decides one use. Every rule is looked at and recorded, also after one failed, so that the record explains itself.
 * A rule that finds no permission answers `denied-by-default`; one that finds a broken limit answers `denied`.
 */
export function decide(facts: DecisionFacts): Decision {
  const checked: Fact[] = [
    fact('party', facts.askingBody === facts.consumerId, facts.askingBody, facts.consumerId),
    fact('body_state', facts.bodyActive, facts.bodyActive ? 'active' : 'suspended', 'active'),
    fact('provider_state', facts.providerActive, facts.providerActive ? 'active' : 'suspended', 'active'),
    fact('contract_state', facts.contractState === 'active', facts.contractState, 'active'),
    fact('term', facts.now <= facts.until, String(facts.now), String(facts.until)),
    fact('product_state', facts.productState === 'published', facts.productState, 'published'),
    fact(
      'purpose',
      facts.allowedPurposes.includes(facts.purpose),
      facts.purpose,
      facts.allowedPurposes.join(','),
    ),
    fact(
      'count',
      facts.runsUsed + facts.runsLeased < facts.maxRuns,
      String(facts.runsUsed + facts.runsLeased + 1),
      String(facts.maxRuns),
    ),
  ]
  const broken = checked.find((item) => !item.holds)
  if (!broken) return { value: 'allowed', facts: checked, because: null }
  const value = broken.rule === 'party' || broken.rule === 'purpose' ? 'denied-by-default' : 'denied'
  return { value, facts: checked, because: broken.rule }
}

const fact = (rule: Fact['rule'], holds: boolean, asked: string, limit: string): Fact => ({
  rule,
  holds,
  asked,
  limit,
})

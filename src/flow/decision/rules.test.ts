import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DecisionFacts, decide } from './rules.ts'

const good: DecisionFacts = {
  now: 1_000,
  askingBody: 'a',
  consumerId: 'a',
  bodyActive: true,
  providerActive: true,
  contractState: 'active',
  until: 1_000,
  productState: 'published',
  purpose: 'drug_evaluation',
  allowedPurposes: ['drug_evaluation'],
  runsUsed: 3,
  runsLeased: 6,
  maxRuns: 10,
}

describe('a decision about one use', () => {
  test('is allowed when every rule holds, up to the last moment and the last run', () => {
    expect(decide(good)).toMatchObject({ value: 'allowed', because: null })
  })

  test.each<[keyof DecisionFacts, unknown, string, string]>([
    ['askingBody', 'b', 'party', 'denied-by-default'],
    ['bodyActive', false, 'body_state', 'denied'],
    ['providerActive', false, 'provider_state', 'denied'],
    ['contractState', 'suspended', 'contract_state', 'denied'],
    ['contractState', 'ended', 'contract_state', 'denied'],
    ['now', 1_001, 'term', 'denied'],
    ['productState', 'withdrawn', 'product_state', 'denied'],
    ['purpose', 'actuarial_pricing', 'purpose', 'denied-by-default'],
    ['runsLeased', 7, 'count', 'denied'],
  ])('with %s = %s fails on %s: %s', (key, value, because, decision) => {
    expect(decide({ ...good, [key]: value })).toMatchObject({ value: decision, because })
  })

  test('is never allowed while any recorded fact does not hold, and records every rule', () => {
    const facts = fc.record({
      now: fc.integer({ min: 0, max: 20 }),
      askingBody: fc.constantFrom('a', 'b'),
      consumerId: fc.constantFrom('a', 'b'),
      bodyActive: fc.boolean(),
      providerActive: fc.boolean(),
      contractState: fc.constantFrom('active', 'suspended', 'ended'),
      until: fc.integer({ min: 0, max: 20 }),
      productState: fc.constantFrom('draft', 'published', 'withdrawn'),
      purpose: fc.constantFrom('x', 'y'),
      allowedPurposes: fc.subarray(['x', 'y']),
      runsUsed: fc.nat(5),
      runsLeased: fc.nat(5),
      maxRuns: fc.integer({ min: 1, max: 8 }),
    })
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(given)
        expect(decision.facts).toHaveLength(8)
        expect(decision.value === 'allowed').toBe(decision.facts.every((item) => item.holds))
      }),
    )
  })
})

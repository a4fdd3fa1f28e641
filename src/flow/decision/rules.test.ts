import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIONS, type Policy } from '../policy/index.ts'
import { constrained, NOW, policyWith, request, state } from './decision.fixture.ts'
import type { UseRequest, UseState } from './request.ts'
import { decide } from './rules.ts'

const under = (policy: Policy, more: Partial<UseState> = {}): UseState =>
  state({ ...more, contract: { ...state().contract, policy } })
const contract = (more: Partial<UseState['contract']>): Partial<UseState> => ({
  contract: { ...state().contract, ...more },
})

describe('a decision about one use', () => {
  test('is allowed when every rule holds, up to the last moment and the last run', () => {
    expect(decide(request(), state())).toMatchObject({ value: 'allowed', because: null, conditions: [] })
    const last = policyWith({ until: NOW })
    expect(decide(request(), under(last))).toMatchObject({ value: 'allowed' })
  })

  test.each<[string, Partial<UseRequest>, Partial<UseState>, string]>([
    ['party', { body: 'other' }, {}, 'denied-by-default'],
    ['body_state', {}, { bodyState: 'suspended' }, 'denied'],
    ['provider_state', {}, { providerState: 'suspended' }, 'denied'],
    ['contract_state', {}, contract({ state: 'suspended' }), 'denied'],
    ['contract_state', {}, contract({ state: 'filing' }), 'denied'],
    ['contract_intact', {}, contract({ intact: { holds: false, why: 'hash' } }), 'denied'],
    ['start', {}, contract({ startedAt: NOW + 1 }), 'denied'],
    ['start', {}, contract({ policy: policyWith({ from: NOW + 1 }) }), 'denied'],
    ['term', {}, contract({ policy: { ...policyWith(), until: NOW - 1 } }), 'denied'],
    ['product_state', {}, { productState: 'withdrawn' }, 'denied'],
    ['purpose', { purpose: 'actuarial_pricing' }, {}, 'denied-by-default'],
    ['authority', {}, { authority: { holds: false, why: 'withdrawn' } }, 'denied'],
    ['single_person', { singlePerson: true }, { consent: { holds: true, why: 'live' } }, 'denied-by-default'],
    ['count', {}, { runs: { used: 3, leased: 7 } }, 'denied'],
  ])('that breaks %s is %4$s', (because, asked, given, value) => {
    expect(decide(request(asked), state(given))).toMatchObject({ value, because })
  })

  test('about one person needs a live consent whatever the contract says', () => {
    const policy = policyWith({ singlePerson: true })
    const asked = request({ singlePerson: true })
    expect(decide(asked, under(policy, { consent: { holds: true, why: 'live' } })).value).toBe('allowed')
    expect(decide(asked, under(policy, { consent: { holds: false, why: 'expired' } }))).toMatchObject({
      value: 'denied',
      because: 'consent',
    })
    expect(decide(asked, under(policy))).toMatchObject({ value: 'denied', because: 'consent' })
  })

  test('without a permission for the asked action is denied by default', () => {
    expect(decide(request({ action: 'distribute' }), state())).toMatchObject({
      value: 'denied-by-default',
      because: 'permission',
    })
  })

  test('against a prohibition is denied whatever permits it', () => {
    const policy: Policy = {
      ...policyWith(),
      prohibitions: [{ actions: ['compute'], constraints: [], remedies: [] }],
    }
    expect(decide(request(), under(policy))).toMatchObject({ value: 'denied', because: 'prohibition' })
    expect(decide(request({ action: 'read' }), under(policy)).value).toBe('allowed')
  })

  test('counts what is not known against the use: in a permission and in a prohibition alike', () => {
    const abroad = { operand: 'region', operator: 'neq', value: '31' } as const
    const unknown = request({ environment: { ...request().environment, region: null } })
    expect(decide(unknown, under(constrained(abroad))).value).toBe('denied')
    const prohibited: Policy = {
      ...policyWith(),
      prohibitions: [
        {
          actions: ['compute'],
          constraints: [{ operand: 'region', operator: 'eq', value: '11' }],
          remedies: [],
        },
      ],
    }
    expect(decide(request(), under(prohibited)).value).toBe('allowed')
    expect(decide(unknown, under(prohibited)).value).toBe('denied')
  })

  test.each([
    { operand: 'phase-of-moon', operator: 'eq', value: '1' },
    { operand: 'count', operator: 'gt', value: '1' },
    { operand: 'count', operator: 'lteq', value: 'many' },
    { operand: 'time', operator: 'lteq', value: '2026-13-01T00:00:00Z' },
    { operand: 'executionEnv', operator: 'eq', value: '99' },
  ])('that rests on what cannot be read is denied by default: %o', (constraint) => {
    const decision = decide(request(), under(constrained(constraint as never)))
    expect(decision).toMatchObject({ value: 'denied-by-default', because: constraint.operand })
    const policy: Policy = {
      ...policyWith(),
      prohibitions: [{ actions: ['compute'], constraints: [constraint as never], remedies: [] }],
    }
    expect(decide(request(), under(policy)).value).toBe('denied-by-default')
  })

  test('with duties before use that nobody has met is conditional, and says which', () => {
    const policy: Policy = {
      ...policyWith(),
      permissions: [
        {
          actions: ['compute'],
          constraints: [],
          duties: [
            { action: 'logRecordSend', constraints: [] },
            { action: 'desensitize', constraints: [] },
          ],
        },
      ],
    }
    const decision = decide(request(), under(policy))
    expect(decision).toMatchObject({ value: 'conditional', because: 'duty' })
    expect(decision.conditions).toEqual([
      { kind: 'duty', action: 'desensitize', at: 'permissions.0.duties.1', needed: 'desensitize' },
    ])
    expect(decide(request(), under(policy, { fulfilled: ['permissions.0.duties.1'] })).value).toBe('allowed')
  })

  test('takes the best of several permissions, and leases for that one alone', () => {
    const policy: Policy = {
      ...policyWith(),
      permissions: [
        {
          actions: ['compute'],
          constraints: [{ operand: 'region', operator: 'eq', value: '11' }],
          duties: [],
        },
        {
          actions: ['compute'],
          constraints: [{ operand: 'count', operator: 'lteq', value: '5' }],
          duties: [],
        },
      ],
    }
    const decision = decide(request(), under(policy))
    expect(decision).toMatchObject({ value: 'allowed', permission: 1 })
    expect(decision.draws).toEqual([
      { key: 'permissions.1.constraints.0', operand: 'count', amount: 1, limit: 5, windowMs: null },
    ])
  })

  test('takes away the rows that a prohibition names, where the step can leave them out', () => {
    const expression = "setl_d.insutype = '310'"
    const policy: Policy = {
      ...policyWith(),
      prohibitions: [
        {
          actions: ['compute'],
          constraints: [{ operand: 'valueExpression', operator: 'eq', value: expression }],
          remedies: [],
        },
      ],
    }
    const decision = decide(request(), under(policy, { enforceable: [expression] }))
    expect(decision.value).toBe('allowed')
    expect(decision.rows).toEqual([
      { at: 'prohibitions.0', effect: 'except', match: 'all', expressions: [expression] },
    ])
    expect(decide(request(), under(policy)).value).toBe('denied')
  })

  test('is never allowed while a general rule is broken, and records every rule whatever failed first', () => {
    const given = fc.record({
      asked: fc.record({ body: fc.constantFrom('body', 'b'), action: fc.constantFrom(...ACTIONS) }),
      more: fc.record({
        bodyState: fc.constantFrom('active', 'suspended'),
        providerState: fc.constantFrom('active', 'suspended'),
        productState: fc.constantFrom('draft', 'published', 'withdrawn'),
        runs: fc.record({ used: fc.nat(9), leased: fc.nat(5) }),
      }),
      contractState: fc.constantFrom('active', 'suspended', 'ended', 'signing'),
      permitted: fc.boolean(),
    })
    fc.assert(
      fc.property(given, ({ asked, more, contractState, permitted }) => {
        const policy: Policy = {
          ...policyWith(),
          permissions: permitted ? policyWith().permissions : [],
        }
        const decision = decide(
          request(asked),
          state({ ...more, contract: { ...state().contract, state: contractState, policy } }),
        )
        expect(decision.facts.filter(({ at }) => at === null).length).toBeGreaterThanOrEqual(13)
        const general = decision.facts.filter(({ at, rule }) => at === null || rule === 'permission')
        expect(decision.value === 'allowed').toBe(general.every(({ holds }) => holds))
        expect(decision.because === null).toBe(decision.value === 'allowed')
      }),
    )
  })
})

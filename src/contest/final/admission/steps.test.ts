import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { USER_ROLES } from '../../../kernel/roles.ts'
import { Policy } from '../../../flow/policy/index.ts'
import { minimalPolicy, offersFor, openColumns } from './minimal.ts'
import { mayDo, openActs, type RequestFacts, type TeamFacts } from './steps.ts'

const request = (over: Partial<NonNullable<RequestFacts['request']>> | null = {}): RequestFacts => ({
  offerId: 'o',
  providerId: 'p',
  request: over && { id: 'r', state: 'waiting', turn: 'provider', contract: null, approvalOf: null, ...over },
})
const contract = (state: string, ...signed: string[]) => ({ id: 'c', state, hash: 'h', signed })
const facts = (over: Partial<TeamFacts> = {}): TeamFacts => ({
  teamId: 't',
  body: { id: 'b', active: true, consumer: true },
  members: 2,
  accounts: 2,
  officer: true,
  chosen: true,
  requests: [request({ state: 'approved', contract: contract('active', 'b', 'p') })],
  seat: 'open',
  ...over,
})
const first = (over: Partial<TeamFacts>) => {
  const [act] = openActs(facts(over))
  return act ? [act.step, act.who, act.bodyId, act.byHand] : ['ready']
}

describe('the way of a finalist into the space', () => {
  test.each([
    [{ body: null }, ['body', 'system_administrator', null, false]],
    [{ body: { id: 'b', active: false, consumer: true } }, ['body', 'security_officer', null, true]],
    [{ body: { id: 'b', active: true, consumer: false } }, ['body', 'system_administrator', null, false]],
    [{ accounts: 1 }, ['members', 'system_administrator', null, false]],
    [{ officer: false }, ['officer', 'security_officer', null, false]],
    [{ chosen: false }, ['request', 'organiser', null, true]],
    [{ requests: [] }, ['request', 'organiser', null, true]],
    [{ requests: [request(null)] }, ['request', 'team', 'b', false]],
    [{ requests: [request()] }, ['approval', 'provider', 'p', false]],
    [{ requests: [request({ turn: 'consumer' })] }, ['approval', 'team', 'b', true]],
    [{ requests: [request({ approvalOf: 'p' })] }, ['approval', 'provider', 'p', true]],
    [{ requests: [request({ state: 'rejected' })] }, ['request', 'organiser', null, true]],
    [
      { requests: [request({ state: 'approved', contract: contract('signing', 'p') })] },
      ['contract', 'team', 'b', false],
    ],
    [
      { requests: [request({ state: 'approved', approvalOf: 'b', contract: contract('signing', 'p') })] },
      ['contract', 'team', 'b', true],
    ],
    [
      { requests: [request({ state: 'approved', contract: contract('filing', 'p', 'b') })] },
      ['contract', 'operator', null, true],
    ],
    [
      { requests: [request({ state: 'approved', contract: contract('ended', 'p', 'b') })] },
      ['contract', 'organiser', null, true],
    ],
    [{ seat: 'none' as const }, ['seat', 'operator', null, false]],
    [{ seat: 'opening' as const }, ['seat', 'machine', null, true]],
    [{}, ['ready']],
  ])('%j → %j', (over, next) => {
    expect(first(over as Partial<TeamFacts>)).toEqual(next)
  })

  test('of two requests each goes its own way, and the earlier step is named first', () => {
    const acts = openActs(
      facts({ requests: [request({ state: 'approved', contract: contract('signing') }), request(null)] }),
    )
    expect(acts.map(({ step, who }) => `${step} ${who}`)).toEqual([
      'request team',
      'contract provider',
      'contract team',
    ])
  })

  test('nobody does what another office or body has to do', () => {
    const act = fc.record({
      step: fc.constant('contract' as const),
      who: fc.constantFrom(
        'system_administrator',
        'security_officer',
        'organiser',
        'team',
        'provider',
        'operator',
        'machine' as const,
      ),
      bodyId: fc.constantFrom('b', 'p', null),
      request: fc.constant(null),
      byHand: fc.boolean(),
    })
    const actor = fc.record({
      kind: fc.constant('user' as const),
      userId: fc.constant('u'),
      participantId: fc.constantFrom('b', 'p', 'q'),
      roles: fc.uniqueArray(fc.constantFrom(...USER_ROLES), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(act, actor, fc.boolean(), (one, who, isOperator) => {
        if (!mayDo(one, who, isOperator)) return
        expect(one.byHand).toBe(false)
        expect(['organiser', 'machine']).not.toContain(one.who)
        if (one.who === 'system_administrator' || one.who === 'security_officer')
          expect(who.roles).toContain(one.who)
        else expect(who.roles).toContain('data_officer')
        if (one.who === 'team' || one.who === 'provider') expect(who.participantId).toBe(one.bodyId)
        if (one.who === 'operator') expect(isOperator).toBe(true)
      }),
    )
  })
})

describe('the minimal data set', () => {
  const policy = Policy.parse({
    consumers: 'any',
    purposes: ['contest_modelling'],
    until: Date.UTC(2027, 0, 1),
    maxRuns: 100,
    columns: {
      setl_d: { setl_id: 'join', age: 'group', medfee_sumamt: 'measure', certno: 'hidden' },
      diag_d: { setl_id: 'join', diag_code: 'group' },
    },
    joinKeys: [
      [
        { table: 'setl_d', column: 'setl_id' },
        { table: 'diag_d', column: 'setl_id' },
      ],
    ],
  })

  test('keeps the named columns alone, with joins that are left', () => {
    const narrowed = minimalPolicy(policy, { setl_d: ['age', 'medfee_sumamt'] })!
    expect(openColumns(narrowed)).toEqual(['setl_d.age', 'setl_d.medfee_sumamt'])
    expect(narrowed.joinKeys).toEqual([])
    expect(narrowed.columns.diag_d).toBeUndefined()
    expect(minimalPolicy(policy, null)).toBeNull()
    const all = { setl_d: ['setl_id', 'age', 'medfee_sumamt'], diag_d: ['setl_id', 'diag_code'] }
    expect(minimalPolicy(policy, all)).toBeNull()
  })

  test.each<Record<string, string[]>>([{ setl_d: ['certno'] }, { setl_d: ['nothing'] }, { other: ['age'] }])(
    'never opens what the offer does not: %j',
    (columns) => {
      expect(() => minimalPolicy(policy, columns)).toThrow(expect.objectContaining({ code: 'FINAL_COLUMN' }))
    },
  )

  test('what stands for a team goes before its division, and that before all', () => {
    const line = (division: string | null, teamId: string | null, columns: string[]) => ({
      offerId: 'o',
      division,
      teamId,
      columns: { setl_d: columns },
    })
    const offers = [line(null, null, ['a']), line('x', null, ['b']), line(null, 't', ['c'])]
    const chosen = (id: string, division: string) =>
      offersFor({ id, division }, offers).map(({ columns }) => columns!.setl_d)
    expect(chosen('t', 'x')).toEqual([['c']])
    expect(chosen('u', 'x')).toEqual([['b']])
    expect(chosen('u', 'y')).toEqual([['a']])
    expect(offersFor({ id: 'u', division: 'y' }, offers.slice(1))).toEqual([])
  })
})

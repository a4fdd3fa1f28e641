import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { uuid7 } from '../../kernel/random.ts'
import { expireConsents, withdrawConsent } from './actions.ts'
import { liveConsent, useConsent } from './live.ts'
import { limitsOf, whyNot } from './rules.ts'
import { fieldsOfScopes, SCOPES } from './scopes.ts'
import { consentMigrations } from './tables.ts'

const STATUS = 'psn_insu_d.psn_insu_stas'
const KIND = 'psn_insu_d.insutype'
const COST = 'setl_d.medfee_sumamt'

const consent = {
  purpose: 'commercial_insurance',
  contract_id: 'c1',
  scope_version: 1,
  scopes: ['enrolment', 'settlements'],
  period_from: '2025-01-01',
  period_until: '2025-06-30',
  until_at: 1_000,
}
const use = { purpose: 'underwriting', contractId: 'c1', fields: [STATUS], now: 1_000 }
const period = (from: string, until: string) => ({ fields: [STATUS, COST], period: { from, until } })

describe('what a consent covers', () => {
  test.each<[string, object, object, string | null]>([
    ['the last moment', {}, {}, null],
    ['a moment later', {}, { now: 1_001 }, 'expired'],
    ['another contract', {}, { contractId: 'c2' }, 'contract'],
    ['no contract where one is named', {}, { contractId: null }, 'contract'],
    ['any contract where none is named', { contract_id: null }, { contractId: 'c2' }, null],
    ['a purpose that is part of the given', {}, { purpose: 'claims_settlement' }, null],
    [
      'a purpose that the given is part of',
      { purpose: 'underwriting' },
      { purpose: 'commercial_insurance' },
      'purpose',
    ],
    ['another purpose', {}, { purpose: 'research' }, 'purpose'],
    ['a field of another scope', {}, { fields: [STATUS, KIND] }, 'scope'],
    ['a field of no scope', {}, { fields: ['psn_info_b.psn_name'] }, 'scope'],
    ['nothing named', {}, { fields: [] }, 'scope'],
    ['a version of scopes that nobody knows', { scope_version: 99 }, {}, 'scope'],
    ['the first and last day', {}, period('2025-01-01', '2025-06-30'), null],
    ['a day before', {}, period('2024-12-31', '2025-06-30'), 'period'],
    ['a day after', {}, period('2025-01-01', '2025-07-01'), 'period'],
    ['no days where the consent names some', {}, { fields: [COST] }, 'period'],
    ['no days for what has none', {}, { fields: [STATUS] }, null],
  ])('%s', (_, given, asked, why) => {
    expect(whyNot({ ...consent, ...given }, { ...use, ...asked })).toBe(why)
  })

  test('is never more than was asked, and marked limited exactly when it is less', () => {
    const codes = SCOPES.map((scope) => scope.code)
    const days = fc.constantFrom('2025-01-01', '2025-02-01', '2025-03-01', '2025-04-01')
    fc.assert(
      fc.property(
        fc.subarray(codes, { minLength: 1 }),
        fc.subarray(codes, { minLength: 1 }),
        fc.integer({ min: 90, max: 210 }),
        fc.option(fc.record({ from: days, until: days }), { nil: undefined }),
        (asked, scopes, until, chosen) => {
          const bounds = { scopes: asked, period_from: '2025-02-01', period_until: '2025-03-01' }
          const answer = { scopes, until, ...(chosen ? { period: chosen } : {}) }
          const within =
            scopes.every((code) => asked.includes(code)) &&
            until <= 200 &&
            until > 100 &&
            (!chosen ||
              (chosen.from >= '2025-02-01' && chosen.until <= '2025-03-01' && chosen.from <= chosen.until))
          if (!within) {
            expect(() => limitsOf(bounds, answer, 200, 100)).toThrow()
            return
          }
          const made = limitsOf(bounds, answer, 200, 100)
          expect(made.set.scopes.every((code) => asked.includes(code))).toBe(true)
          const less =
            scopes.length < asked.length ||
            until < 200 ||
            (chosen !== undefined && (chosen.from !== '2025-02-01' || chosen.until !== '2025-03-01'))
          expect(made.limited).toBe(less)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('names national columns only, each scope apart from the others', () => {
    const seen = new Map<string, string>()
    for (const { code } of SCOPES)
      for (const field of fieldsOfScopes(1, [code]).keys()) {
        expect(field).toMatch(/^[a-z_]+\.[a-z_]+$/)
        expect(seen.get(field), field).toBeUndefined()
        seen.set(field, code)
      }
    expect(seen.size).toBeGreaterThan(60)
  })
})

describe('a consent in the database', () => {
  let space: TestSpace
  beforeAll(async () => {
    space = await testSpace([consentMigrations])
  })
  afterAll(() => space.stop())
  const id = () => uuid7(space.core.random, space.core.clock.now())
  const ASKER = '0190b0b0-0000-7000-8000-000000000001'
  const KEY = '11111111-2222-3333-4444-555555555555'
  const proof = { driver: 'register', level: 'demo', at: 1 } as const
  const person = { personKey: KEY, insured: 7, proof, guardianshipId: null }

  async function given(change: object = {}): Promise<string> {
    const consentId = id()
    const now = space.core.clock.now()
    await space.core.db
      .insertInto('consent')
      .values({
        id: consentId,
        asker_id: ASKER,
        contract_id: null,
        purpose: 'enrolment_verification',
        kind: 'standing',
        state: 'given',
        person_key: KEY,
        insured: 7,
        scope_version: 1,
        asked_scopes: ['enrolment'],
        scopes: ['enrolment'],
        period_from: null,
        period_until: null,
        reason: 'for the test',
        asked_until: now + 10_000,
        until_at: now + 10_000,
        proof: JSON.stringify(proof),
        guardianship_id: null,
        created_by: id(),
        created_at: now,
        answered_at: now,
        ended_at: null,
        ...change,
      })
      .execute()
    return consentId
  }
  const ask = (change: object = {}) =>
    liveConsent(space.core.db, {
      insured: 7,
      askerId: ASKER,
      purpose: 'enrolment_verification',
      contractId: null,
      fields: [STATUS],
      now: space.core.clock.now(),
      ...change,
    })

  test('holds for its person and body alone, until it is withdrawn; who runs is told', async () => {
    const told: string[] = []
    space.core.events.on('consent.withdrawn', ({ consentId }) => void told.push(consentId))
    expect(await ask()).toEqual({ id: null, holds: false, why: 'none' })
    const consentId = await given()
    expect(await ask()).toEqual({ id: consentId, holds: true, why: 'live' })
    expect(await ask({ insured: 8 })).toMatchObject({ holds: false, why: 'none' })
    expect(await ask({ insured: 0 })).toMatchObject({ holds: false, why: 'none' })
    expect(await ask({ askerId: KEY })).toMatchObject({ holds: false, why: 'none' })
    await expect(withdrawConsent(space.core, { ...person, personKey: ASKER }, consentId)).rejects.toThrow()
    expect(told).toEqual([])
    await withdrawConsent(space.core, person, consentId)
    expect(told).toEqual([consentId, consentId])
    expect(await ask()).toMatchObject({ holds: false, why: 'none' })
    await expect(withdrawConsent(space.core, person, consentId)).rejects.toThrow(/withdrawn/)
  })

  test('that is single is used by one run, however many try at once', async () => {
    const consentId = await given({ kind: 'single' })
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        space.core.db.transaction().execute((tx) => useConsent(tx, consentId, id())),
      ),
    )
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await ask()).toMatchObject({ holds: false })
    const uses = await space.core.db
      .selectFrom('consent_use')
      .selectAll()
      .where('consent_id', '=', consentId)
      .execute()
    expect(uses).toHaveLength(1)
    expect(uses[0]!.at).toBe(space.core.clock.now())
  })

  test('ends by its term, with evidence and told to what runs', async () => {
    const consentId = await given()
    const told: string[] = []
    space.core.events.on('consent.withdrawn', ({ consentId: one }) => void told.push(one))
    expect(await expireConsents(space.core)).toBe(0)
    space.clock.advance(10_001)
    expect(await ask()).toMatchObject({ holds: false, why: 'expired' })
    expect(await expireConsents(space.core)).toBeGreaterThan(0)
    expect(told).toContain(consentId)
    const leaves = await space.core.evidence.leavesAbout([consentId])
    expect(leaves.map((one) => one.kind)).toEqual(['consent.expired'])
  })

  test('cannot stand without a person, a proof and a scope, whatever the program does', async () => {
    await expect(given({ insured: null })).rejects.toThrow(/check/)
    await expect(given({ proof: null })).rejects.toThrow(/check/)
    await expect(given({ scopes: [] })).rejects.toThrow(/check/)
    await expect(given({ scopes: ['diagnoses'] })).rejects.toThrow(/check/)
    await expect(given({ until_at: space.core.clock.now() + 20_000 })).rejects.toThrow(/check/)
  })
})

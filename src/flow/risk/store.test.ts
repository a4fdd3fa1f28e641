import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthoritySpace, authoritySpace } from '../../../test/support/authority.ts'
import { act } from '../../safeguard/evidence/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { noteBody, recordRisk } from './actions.ts'
import { RiskForm } from './model.ts'
import { assess } from './rules.ts'
import { listNotices, riskFacts, riskOfRequest, riskScore } from './store.ts'

let space: AuthoritySpace
beforeAll(async () => {
  space = await authoritySpace()
})
afterAll(() => space?.stop())

const form = RiskForm.parse({
  purposeDetail: 'Mean cost by age for one product.',
  people: 2,
  columns: ['setl_d.age', 'setl_d.certno'],
  environment: '02',
  outputs: ['table'],
  retentionDays: 90,
})
const id = () => uuid7(space.core.random, space.clock.now())
const factsOf = () =>
  riskFacts(space.core, {
    productId: space.productId,
    consumerId: space.officer('insurer').participantId,
    purpose: 'actuarial_pricing',
  })

test('facts come from the product: rows, days of its records, grades that nobody gave', async () => {
  const { tables, consumer, notices } = await factsOf()
  expect({ consumer, notices }).toEqual({ consumer: 'market', notices: 0 })
  expect(tables).toMatchObject([{ name: 'setl_d', rows: 1000, from: '2016-01-01', to: '2025-12-31' }])
  expect(tables[0]!.columns.find((column) => column.name === 'certno')).toMatchObject({ grade: null })
})

test('each assessment of a request is kept and is evidence; the newest counts; others see none', async () => {
  const requestId = id()
  const insurer = space.officer('insurer')
  const facts = await factsOf()
  const keep = (kept: RiskForm) =>
    act(space.core, insurer, (scope) =>
      recordRisk(scope, {
        requestId,
        providerId: space.officer('bureau').participantId,
        consumerId: insurer.participantId,
        userId: insurer.userId,
        form: kept,
        facts,
        assessed: assess(kept, { singlePerson: false, joinKeys: [] }, facts),
      }),
    )
  const first = await keep(form)
  expect(first.entries).toHaveLength(1)
  const second = await keep({ ...form, columns: ['setl_d.age'] })
  expect([first.value.n, second.value.n]).toEqual([1, 2])
  for (const body of ['bureau', 'insurer'] as const) {
    const record = await riskOfRequest(space.core, space.officer(body), requestId)
    expect(record).toMatchObject({ n: 2, notNeeded: { columns: [] }, form: { columns: ['setl_d.age'] } })
  }
  expect(await riskScore(space.core, requestId)).toMatchObject({ level: expect.any(String) })
  await expect(riskOfRequest(space.core, space.officer('other'), requestId)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(riskOfRequest(space.core, insurer, id())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a notice counts for two years and is seen by the body that it is about', async () => {
  const insurer = space.officer('insurer')
  const before = (await factsOf()).notices
  await noteBody(space.core, space.officer('bureau'), {
    participantId: insurer.participantId,
    contractId: null,
    reason: 'Kept results longer than agreed.',
  })
  expect((await factsOf()).notices).toBe(before + 1)
  const page = { offset: 0, limit: 10 }
  expect((await listNotices(space.core, insurer, page)).total).toBe(1)
  expect((await listNotices(space.core, space.officer('other'), page)).total).toBe(0)
  space.clock.advance(2 * 365 * 86_400_000 + 1)
  expect((await factsOf()).notices).toBe(before)
})

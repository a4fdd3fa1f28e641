import { afterAll, beforeAll, expect, test } from 'vitest'
import { visibleRun } from './index.ts'
import { type RunSpace, runSpace } from './run.fixture.ts'

let space: RunSpace
beforeAll(async () => {
  space = await runSpace()
}, 120_000)
afterAll(() => space?.stop())

test('where people examine each result, neither a query nor an inline answer gives one, and the refusal says the way', async () => {
  const { core, asker, runs } = space
  const { id } = await space.contract({ disclosure: { checkers: 1 } })
  const refused = await visibleRun(core, asker, await space.query(id))
  expect(refused).toMatchObject({ state: 'refused', problem: { code: 'RUN_NEEDS_CHECKERS' } })
  await expect(runs.explain(asker, id, 'select 1')).rejects.toMatchObject({ code: 'RUN_NEEDS_CHECKERS' })
  let opened = false
  const inline = await runs.inline(asker, {
    contractId: id,
    name: 'enrolment',
    insured: null,
    fields: ['setl_d.age'],
    asked: {},
    async answer() {
      opened = true
      return { value: true, rows: 1, bytes: 1, output: {} }
    },
  })
  expect(inline).toMatchObject({
    value: null,
    run: { state: 'refused', problem: { code: 'RUN_NEEDS_CHECKERS' } },
  })
  expect(opened).toBe(false)
  // Held work computes inside: what it makes leaves through the airlock.
  const origin = { network: null, terminal: null }
  const held = await runs.hold(asker, {
    contractId: id,
    kind: 'seat',
    title: 'Seat',
    fields: ['setl_d.age'],
    origin,
  })
  expect(held).toHaveProperty('step')
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countersOf, recordPayment } from '../../flow/decision/index.ts'
import type { Permission } from '../../flow/policy/index.ts'
import { closeRun } from './moments/close.ts'
import { runSpace, type RunSpace } from './run.fixture.ts'
import { createTools } from './tools.ts'
import { systemActor } from '../../kernel/actor.ts'

let space: RunSpace
beforeAll(async () => {
  space = await runSpace()
}, 60_000)
afterAll(() => space.stop())

const permit = (...constraints: Permission['constraints']): { permissions: Permission[] } => ({
  permissions: [{ actions: ['compute', 'download'], constraints, duties: [] }],
})
const counter = async (contractId: string, operand: string) =>
  (await countersOf(space.core, contractId)).counters.filter((one) => one.operand === operand).at(-1)!
const runOf = (id: string) =>
  space.core.db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('counters of a contract', () => {
  test('are never overdrawn by concurrent runs that fail, are cancelled and succeed; nothing is lost or leaked', async () => {
    const contract = await space.contract({
      maxRuns: 40,
      ...permit(
        { operand: 'count', operator: 'lt', value: '31' },
        { operand: 'frequency', operator: 'lteq', value: '25/PT1H' },
        { operand: 'dataRecord', operator: 'lteq', value: '60' },
      ),
    })
    let opened = 0
    const ids = await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        space.query(contract.id, {
          most: 2,
          rows: index % 3,
          execute: async () => {
            opened++
            if (index % 5 === 0) throw new Error('the step fails')
          },
        }),
      ),
    )
    const states = await Promise.all(ids.map(async (id) => (await runOf(id)).state))
    expect(states.filter((one) => one === 'granted' || one === 'running')).toEqual([])
    expect(opened).toBe(25)
    expect(await counter(contract.id, 'frequency')).toMatchObject({ used: 25, leased: 0, limit: 25 })
    expect(await counter(contract.id, 'count')).toMatchObject({ used: 25, leased: 0, limit: 30 })
    const out = await space.core.db
      .selectFrom('run')
      .select((eb) => eb.fn.sum<string>('output_rows').as('rows'))
      .where('contract_id', '=', contract.id)
      .executeTakeFirstOrThrow()
    expect(await counter(contract.id, 'dataRecord')).toMatchObject({ used: Number(out.rows), leased: 0 })
    const row = await space.core.db
      .selectFrom('contract')
      .select(['runs_used', 'runs_leased'])
      .where('id', '=', contract.id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ runs_used: 25, runs_leased: 0 })
  }, 60_000)

  test('give back what was killed before data was opened, and count what was killed after', async () => {
    const contract = await space.contract(
      permit(
        { operand: 'count', operator: 'lteq', value: '5' },
        { operand: 'dataRecord', operator: 'lteq', value: '10' },
      ),
    )
    await space.query(contract.id)
    const tools = createTools(space.core)
    // A run that was granted and never opened, and one that was opened and never ended, as a kill leaves them.
    const before = await space.granted(contract.id)
    expect(await counter(contract.id, 'count')).toMatchObject({ used: 1, leased: 1 })
    await closeRun(tools, systemActor('recovery'), before, 'lost', null)
    expect(await counter(contract.id, 'count')).toMatchObject({ used: 1, leased: 0 })
    expect(await counter(contract.id, 'dataRecord')).toMatchObject({ used: 1, leased: 0 })
    const after = await space.opened(contract.id)
    expect(await counter(contract.id, 'count')).toMatchObject({ used: 2, leased: 0 })
    expect(await counter(contract.id, 'dataRecord')).toMatchObject({ used: 1, leased: 9 })
    await closeRun(tools, systemActor('recovery'), after, 'lost', null)
    await closeRun(tools, systemActor('recovery'), after, 'lost', null)
    expect(await counter(contract.id, 'count')).toMatchObject({ used: 2, leased: 0 })
    expect(await counter(contract.id, 'dataRecord')).toMatchObject({ used: 1, leased: 0 })
  })

  test('keep a rate in any span of its length, also over the border of a slot', async () => {
    const contract = await space.contract(permit({ operand: 'frequency', operator: 'lteq', value: '2/PT1H' }))
    const state = async () => (await runOf(await space.query(contract.id))).state
    expect([await state(), await state(), await state()]).toEqual(['released', 'released', 'denied'])
    space.clock.advance(59 * 60_000)
    expect(await state()).toBe('denied')
    space.clock.advance(2 * 60_000)
    expect(await state()).toBe('released')
  })

  test('a result beyond what was set aside is not released, and the run counts', async () => {
    const contract = await space.contract(permit({ operand: 'dataRecord', operator: 'lteq', value: '5' }))
    const id = await space.query(contract.id, { most: 10, rows: 6, execute: async () => {} })
    expect(await runOf(id)).toMatchObject({
      state: 'failed',
      output_hash: null,
      problem: { code: 'RUN_OUTPUT_BEYOND' },
    })
    expect(await counter(contract.id, 'dataRecord')).toMatchObject({ used: 0, leased: 0 })
    const five = await space.query(contract.id, { most: 10, rows: 5, execute: async () => {} })
    expect((await runOf(five)).state).toBe('released')
    expect((await runOf(await space.query(contract.id))).state).toBe('denied')
  })

  test('a payment turns a conditional use into an allowed one; the same reference is one payment', async () => {
    const contract = await space.contract(permit({ operand: 'payAmount', operator: 'gteq', value: '10000' }))
    const first = await runOf(await space.query(contract.id))
    expect(first.state).toBe('conditional')
    expect(first.decision?.conditions).toMatchObject([{ kind: 'payment', needed: 'gteq 10000' }])
    const bureau = space.officer('bureau')
    await expect(
      recordPayment(space.core, space.officer('insurer'), contract.id, 10_000, 'X'),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await recordPayment(space.core, bureau, contract.id, 9_999, 'R-1')
    await expect(recordPayment(space.core, bureau, contract.id, 9_999, 'R-1')).rejects.toMatchObject({
      code: 'DECISION_PAYMENT_KNOWN',
    })
    expect((await runOf(await space.query(contract.id))).state).toBe('conditional')
    await recordPayment(space.core, bureau, contract.id, 1, 'R-2')
    expect((await runOf(await space.query(contract.id))).state).toBe('released')
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Decision } from '../../flow/decision/index.ts'
import { changeContract } from '../../flow/contract/index.ts'
import type { Permission } from '../../flow/policy/index.ts'
import { runSpace, type RunSpace } from './run.fixture.ts'
import { NO_ORIGIN } from './use.ts'

let space: RunSpace
beforeAll(async () => {
  space = await runSpace({ grantMs: 200 })
}, 60_000)
afterAll(() => space.stop())

const permit = (
  constraints: Permission['constraints'],
  actions: Permission['actions'] = ['compute', 'read', 'download'],
): { permissions: Permission[] } => ({ permissions: [{ actions, constraints, duties: [] }] })
const runOf = (id: string) =>
  space.core.db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const kindsOf = async (id: string) => (await space.core.evidence.leavesAbout([id])).map(({ kind }) => kind)
const usedOf = (contractId: string) =>
  space.core.db
    .selectFrom('contract')
    .select(['runs_used', 'runs_leased'])
    .where('id', '=', contractId)
    .executeTakeFirstOrThrow()

describe('work that outlives its grant', () => {
  test('asks again and goes on, also with the last run of its contract', async () => {
    const contract = await space.contract({
      maxRuns: 1,
      ...permit([
        { operand: 'count', operator: 'lteq', value: '1' },
        { operand: 'frequency', operator: 'lteq', value: '1/PT1H' },
      ]),
    })
    const id = await space.query(contract.id, { execute: () => sleep(450) })
    expect((await runOf(id)).state).toBe('released')
    expect((await kindsOf(id)).filter((kind) => kind === 'run.renewed').length).toBeGreaterThan(1)
    expect(await usedOf(contract.id)).toEqual({ runs_used: 1, runs_leased: 0 })
  })

  test('is stopped at once when the fresh decision is no', async () => {
    const end = new Date(space.clock.now() + 1000).toISOString()
    const contract = await space.contract(permit([{ operand: 'time', operator: 'lt', value: end }]))
    let aborted = false
    const id = await space.query(contract.id, {
      execute: (signal) =>
        new Promise((_, reject) => {
          space.clock.advance(2000)
          signal.addEventListener('abort', () => {
            aborted = true
            reject(new Error('stopped'))
          })
        }),
    })
    expect(aborted).toBe(true)
    expect(await runOf(id)).toMatchObject({ state: 'failed', problem: { code: 'RUN_RENEWAL_DENIED' } })
    expect(await kindsOf(id)).toContain('run.renewal_denied')
  })
})

describe('an inline use', () => {
  const inline = (contractId: string, more: object = {}) =>
    space.runs.inline(space.asker, {
      contractId,
      name: 'enrolment',
      insured: null,
      fields: ['setl_d.age'],
      asked: { date: '2026-01-01' },
      answer: async () => ({ value: 'yes', rows: 1, bytes: 10, output: { enrolled: true } }),
      ...more,
    })

  test('is granted, opened and released in one transaction, with its evidence', async () => {
    const contract = await space.contract()
    const { run, value } = await inline(contract.id)
    expect(value).toBe('yes')
    expect(run).toMatchObject({ state: 'released', kind: 'inline', fields: ['setl_d.age'] })
    expect(run.releaseLeaf).not.toBeNull()
    expect(run.inherits).toMatchObject({ contractId: contract.id, minGroup: 10 })
    expect((await kindsOf(run.id)).sort()).toEqual(['run.granted', 'run.opened', 'run.released'])
    expect(await usedOf(contract.id)).toEqual({ runs_used: 1, runs_leased: 0 })
    await expect(
      space.runs.download(space.asker, run.id, { format: 'json', origin: NO_ORIGIN }, (body) => body),
    ).rejects.toMatchObject({ code: 'OUTPUT_NONE' })
  })

  test('about a person without a live consent is denied, and nothing is asked', async () => {
    const contract = await space.contract({ singlePerson: true })
    let asked = false
    const answer = async () => {
      asked = true
      return { value: 1, rows: 1, bytes: 1, output: null }
    }
    const { run, value } = await inline(contract.id, { insured: 7, answer })
    expect(value).toBeNull()
    expect(run).toMatchObject({ state: 'denied', decision: { value: 'denied', because: 'consent' } })
    expect(asked).toBe(false)
    expect(JSON.stringify(run)).not.toMatch(/insured"?:\s*7/)
  })

  test('that fails is undone and counts all the same; a slow one is cut off', async () => {
    const contract = await space.contract()
    const answer = () => Promise.reject(new Error('broken'))
    const failed = await inline(contract.id, { answer })
    expect(failed).toMatchObject({ value: null, run: { state: 'failed', problem: { code: 'INTERNAL' } } })
    expect(await usedOf(contract.id)).toEqual({ runs_used: 1, runs_leased: 0 })
    const began = Date.now()
    const slow = await inline(contract.id, { answer: () => new Promise(() => {}) })
    expect(slow.run).toMatchObject({ state: 'failed', problem: { code: 'RUN_INLINE_SLOW' } })
    expect(Date.now() - began).toBeLessThan(8000)
    expect(await usedOf(contract.id)).toEqual({ runs_used: 2, runs_leased: 0 })
  })

  test('of 30 at once opens no more than the contract leaves', async () => {
    const contract = await space.contract(permit([{ operand: 'count', operator: 'lteq', value: '7' }]))
    const answers = await Promise.all(Array.from({ length: 30 }, () => inline(contract.id)))
    expect(answers.filter(({ value }) => value === 'yes')).toHaveLength(7)
    expect(answers.filter(({ run }) => run.state === 'denied')).toHaveLength(23)
    expect(await usedOf(contract.id)).toEqual({ runs_used: 7, runs_leased: 0 })
  })

  test('under a contract with a veto waits for the provider before anything is opened', async () => {
    const contract = await space.contract({ notice: { veto: true, waitMs: 200, silence: 'deny' } })
    const { run, value } = await inline(contract.id)
    expect(value).toBeNull()
    expect(run).toMatchObject({ state: 'denied', problem: { code: 'RUN_VETOED' } })
    const silent = await space.contract({ notice: { veto: true, waitMs: 200, silence: 'allow' } })
    expect((await inline(silent.id)).value).toBe('yes')
  })
})

describe('taking a result away', () => {
  const asked = { format: 'json', origin: NO_ORIGIN } as const
  const take = (runId: string) => space.runs.download(space.asker, runId, asked, (body) => body)

  test('is a use of its own, counted by its own permission and recorded', async () => {
    const contract = await space.contract({
      permissions: [
        { actions: ['compute'] },
        { actions: ['download'], constraints: [{ operand: 'count', operator: 'lteq', value: '2' }] },
      ],
    })
    const id = await space.query(contract.id)
    expect((await take(id)).toString()).toContain('"minGroup":10')
    await take(id)
    await expect(take(id)).rejects.toMatchObject({ code: 'DECISION_DENIED', params: { why: 'count' } })
    const kinds = await kindsOf(id)
    expect(kinds.filter((kind) => kind === 'run.downloaded')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'run.download_denied')).toHaveLength(1)
    expect(await usedOf(contract.id)).toMatchObject({ runs_used: 1 })
  })

  test('that no permission names is denied by default; the result may still be looked at', async () => {
    const contract = await space.contract({ permissions: [{ actions: ['compute', 'read'] }] })
    const id = await space.query(contract.id)
    expect((await runOf(id)).state).toBe('released')
    const denial = await take(id).catch((error: { detail: { decision: Decision } }) => error)
    expect(denial).toMatchObject({
      code: 'DECISION_DENIED',
      detail: { decision: { value: 'denied-by-default', because: 'permission' } },
    })
  })

  test('ends with the contract', async () => {
    const contract = await space.contract()
    const id = await space.query(contract.id)
    await changeContract(space.core, space.officer('bureau'), contract.id, 'suspend', '暂停看看')
    await expect(take(id)).rejects.toMatchObject({
      code: 'DECISION_DENIED',
      params: { why: 'contract_state' },
    })
  })
})

test('a run tells who listens what was decided', async () => {
  const heard: { runId: string; decision: Decision }[] = []
  space.core.events.on('grant.decided', (event) => void heard.push(event))
  const contract = await space.contract({ permissions: [{ actions: ['read'] }] })
  const id = await space.query(contract.id)
  expect(heard.filter(({ runId }) => runId === id)).toMatchObject([
    { decision: { value: 'denied-by-default' } },
  ])
})

test('with the setting of slack a group of just k persons is as good as never shown', async () => {
  const cautious = await runSpace({}, { gate: { slack: 1000, history: false } })
  try {
    const contract = await cautious.contract(permit([]))
    const ends = await Promise.all(
      [1, 2, 3].map(() => cautious.query(contract.id, { execute: async () => {}, persons: true })),
    )
    const states = await cautious.core.db.selectFrom('run').select('state').where('id', 'in', ends).execute()
    expect(states.filter(({ state }) => state === 'withheld').length).toBeGreaterThanOrEqual(2)
  } finally {
    await cautious.stop()
  }
})

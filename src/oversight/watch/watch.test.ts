import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { uuid7 } from '../../kernel/random.ts'
import { act } from '../../safeguard/evidence/index.ts'
import { changeRoles, restoreUser, suspendUser, userById } from '../../safeguard/identity/index.ts'
import { contractById, changeContract } from '../../flow/contract/index.ts'
import { listAlerts } from './alerts/store.ts'
import { liftBlock } from './blocks/lift.ts'
import { registerCanary, retireCanary } from './canary/actions.ts'
import { closeCase, noteCase, takeCase } from './cases/actions.ts'
import { listCases } from './cases/store.ts'
import { changeRule } from './rules/actions.ts'
import { rulesInForce } from './rules/store.ts'
import type { Signal } from './signals/model.ts'
import { createThrottles } from './throttle.ts'
import { type WatchSpace, watchSpace } from './watch.fixture.ts'

let made: WatchSpace
const PAGE = { offset: 0, limit: 50 }

beforeEach(async () => {
  made = await watchSpace()
}, 60_000)
afterEach(() => made?.stop())

const newId = () => uuid7(made.core.random, made.core.clock.now())
const escape = (seatId = newId()): Signal => ({
  kind: 'escape',
  weight: 1,
  at: made.core.clock.now(),
  leaf: null,
  about: {
    seatId,
    userId: made.developer.userId,
    projectId: newId(),
    participantId: made.developer.participantId,
  },
})
const cases = async () => (await listCases(made.core, PAGE)).items
const change = async (reaction: 'tell' | 'throttle' | 'suspend' | 'revoke', rule = 'escape') => {
  const now = (await rulesInForce(made.core)).find(({ id }) => id === rule)!
  await changeRule(made.core, made.security, rule, {
    enabled: true,
    severity: now.severity,
    reaction,
    threshold: now.threshold,
  })
}

describe('an alert', () => {
  test('is durable before anything is blocked, makes a case, and its block is evidence', async () => {
    const watch = await made.watch()
    const signal = escape()
    await watch.feed(signal)
    await watch.settled()
    expect(made.done).toEqual([`block ${signal.about.seatId}`])
    const [found] = await cases()
    expect(found).toMatchObject({
      state: 'open',
      severity: 'critical',
      rule: 'escape',
      number: 'YJ-2026-0001',
    })
    expect(found!.alerts).toHaveLength(1)
    expect(found!.alerts[0]!.blockedAfterMs).toBeGreaterThanOrEqual(0)
    expect(found!.blocks).toMatchObject([{ what: 'seat', reaction: 'suspend', state: 'in_force' }])
    const about = await made.core.evidence.leavesAbout([found!.id])
    expect(about.map(({ kind }) => kind)).toEqual(['watch.alerted', 'watch.blocked'])
  })

  test('of the same rule about the same seat joins the open case; after its end there is a new one', async () => {
    const watch = await made.watch()
    const signal = escape()
    await watch.feed(signal)
    made.space.clock.advance(1000)
    await watch.feed({ ...signal, at: signal.at + 1000 })
    await watch.settled()
    expect(await cases()).toHaveLength(1)
    const [first] = await cases()
    expect(first!.alerts).toHaveLength(2)
    await liftBlock(watch.tools, made.duty, first!.id, { blockId: first!.blocks[0]!.id, reason: 'looked at' })
    await closeCase(made.core, made.duty, first!.id, { outcome: 'harmless', text: 'a course exercise' })
    made.space.clock.advance(1000)
    await watch.feed({ ...signal, at: signal.at + 2000 })
    await watch.settled()
    expect((await cases()).map(({ state }) => state)).toEqual(['open', 'closed'])
  })

  test('read twice stays one', async () => {
    const watch = await made.watch()
    const signal = escape()
    await watch.feed(signal)
    await watch.feed(signal)
    await watch.settled()
    expect((await listAlerts(made.core, PAGE)).total).toBe(1)
  })
})

describe('a server that is killed', () => {
  test('between alert and block blocks after its start', async () => {
    const watch = await made.watch()
    made.failing = 1
    const signal = escape()
    await watch.feed(signal)
    await watch.settled()
    expect(made.done).toEqual([])
    expect((await cases())[0]!.blocks).toMatchObject([{ state: 'wanted' }])
    await watch.stop()
    const next = await made.watch()
    await next.settled()
    expect(made.done).toEqual([`block ${signal.about.seatId}`])
    expect((await cases())[0]!.blocks).toMatchObject([{ state: 'in_force' }])
  })

  test('before it looked raises what happened meanwhile, once, with the window of before', async () => {
    const { core, developer } = made
    const first = await made.watch()
    const refuse = () =>
      act(core, developer, async ({ note }) =>
        note({ kind: 'run.refused', subject: { run: newId(), project, consumer: developer.participantId } }),
      )
    const project = newId()
    for (let i = 0; i < 20; i++) await refuse()
    await first.settled()
    await first.stop()
    for (let i = 0; i < 5; i++) await refuse()
    const second = await made.watch()
    await second.settled()
    const { items } = await listAlerts(core, PAGE)
    expect(items).toMatchObject([{ rule: 'refusals', userId: developer.userId, projectId: project }])
    expect(items[0]!.leaves).toHaveLength(20)
    await second.stop()
    const third = await made.watch()
    await third.settled()
    expect((await listAlerts(core, PAGE)).total).toBe(1)
    // The throttle lives in memory and is put in force again.
    for (let i = 0; i < core.config.watch.throttleRequests; i++) third.pass(developer.userId)
    expect(() => third.pass(developer.userId)).toThrow(/slowed down/)
  })

  test('while a block is being lifted goes on lifting', async () => {
    const watch = await made.watch()
    await watch.feed(escape())
    await watch.settled()
    const [one] = await cases()
    made.failing = 1
    const lift = { blockId: one!.blocks[0]!.id, reason: 'a mistake' }
    await expect(liftBlock(watch.tools, made.duty, one!.id, lift)).rejects.toThrow(/does not open/)
    expect((await cases())[0]!.blocks).toMatchObject([{ state: 'lifting' }])
    await watch.stop()
    const next = await made.watch()
    await next.settled()
    expect(made.done.at(-1)).toMatch(/^unblock /)
    expect((await cases())[0]!.blocks).toMatchObject([{ state: 'lifted', reason: 'a mistake' }])
  })
})

describe('reactions', () => {
  test('throttle slows a seat, and the user where there is no seat', async () => {
    const watch = await made.watch()
    await change('throttle')
    const signal = escape()
    await watch.feed(signal)
    await watch.settled()
    expect(made.done).toEqual([`weigh ${signal.about.seatId} ${made.core.config.watch.throttleCpuWeight}`])
    const [one] = await cases()
    await liftBlock(watch.tools, made.duty, one!.id, { blockId: one!.blocks[0]!.id, reason: 'fine' })
    expect(made.done.at(-1)).toBe(`weigh ${signal.about.seatId} null`)
  })

  test('suspend takes the user out where there is no seat; lifting lets him in again', async () => {
    const { core, developer } = made
    const watch = await made.watch()
    await change('suspend', 'two-places')
    const at = core.clock.now()
    const { userId } = developer
    await watch.feed({ kind: 'signed-in', elsewhereMs: 10, at, leaf: 1, about: { userId } })
    await watch.settled()
    expect((await userById(core, userId))?.state).toBe('suspended')
    const [one] = await cases()
    expect(one!.blocks).toMatchObject([{ what: 'user', subjectId: userId, state: 'in_force' }])
    await liftBlock(watch.tools, made.duty, one!.id, { blockId: one!.blocks[0]!.id, reason: 'called him' })
    expect((await userById(core, userId))?.state).not.toBe('suspended')
  })

  test('a user whom an officer had suspended before stays so when the block is lifted', async () => {
    const { core, developer, security } = made
    const watch = await made.watch()
    await change('suspend', 'two-places')
    const { userId } = developer
    await suspendUser(core, security, userId, 'left the house')
    made.space.clock.advance(60_000)
    await watch.feed({ kind: 'signed-in', elsewhereMs: 1, at: core.clock.now(), leaf: 2, about: { userId } })
    await watch.settled()
    const [one] = await cases()
    await liftBlock(watch.tools, made.duty, one!.id, { blockId: one!.blocks[0]!.id, reason: 'fine' })
    expect((await userById(core, userId))?.state).toBe('suspended')
    await restoreUser(core, security, userId)
  })

  test('revoke suspends the contracts; lifting resumes them only where nobody else touched them', async () => {
    const { core } = made
    const watch = await made.watch()
    await change('revoke')
    const contract = await made.space.active()
    const { projectId, consumerId } = contract.terms
    const signal = (at: number): Signal => ({
      ...escape(),
      at,
      about: { seatId: newId(), projectId, participantId: consumerId },
    })
    await watch.feed(signal(core.clock.now()))
    await watch.settled()
    expect((await contractById(core, contract.id))?.state).toBe('suspended')
    const [one] = await cases()
    expect(one!.blocks.map(({ what }) => what).sort()).toEqual(['contract', 'seat'])
    const block = one!.blocks.find(({ what }) => what === 'contract')!
    await liftBlock(watch.tools, made.duty, one!.id, { blockId: block.id, reason: 'explained' })
    expect((await contractById(core, contract.id))?.state).toBe('active')

    made.space.clock.advance(1000)
    await watch.feed(signal(core.clock.now()))
    await watch.settled()
    const provider = made.space.officer('bureau')
    await changeContract(core, provider, contract.id, 'resume', 'we trust them')
    await changeContract(core, provider, contract.id, 'suspend', 'not any more')
    const second = (await cases()).find(({ id }) => id !== one!.id)!
    const again = second.blocks.find(({ what }) => what === 'contract')!
    await liftBlock(watch.tools, made.duty, second.id, { blockId: again.id, reason: 'explained' })
    expect((await contractById(core, contract.id))?.state).toBe('suspended')
  })

  test('what two cases hold is let go by the last one', async () => {
    const watch = await made.watch()
    const signal = escape()
    await watch.feed(signal)
    await watch.feed({ ...signal, kind: 'canary' })
    await watch.settled()
    const [a, b] = await cases()
    await liftBlock(watch.tools, made.duty, a!.id, { blockId: a!.blocks[0]!.id, reason: 'one' })
    expect(made.done.filter((one) => one.startsWith('unblock'))).toEqual([])
    await liftBlock(watch.tools, made.duty, b!.id, { blockId: b!.blocks[0]!.id, reason: 'two' })
    expect(made.done.filter((one) => one.startsWith('unblock'))).toHaveLength(1)
  })

  test('the last officer of a kind is not locked out: the block fails and says why', async () => {
    const { core, security } = made
    const watch = await made.watch()
    await change('suspend', 'two-places')
    const about = { userId: security.userId }
    await watch.feed({ kind: 'signed-in', elsewhereMs: 1, at: core.clock.now(), leaf: 9, about })
    await watch.settled()
    expect((await cases())[0]!.blocks).toMatchObject([{ state: 'failed', problem: 'LAST_OFFICER' }])
    expect((await userById(core, security.userId))?.state).toBe('active')
  })
})

describe('a case', () => {
  test('is taken by one, noted, and closed only when nothing is blocked', async () => {
    const { core, duty } = made
    const watch = await made.watch()
    await watch.feed(escape())
    await watch.settled()
    const [{ id, blocks } = { id: '', blocks: [] }] = await cases()
    const other = await made.space.colleague('operator', ['duty_officer'])
    await takeCase(core, duty, id)
    await takeCase(core, duty, id)
    await expect(takeCase(core, other, id)).rejects.toMatchObject({ code: 'WATCH_CASE_TAKEN' })
    await noteCase(core, other, id, 'the team called')
    const close = { outcome: 'warned', text: 'spoke to the lead' } as const
    await expect(closeCase(core, duty, id, close)).rejects.toMatchObject({ code: 'WATCH_BLOCKS_IN_FORCE' })
    await liftBlock(watch.tools, duty, id, { blockId: blocks[0]!.id, reason: 'warned' })
    await expect(
      liftBlock(watch.tools, duty, id, { blockId: blocks[0]!.id, reason: 'again' }),
    ).rejects.toMatchObject({ code: 'WATCH_BLOCK_OVER' })
    await closeCase(core, duty, id, close)
    const [closed] = await cases()
    expect(closed).toMatchObject({ state: 'closed', outcome: 'warned', takenBy: duty.userId })
    expect(closed!.notes.map(({ text }) => text)).toEqual(['the team called', 'spoke to the lead'])
    await expect(noteCase(core, duty, id, 'x')).rejects.toMatchObject({ code: 'WATCH_CASE_CLOSED' })
  })

  test('nobody lifts a block of his own', async () => {
    const { core, duty } = made
    const watch = await made.watch()
    await change('throttle', 'two-places')
    await watch.feed({
      kind: 'signed-in',
      elsewhereMs: 1,
      at: core.clock.now(),
      leaf: 3,
      about: { userId: duty.userId },
    })
    await watch.settled()
    const [one] = await cases()
    const lift = { blockId: one!.blocks[0]!.id, reason: 'it was me' }
    await expect(liftBlock(watch.tools, duty, one!.id, lift)).rejects.toMatchObject({ code: 'WATCH_NOT_OWN' })
  })
})

test('a changed rule holds at once, keeps its thresholds closed, and leaves what stood before in evidence', async () => {
  const { core, security } = made
  const watch = await made.watch()
  const threshold = { attempts: 2, minutes: 60 }
  const after = { enabled: true, severity: 'warning', reaction: 'tell', threshold } as const
  await changeRule(core, security, 'escape', after)
  const signal = escape()
  await watch.feed(signal)
  expect(await cases()).toEqual([])
  await watch.feed({ ...signal, at: signal.at + 1 })
  expect(await cases()).toMatchObject([{ severity: 'warning', blocks: [] }])
  const wrongs: Record<string, number>[] = [
    { attempts: 0, minutes: 60 },
    { minutes: 60 },
    { ...threshold, more: 1 },
  ]
  for (const wrong of wrongs)
    await expect(
      Promise.resolve().then(() => changeRule(core, security, 'escape', { ...after, threshold: wrong })),
    ).rejects.toMatchObject({ code: 'WATCH_THRESHOLD' })
  const about = await core.evidence.leavesAbout(['escape'])
  expect(about.map(({ kind }) => kind)).toContain('watch.rule_changed')
})

test('roles given by an action are seen through the log', async () => {
  const { core } = made
  const watch = await made.watch()
  await changeRoles(core, { kind: 'system', name: 'test' }, made.space.officer('operator').userId, [
    'auditor',
  ])
  await watch.settled()
  expect((await listAlerts(core, PAGE)).items).toMatchObject([
    {
      rule: 'privileges',
      userId: made.space.officer('operator').userId,
      reaction: 'tell',
      blockedAfterMs: null,
    },
  ])
})

test('a planted person in a query is seen, sealed at rest, and looked for no more once retired', async () => {
  const { core, developer, security } = made
  const watch = await made.watch()
  const number = '11010519491231002X'
  const { value: id } = await registerCanary(core, watch.canaries.seal, security, {
    label: 'A',
    keys: [number],
  })
  const row = await core.db
    .selectFrom('watch_canary')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(number)
  const ask = (sql: string) =>
    act(core, developer, async ({ note }) =>
      note({
        kind: 'run.granted',
        subject: { run: newId(), project: newId(), consumer: developer.participantId },
        payload: { sql },
      }),
    )
  await ask('select count(*) from psn_info_b')
  await watch.settled()
  expect((await listAlerts(core, PAGE)).total).toBe(0)
  await ask(`select * from psn_info_b where certno = '${number.toLowerCase()}'`)
  await watch.settled()
  const [alert] = (await listAlerts(core, PAGE)).items
  expect(alert).toMatchObject({ rule: 'canary', userId: developer.userId, severity: 'critical' })
  expect(JSON.stringify([alert, await cases()])).not.toContain(number)
  expect((await userById(core, developer.userId))?.state).toBe('suspended')
  await retireCanary(core, security, id)
  expect(await watch.canaries.shows(null, [number])).toBe(false)
})

test('a slowed user passes so often a minute and then again', () => {
  const { clock } = made.space
  const throttles = createThrottles(clock, 3)
  const pass = () => throttles.pass('a')
  for (let i = 0; i < 10; i++) pass()
  throttles.slow('a')
  for (let i = 0; i < 3; i++) pass()
  expect(pass).toThrow(/slowed down/)
  clock.advance(60_001)
  pass()
  throttles.release('a')
  for (let i = 0; i < 10; i++) pass()
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemRandom, uuid7 } from '../../../kernel/random.ts'
import { takeFinalists } from '../admission/take.ts'
import { type FinalSpace, finalSpace, noFinalPorts } from '../final.fixture.ts'
import { finalDestroyers } from '../destroy.ts'
import type { FinalPorts } from '../model.ts'
import { checkInMember, checkOutMember } from './actions.ts'
import { newPass, normalizePass } from './passes.ts'
import { guests, hereByTeam } from './store.ts'

let space: FinalSpace
beforeAll(async () => {
  space = await finalSpace(2)
  await takeFinalists(space.core, space.officer, space.contest.id)
  await space.core.db
    .updateTable('contest_final')
    .set({ zones: ['A 区', 'B 区'] })
    .execute()
}, 60_000)
afterAll(() => space?.stop())

test('a pass is read back whatever way it was typed', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), (small, cut) => {
      const pass = newPass(systemRandom)
      expect(pass).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
      const typed = cut ? pass.replaceAll(/(.{4})/g, '$1 -') : pass
      expect(normalizePass(small ? typed.toLowerCase() : typed)).toBe(pass)
    }),
  )
  expect(normalizePass('oil-7')).toBe('0117')
})

test('people come by their pass or the number of their team, into a zone that there is, once', async () => {
  const { core, contest, officer, teams } = space
  const all = await guests(core, contest.id)
  expect(all).toHaveLength(4)
  const {
    pass,
    entrant_id: entrantId,
    team_id: teamId,
  } = await core.db
    .selectFrom('contest_finalist_member')
    .selectAll()
    .where('team_id', '=', teams[0]!.id)
    .limit(1)
    .executeTakeFirstOrThrow()
  expect((await guests(core, contest.id, pass.toLowerCase())).map((one) => one.entrantId)).toEqual([
    entrantId,
  ])
  expect(await guests(core, contest.id, teams[1]!.number!)).toHaveLength(2)
  const duty = { ...officer, roles: ['duty_officer' as const] }
  const who = { teamId, entrantId }
  await expect(
    checkInMember(core, noFinalPorts, duty, contest.id, { ...who, zone: 'C 区' }),
  ).rejects.toMatchObject({ code: 'CHECKIN_ZONE' })
  const come = () => checkInMember(core, noFinalPorts, duty, contest.id, { ...who, zone: 'A 区' })
  const both = await Promise.allSettled([come(), come()])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await hereByTeam(core, contest.id)).get(teamId)).toBe(1)
  await checkOutMember(core, noFinalPorts, duty, contest.id, who)
  await expect(checkOutMember(core, noFinalPorts, duty, contest.id, who)).rejects.toMatchObject({
    code: 'CHECKIN_AWAY',
  })
  await come()
  const kinds = (await core.evidence.leavesAbout([entrantId])).map(({ kind }) => kind)
  expect(kinds).toEqual(['contest.checked_in', 'contest.checked_out', 'contest.checked_in'])
  const stranger = { ...duty, participantId: crypto.randomUUID() }
  await expect(checkOutMember(core, noFinalPorts, stranger, contest.id, who)).rejects.toMatchObject({
    code: 'CONTEST_NOT_ORGANISER',
  })
  await expect(
    checkInMember(core, noFinalPorts, duty, contest.id, {
      teamId,
      entrantId: crypto.randomUUID(),
      zone: 'A 区',
    }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('where the body runs the space, its venue is told first, of people whose account is in use', async () => {
  const { core, contest, officer, teams } = space
  const now = core.clock.now()
  const userId = uuid7(core.random, now)
  const account = { login: 'finalist', display_name: 'finalist', roles: [], password: null, demo: false }
  const body = { id: uuid7(core.random, now), uscc: '12310000MB2F00024P', name_zh: 'b', name_en: 'b' }
  await core.db
    .insertInto('participant')
    .values({
      ...body,
      roles: ['consumer'],
      region_code: '310000',
      state: 'active',
      created_at: now,
      updated_at: now,
    })
    .execute()
  await core.db
    .insertInto('app_user')
    .values({
      ...account,
      id: userId,
      participant_id: body.id,
      state: 'invited',
      created_at: now,
      updated_at: now,
    })
    .execute()
  const member = await core.db
    .updateTable('contest_finalist_member')
    .set({ user_id: userId })
    .where('team_id', '=', teams[1]!.id)
    .where('entrant_id', '=', teams[1]!.captainId)
    .returningAll()
    .executeTakeFirstOrThrow()
  const told: string[] = []
  const ports: FinalPorts = {
    ...noFinalPorts,
    seats: { ...noFinalPorts.seats, checkIn: async (_, id) => void told.push(id) },
  }
  const who = { teamId: member.team_id, entrantId: member.entrant_id }
  await checkInMember(core, ports, officer, contest.id, { ...who, zone: 'B 区' })
  expect(told).toEqual([])
  await checkOutMember(core, ports, officer, contest.id, who)
  await core.db.updateTable('app_user').set({ state: 'active' }).where('id', '=', userId).execute()
  await checkInMember(core, ports, officer, contest.id, { ...who, zone: 'B 区' })
  expect(told).toEqual([userId])
})

test('when the contest is closed, passes and presence go, page by page, and are not listed again', async () => {
  const { core, contest } = space
  for (const { list, destroy, part } of finalDestroyers) {
    const ids: string[] = []
    for (;;) {
      const page = await list(core, contest.id, ids.at(-1) ?? null, 2)
      if (page.length === 0) break
      expect(page.every(({ digest }) => digest?.length === 64)).toBe(true)
      ids.push(...page.map(({ id }) => id))
    }
    expect(ids.length, part).toBeGreaterThan(2)
    expect(new Set(ids).size).toBe(ids.length)
    await destroy(core, crypto.randomUUID(), ids)
    expect(await list(core, contest.id, null, 100)).toHaveLength(ids.length)
    await destroy(core, contest.id, ids)
    await destroy(core, contest.id, ids)
    expect(await list(core, contest.id, null, 100)).toEqual([])
  }
})

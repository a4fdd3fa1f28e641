import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { Config } from '../../../platform/config/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { identityMigrations, seedDemo } from '../../../safeguard/identity/index.ts'
import { spaceMigrations } from '../../../safeguard/space/index.ts'
import { seatMigrations } from '../seats/tables.ts'
import {
  askCheckIn,
  bindSeat,
  boundSeats,
  checkIn,
  checkOut,
  listAttendance,
  listPatrols,
  listTerminals,
  logPatrol,
  mayEnter,
  registerTerminal,
  retireTerminal,
  unbindSeat,
  venueMigrations,
} from './index.ts'

let space: TestSpace
let open: Core
let required: Core
let duty: UserActor
let dev: UserActor
let seatId: string
const PAGE = { offset: 0, limit: 50 }
const here = { network: '10.1.2.3', terminal: null }
const away = { network: '192.0.2.9', terminal: null }
const elsewhere = { code: 'SEAT_TERMINAL' }

beforeAll(async () => {
  space = await testSpace([spaceMigrations, identityMigrations, seatMigrations, venueMigrations])
  open = { ...space.core, config: Config.parse({}) }
  required = { ...space.core, config: Config.parse({ sandbox: { venue: 'required' } }) }
  const body = (key: string, uscc: string, roles: ('operator' | 'consumer')[]) => ({
    key,
    nameZh: key,
    nameEn: key,
    uscc,
    roles,
    regionCode: '310000',
  })
  await seedDemo(
    open,
    [body('house', '12310000MB2F00016W', ['operator']), body('team', '12310000MB2F00024P', ['consumer'])],
    [
      { body: 'house', login: 'duty', displayName: 'duty', roles: ['duty_officer'] },
      { body: 'team', login: 'dev', displayName: 'dev', roles: ['developer'] },
    ],
  )
  const rows = await open.db.selectFrom('app_user').selectAll().execute()
  const actor = (login: string): UserActor => {
    const row = rows.find((one) => one.login === login)!
    return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
  }
  duty = actor('duty')
  dev = actor('dev')
  seatId = uuid7(open.random, open.clock.now())
  const now = open.clock.now()
  await open.db
    .insertInto('seat')
    .values({
      id: seatId,
      project_id: seatId,
      consumer_id: dev.participantId,
      name: 'S-1',
      state: 'asleep',
      problem: null,
      created_by: dev.userId,
      opened_at: null,
      ended_at: null,
      created_at: now,
      updated_at: now,
    })
    .execute()
})
afterAll(() => space?.stop())

const terminal = (name: string, networks = ['10.1.0.0/16']) =>
  registerTerminal(open, duty, { name, gatewayName: null, networks, zone: 'A' })
const enter = (core: Core, origin: { network: string; terminal: string | null }) =>
  mayEnter(core, seatId, dev, origin)

test('a seat that is bound opens at its terminals, until it is freed from them; retiring frees nobody', async () => {
  const told: unknown[] = []
  open.events.on('venue.bound', (event) => void told.push(event))
  const id = await terminal('T-1')
  await expect(terminal('T-1')).rejects.toMatchObject({ code: 'VENUE_TERMINAL_NAME' })
  await enter(open, away)
  await bindSeat(open, duty, id, seatId)
  await bindSeat(open, duty, id, seatId)
  expect(told[0]).toEqual({ seatId })
  expect([...(await boundSeats(open, [seatId]))]).toEqual([seatId])
  expect((await listTerminals(open, PAGE)).items).toMatchObject([
    { name: 'T-1', seats: [{ id: seatId, name: 'S-1' }] },
  ])
  await enter(open, here)
  await expect(enter(open, away)).rejects.toMatchObject(elsewhere)
  await retireTerminal(open, duty, id)
  await expect(enter(open, here)).rejects.toMatchObject(elsewhere)
  // The name is free for the machine that stands there now.
  const next = await terminal('T-1')
  await expect(bindSeat(open, duty, id, seatId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await unbindSeat(open, duty, id, seatId)
  await expect(unbindSeat(open, duty, id, seatId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await enter(open, away)
  await retireTerminal(open, duty, next)
})

test('where the venue asks for it, only who is checked in works, where they were told to', async () => {
  const [one, two] = [await terminal('T-2'), await terminal('T-3', ['10.2.0.0/16'])]
  await expect(enter(required, here)).rejects.toMatchObject(elsewhere)
  await checkIn(required, duty, { userId: dev.userId, terminalId: one })
  const again = checkIn(required, duty, { userId: dev.userId, terminalId: null })
  await expect(again).rejects.toMatchObject({ code: 'VENUE_CHECKED_IN' })
  await enter(required, here)
  await expect(enter(required, { network: '10.2.0.1', terminal: null })).rejects.toMatchObject(elsewhere)
  const left: unknown[] = []
  open.events.on('venue.checked_out', (event) => void left.push(event))
  await checkOut(required, duty, dev.userId)
  expect(left).toEqual([{ userId: dev.userId }])
  await expect(enter(required, here)).rejects.toMatchObject(elsewhere)
  await expect(checkOut(required, duty, dev.userId)).rejects.toMatchObject({ code: 'VENUE_CHECKED_OUT' })
  await checkIn(required, duty, { userId: dev.userId, terminalId: null })
  for (const network of ['10.1.0.1', '10.2.0.1']) await enter(required, { network, terminal: null })
  await retireTerminal(required, duty, two)
  await expect(enter(required, { network: '10.2.0.1', terminal: null })).rejects.toMatchObject(elsewhere)
  expect((await listAttendance(required, PAGE)).total).toBe(2)
  const now = await listAttendance(required, { ...PAGE, open: true })
  expect(now).toMatchObject({ total: 1, items: [{ userId: dev.userId, userName: 'dev', outAt: null }] })
})

test('a project may ask that its people are checked in, wherever they sit', async () => {
  await checkOut(required, duty, dev.userId)
  await enter(open, away)
  // The seat of this test is its own project.
  await askCheckIn(open, duty, [seatId], true)
  await askCheckIn(open, duty, [seatId], true)
  await expect(enter(open, away)).rejects.toMatchObject(elsewhere)
  await checkIn(open, duty, { userId: dev.userId, terminalId: null })
  await enter(open, away)
  await checkOut(open, duty, dev.userId)
  await expect(enter(open, away)).rejects.toMatchObject(elsewhere)
  await askCheckIn(open, duty, [seatId], false)
  await enter(open, away)
  await expect(askCheckIn(open, dev, [seatId], false)).rejects.toMatchObject({ code: 'VENUE_NOT_OPERATOR' })
})

test('the venue is kept by officers of the operator, none of whom lets themselves in', async () => {
  const stranger: UserActor = { ...dev, roles: ['data_officer'] }
  await expect(logPatrol(open, stranger, { zone: 'A', text: 'x' })).rejects.toMatchObject({
    code: 'VENUE_NOT_OPERATOR',
  })
  const self = checkIn(open, duty, { userId: duty.userId, terminalId: null })
  await expect(self).rejects.toMatchObject({ code: 'VENUE_SELF' })
  const id = await logPatrol(open, duty, { zone: 'A', text: '一切正常' })
  expect((await listPatrols(open, PAGE)).items).toMatchObject([{ id, officerName: 'duty', text: '一切正常' }])
  expect((await open.evidence.leavesAbout([id])).map(({ kind }) => kind)).toEqual(['venue.patrolled'])
})

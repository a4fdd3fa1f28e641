import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { NO_ORIGIN } from '../../run/index.ts'
import type { JobProcess } from '../driver/driver.ts'
import { workSpace, type WorkSpace } from '../work/work.fixture.ts'
import { lookAtLog } from './look.ts'
import { jobRow, jobView } from './store.ts'

let space: WorkSpace
let anna: UserActor
let boris: UserActor
type Event = { line: string; stream: 'out' | 'err' } | { progress: number }

beforeAll(async () => {
  space = await workSpace()
  ;[anna, boris] = space.users
  space.files.set('train.py', Buffer.from('print(1)'))
})
afterAll(() => space?.stop())
beforeEach(() => {
  space.refusal = null
  space.most = 1_000_000
  space.told.length = 0
  space.steps.length = 0
})

const start = (over: Partial<{ script: string; parameters: Record<string, string> }> = {}) =>
  space.jobs.start(
    anna,
    space.seat.id,
    { script: 'train.py', parameters: { depth: '3' }, ...over },
    NO_ORIGIN,
  )
const view = async (id: string) =>
  jobView(await jobRow(space.core.db, space.seat.id, id), space.jobs.place(id))
const log = (jobId: string, from = 0, actor = anna) =>
  lookAtLog(space.tools, actor, { seatId: space.seat.id, jobId, from }, NO_ORIGIN)
const viewed = async () =>
  (await space.tools.views.viewed([space.seat.projectId])).get(space.seat.projectId) ?? 0

/** Writes these and ends; `hold`: only when it is cancelled. */
function writes(events: readonly Event[], end: Awaited<JobProcess['ended']>, hold = false): void {
  space.job = (_, stop) => {
    const cancelled = stop.then(() => ({ state: 'cancelled', code: null }) as const)
    async function* all() {
      yield* events
      if (hold) await stop
    }
    return { events: all(), ended: hold ? cancelled : Promise.resolve(end), cancel: async () => {} }
  }
}
const lines = (count: number): Event[] =>
  Array.from({ length: count }, (_, at) => ({ line: `line ${at}`, stream: 'out' }))

test('a job runs to its end: a step, a log, progress that only grows', async () => {
  const events: Event[] = [
    ...lines(3),
    { progress: 0.5 },
    { progress: 0.123456789 },
    { progress: Number.NaN },
    { progress: 7 },
  ]
  writes(events, { state: 'ok', code: 0 })
  const { id, state } = await start()
  expect(state).toBe('waiting')
  await space.jobs.settled()
  expect(await view(id)).toMatchObject({
    state: 'ok',
    progress: 1,
    problem: null,
    parameters: { depth: '3' },
  })
  const progress = space.told.map(({ data }) => (data as { progress: number | null }).progress)
  expect([...new Set(progress)]).toEqual([null, 0.5, 1])
  expect(space.steps).toMatchObject([{ kind: 'seat.job', subject: { job: id } }])
  const kinds = (await space.core.evidence.leavesAbout([id])).map(({ kind }) => kind)
  expect(kinds).toEqual(['seat.job_asked', 'seat.job', 'seat.job_ended'])
  const before = await viewed()
  expect(await log(id)).toMatchObject({
    lines: [{ line: 'line 0' }, {}, {}],
    next: 3,
    ended: true,
    capped: false,
  })
  expect((await viewed()) - before).toBe(3)
  // A line that was seen is paid for, whoever looks again.
  expect(await log(id, 1, boris)).toMatchObject({
    lines: [{ line: 'line 1' }, {}],
    next: 3,
    watermark: { user: 'boris' },
  })
  expect((await viewed()) - before).toBe(3)
})

test('a log is bounded in what is kept, and in what is looked at', { timeout: 60_000 }, async () => {
  const long = { line: 'x'.repeat(10_000), stream: 'err' } as const
  writes([...lines(25_000), long], { state: 'failed', code: 3 })
  const { id } = await start()
  await space.jobs.settled()
  expect(await view(id)).toMatchObject({
    state: 'failed',
    problem: { code: 'SEAT_JOB_FAILED', en: expect.stringContaining('3') },
  })
  const { count } = await space.core.db
    .selectFrom('seat_job_line')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('job_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(count).toBe(20_000)
  space.most = (await viewed()) + 700
  const first = await log(id)
  expect(first).toMatchObject({ next: 500, ended: false, capped: false, cut: true })
  expect(await log(id, first.next)).toMatchObject({ next: 700, capped: true, ended: false })
  expect(await log(id, 700)).toMatchObject({ lines: [], next: 700, capped: true })
  expect(await log(id, 0, boris)).toMatchObject({ next: 500, capped: false })
})

test('a job is cancelled while it waits and while it runs, and ends with its seat', async () => {
  writes(lines(1), { state: 'ok', code: 0 }, true)
  const first = await start()
  const second = await start()
  while ((await view(first.id)).state !== 'running') await sleep(10)
  expect(await view(second.id)).toMatchObject({ state: 'waiting', place: 1 })
  const cancel = (jobId: string) => space.jobs.cancel(boris, { seatId: space.seat.id, jobId }, NO_ORIGIN)
  expect(await cancel(second.id)).toBe(true)
  expect(await cancel(first.id)).toBe(true)
  await space.jobs.settled()
  expect(await view(first.id)).toMatchObject({ state: 'cancelled', problem: null })
  expect(await view(second.id)).toMatchObject({ state: 'cancelled' })
  expect(await cancel(first.id)).toBe(false)
})

test('what cannot begin says why', async () => {
  await expect(start({ script: 'train.sh' })).rejects.toMatchObject({ code: 'SEAT_JOB_SCRIPT' })
  await expect(start({ script: 'gone.py' })).rejects.toMatchObject({ code: 'SEAT_FILE_MISSING' })
  space.refusal = new XinyuError('GRANT_VOID')
  const { id } = await start()
  await space.jobs.settled()
  expect(await view(id)).toMatchObject({ state: 'failed', problem: { code: 'GRANT_VOID' } })
  space.refusal = null
  writes([], { state: 'ok', code: 0 }, true)
  const open = await Promise.allSettled(Array.from({ length: 7 }, () => start()))
  expect(open.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  expect(open.find((one) => one.status === 'rejected')!.reason).toMatchObject({ code: 'SEAT_JOBS_MOST' })
})

test('jobs of a killed server are dead, and a seat that is taken away takes its jobs along', async () => {
  space.seat.stop.abort('asleep')
  await space.jobs.settled()
  const rows = await space.core.db
    .selectFrom('seat_job')
    .select(['id', 'state'])
    .where('state', '=', 'died')
    .execute()
  expect(rows).toHaveLength(5)
  expect(await view(rows[0]!.id)).toMatchObject({
    problem: { code: 'CELL_LOST', en: expect.stringContaining('sleep') },
  })
  await space.core.db
    .updateTable('seat_job')
    .set({ state: 'running', ended_at: null })
    .where('id', '=', rows[0]!.id)
    .execute()
  expect(await space.jobs.recover()).toBe(1)
  expect(await view(rows[0]!.id)).toMatchObject({ state: 'died', problem: { code: 'CELL_LOST' } })
  expect(await space.jobs.recover()).toBe(0)
})

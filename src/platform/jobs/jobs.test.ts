import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import type { Json } from '../../kernel/canonical.ts'
import { systemActor, systemClock, systemRandom, type UserActor, XinyuError } from '../../kernel/index.ts'
import { createJobs, type JobHandler, type Jobs, type JobView, migrations } from './index.ts'

const actor: UserActor = { kind: 'user', userId: 'u1', participantId: 'p1', roles: [] }
const log = pino({ level: 'silent' })
let database: TestDatabase
let open: Jobs[]

beforeEach(async () => {
  database = await testDatabase([migrations])
  open = []
})
afterEach(async () => {
  for (const jobs of open) await jobs.stop()
  await database.drop()
})

async function started(handlers: Record<string, JobHandler<never>>, concurrency = 3): Promise<Jobs> {
  const jobs = createJobs({ db: database.db, clock: systemClock, random: systemRandom, log, concurrency })
  for (const [kind, handler] of Object.entries(handlers)) jobs.register(kind, handler)
  await jobs.start()
  open.push(jobs)
  return jobs
}
const enqueue = (jobs: Jobs, kind: string, input: Json = null) =>
  database.db.transaction().execute((tx) => jobs.enqueue(tx, actor, kind, input))
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('stopped'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
  })
const queueSize = async () =>
  (await sql<{ n: number }>`select count(*) n from pgboss.job`.execute(database.db)).rows[0]!.n

test('a job runs soon after its transaction commits, and its result stays', { retry: 2 }, async () => {
  const jobs = await started({
    double: async ({ input, actor }) => ({ twice: (input as number) * 2, by: actor.kind }),
  })
  const began = performance.now()
  const id = await enqueue(jobs, 'double', 21)
  const job = await jobs.finished(id)
  expect(performance.now() - began).toBeLessThan(1500)
  expect(job).toMatchObject({
    kind: 'double',
    state: 'done',
    result: { twice: 42, by: 'user' },
    progress: 1,
    error: null,
  })
  expect(job).toMatchObject({ ownerParticipant: 'p1', ownerUser: 'u1' })
  expect(await queueSize()).toBe(0)
})

test('a job of a transaction that is rolled back never exists', async () => {
  let ran = false
  const jobs = await started({ no: async () => (ran = true) })
  let id = ''
  const rolledBack = database.db.transaction().execute(async (tx) => {
    id = await jobs.enqueue(tx, actor, 'no', null)
    throw new Error('refused')
  })
  await expect(rolledBack).rejects.toThrow('refused')
  await sleep(300)
  expect([await jobs.get(id), ran, await queueSize()]).toEqual([undefined, false, 0])
})

test('progress is written at most four times a second and the watcher sees order', async () => {
  const jobs = await started({
    count: async ({ progress }) => {
      for (let i = 0; i <= 1000; i++) {
        progress(i / 1000, 'test.row', { i })
        await sleep(1)
      }
      return 'end'
    },
  })
  const id = await enqueue(jobs, 'count')
  const seen: JobView[] = []
  const unwatch = jobs.watch(id, (job) => seen.push(job))
  await jobs.finished(id)
  unwatch()
  const steps = seen.filter((job) => job.state === 'active' && job.message)
  const seconds = (seen.at(-1)!.updatedAt - seen[0]!.updatedAt) / 1000
  expect(steps.length).toBeGreaterThan(2)
  expect(steps.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1)
  const fractions = steps.map((job) => job.progress!)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  expect(seen.at(-1)).toMatchObject({ state: 'done', progress: 1 })
})

test('a cancel while the job is being taken is not lost', async () => {
  const jobs = await started({ wait: async ({ signal }) => aborted(signal) })
  for (let round = 0; round < 40; round++) {
    const id = await enqueue(jobs, 'wait')
    await sleep(round % 20)
    await jobs.cancel(id)
    expect(await jobs.finished(id)).toMatchObject({ state: 'cancelled' })
  }
  expect(await queueSize()).toBe(0)
})

test('cancel ends a running job, a waiting one and is harmless after the end', async () => {
  const reasons: unknown[] = []
  const jobs = await started(
    {
      wait: async ({ signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason))
        return aborted(signal)
      },
    },
    1,
  )
  const first = await enqueue(jobs, 'wait')
  const second = await enqueue(jobs, 'wait')
  await expect.poll(async () => (await jobs.get(first))?.state).toBe('active')
  await jobs.cancel(second)
  expect((await jobs.get(second))?.state).toBe('cancelled')
  await jobs.cancel(first)
  expect(await jobs.finished(first)).toMatchObject({ state: 'cancelled', error: null })
  expect(reasons).toEqual(['cancel'])
  await jobs.cancel(first)
  expect((await jobs.get(first))?.state).toBe('cancelled')
  await expect(jobs.cancel('0190aaaa-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await queueSize()).toBe(0)
})

test('a failure shows its code and sentences; an unexpected one shows no inner text', async () => {
  const jobs = await started({
    known: async () => {
      throw new XinyuError('CONFLICT', { why: 'x' }, { detail: { line: 7 } })
    },
    unknown: async () => {
      throw new Error('password=geheim')
    },
  })
  const known = await jobs.finished(await enqueue(jobs, 'known'))
  expect(known).toMatchObject({ state: 'failed', error: { code: 'CONFLICT', detail: { line: 7 } } })
  const unknown = await jobs.finished(await enqueue(jobs, 'unknown'))
  expect(unknown.error).toMatchObject({ code: 'INTERNAL', zh: expect.stringContaining(unknown.id) })
  expect(JSON.stringify(unknown)).not.toContain('geheim')
})

test('no more jobs run at once than allowed, all in the end', async () => {
  let now = 0
  let most = 0
  const jobs = await started({
    busy: async () => {
      most = Math.max(most, ++now)
      await sleep(20)
      now--
      return null
    },
  })
  const ids = await Promise.all(Array.from({ length: 20 }, () => enqueue(jobs, 'busy')))
  for (const id of ids) expect((await jobs.finished(id)).state).toBe('done')
  expect(most).toBe(3)
  expect(await jobs.list({ ownerParticipant: 'p1', limit: 5 })).toHaveLength(5)
  expect(await jobs.list({ ownerParticipant: 'other' })).toEqual([])
})

test('a graceful stop says shutdown, and the next start runs the job again without counting it as a crash', async () => {
  let runs = 0
  const reasons: unknown[] = []
  const handlers = {
    long: async ({ signal }: { signal: AbortSignal }) => {
      if (++runs === 5) return 'resumed'
      signal.addEventListener('abort', () => reasons.push(signal.reason))
      return aborted(signal)
    },
  }
  let jobs = await started(handlers)
  const id = await enqueue(jobs, 'long')
  for (let i = 1; i <= 4; i++) {
    await expect.poll(() => runs, { timeout: 5000 }).toBe(i)
    await jobs.stop()
    expect((await jobs.get(id))?.state).toBe('queued')
    jobs = await started(handlers)
  }
  expect(await jobs.finished(id)).toMatchObject({ state: 'done', result: 'resumed' })
  expect(reasons).toEqual(Array(4).fill('shutdown'))
})

/** A server process on the test database whose handler never ends; killed once it says that it runs in so many jobs. */
async function killedMidJob(running = 1): Promise<void> {
  const at = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const code = `
    import { openDatabase } from ${at('../postgres/index.ts')}
    import { systemClock, systemRandom } from ${at('../../kernel/index.ts')}
    import { createJobs } from ${at('./index.ts')}
    import { pino } from ${JSON.stringify(import.meta.resolve('pino'))}
    const log = pino({ level: 'silent' })
    const { db } = await openDatabase({ url: ${JSON.stringify(database.url)}, log, poolSize: 4 })
    const jobs = createJobs({ db, clock: systemClock, random: systemRandom, log })
    jobs.register('slow', async () => { console.log('running'); await new Promise(() => {}) })
    await jobs.start()
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('running').length > running) resolve()
    })
  })
  await new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL'))
}

test('after SIGKILL in the middle of a job it runs again; after three times it is blamed', {
  timeout: 60_000,
}, async () => {
  const idle = createJobs({ db: database.db, clock: systemClock, random: systemRandom, log })
  idle.register('slow', async () => null)
  idle.register('other', async () => null)
  await idle.start()
  await idle.stop()
  const make = (kind: string) =>
    database.db.transaction().execute((tx) => idle.enqueue(tx, systemActor('test'), kind, null))
  const once = await make('slow')
  await killedMidJob()
  expect((await idle.get(once))?.state).toBe('active')
  const jobs = await started({ slow: async () => 'again', other: async () => 'fine' })
  expect(await jobs.finished(once)).toMatchObject({
    state: 'done',
    result: 'again',
    ownerParticipant: 'system',
  })
  await jobs.stop()

  const bad = await make('slow')
  const dropped = await make('slow')
  for (let i = 0; i < 3; i++) await killedMidJob(2)
  await sql`update job set cancel_requested = true where id = ${dropped}`.execute(database.db)
  const last = await started({ slow: async () => 'again', other: async () => 'fine' })
  expect(await last.finished(bad)).toMatchObject({ state: 'failed', error: { code: 'JOB_CUT_OFF' } })
  expect(await last.finished(dropped)).toMatchObject({ state: 'cancelled' })
  expect(await queueSize()).toBe(0)
})

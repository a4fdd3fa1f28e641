import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../../test/support/supply.ts'
import { uuid7, type UserActor } from '../../../../kernel/index.ts'
import { spaceMigrations } from '../../../../safeguard/space/index.ts'
import { migrations as identityMigrations } from '../../../../safeguard/identity/index.ts'
import { versionById } from '../../../catalog/index.ts'
import {
  browseTables,
  connectMigrations,
  createFeed,
  createSource,
  enqueueDue,
  feedView,
  pushMigrations,
  registerFeedJob,
  runFeed,
  testAccess,
} from '../index.ts'
import type { FeedOutcome } from '../model.ts'
import { acceptMessage } from './push/accept.ts'
import type { PushSource } from './push/door.ts'
import { PushSettings } from './push/model.ts'
import { listMessages, pushDoor } from './push/store.ts'
import { type TestService, testService } from './service.fixture.ts'

const ROOMS = [spaceMigrations, identityMigrations, connectMigrations, pushMigrations]
const COLUMNS = ['setl_id', 'psn_name', 'medfee_sumamt', 'updt_time']
const rowOf = (n: number, amount = `${n}.50`) => ({
  setl_id: `S${String(n).padStart(4, '0')}`,
  psn_name: n % 3 === 0 ? null : ['张三', '李四𬎆'][n % 2]!,
  medfee_sumamt: amount,
  updt_time: `2026-01-05 09:${String(n % 60).padStart(2, '0')}:00`,
})
type Row = ReturnType<typeof rowOf>
const jsonOf = (row: Row) => JSON.stringify(row).replace(/"medfee_sumamt":"([^"]+)"/, '"medfee_sumamt":$1')
const ROWS = Array.from({ length: 300 }, (_, i) => rowOf(i + 1))

let space: SupplySpace
let actor: UserActor
let service: TestService

beforeAll(async () => {
  space = await supplySpace({ sources: { allowedHosts: ['127.0.0.1'] } }, ROOMS)
  registerFeedJob(space.core)
  await space.core.jobs.start()
}, 60_000)
afterAll(() => space?.stop())
beforeEach(async () => {
  actor = space.officer()
  service?.close().catch(() => {})
  service = await testService(ROWS.map(jsonOf))
  return () => service.close()
})

const httpAccess = () => ({
  kind: 'http',
  settings: {
    baseUrl: service.origin,
    paging: { kind: 'page', size: 50 },
    retryBaseMs: 1,
    tables: [
      {
        name: 'setl_d',
        path: '/list',
        rows: '/data/rows',
        key: ['setl_id'],
        columns: COLUMNS,
        watermark: { column: 'updt_time', param: 'since' },
      },
    ],
  },
  secret: {},
})

async function run(feedId: string): Promise<FeedOutcome> {
  const job = await space.core.jobs.finished(await runFeed(space.core, actor, feedId, {}))
  expect(job.error).toBeNull()
  return (await feedView(space.core, actor, feedId)).lastOutcome!
}

const hashOf = async (versionId: string | null) => (await versionById(space.core, versionId!))!.content_hash

async function httpFeed(): Promise<string> {
  const sourceId = await createSource(space.core, actor, { title: 'HIS 接口', ...httpAccess() })
  return createFeed(space.core, actor, sourceId, {
    table: 'setl_d',
    mode: 'increment',
    overlap: 60,
    schedule: { kind: 'manual' },
    deletesEvery: null,
  })
}

interface Pushed {
  readonly source: PushSource
  readonly feedId: string
  readonly push: (rows: readonly Row[], n: number) => Promise<{ status: number; text: string }>
}

async function pushFeed(): Promise<Pushed> {
  const { core } = space
  const settings = PushSettings.parse({
    tables: [{ name: 'setl_d', columns: COLUMNS, key: ['setl_id'] }],
    gatherRows: 100,
  })
  const id = await createSource(core, actor, { kind: 'push', title: '医院推送', settings, secret: {} })
  const [table] = await browseTables(core, actor, id)
  expect(table!.suggestion.mode).toBe('increment')
  const feedId = await createFeed(core, actor, id, {
    table: 'setl_d',
    mode: 'increment',
    overlap: 0,
    schedule: { kind: 'every', seconds: 3_600 },
    deletesEvery: 24,
  })
  const source: PushSource = { id, participantId: actor.participantId, state: 'active', settings }
  const push = (rows: readonly Row[], n: number) => {
    const text = `{"infno": "XY01", "msgid": "H3101000000120260105093000${String(n).padStart(4, '0')}",
      "inf_time": "2026-01-05 09:30:00", "input": {"setl_d": [${rows.map(jsonOf).join(',')}]}}`
    return acceptMessage(core, source, Buffer.from(text))
  }
  return { source, feedId, push }
}

describe('the same table by both service interfaces', () => {
  test('lands with the same content hash', { timeout: 240_000 }, async () => {
    const pulled = await run(await httpFeed())
    expect(pulled).toMatchObject({ mode: 'snapshot', read: 300, rows: 300, rejected: 0 })

    const { push, feedId } = await pushFeed()
    for (let n = 0; n < 3; n++) expect((await push(ROWS.slice(n * 100, (n + 1) * 100), n)).status).toBe(200)
    const pushed = await run(feedId)
    expect(pushed).toMatchObject({ read: 300, rows: 300, rejected: 0 })
    expect(await hashOf(pushed.versionId)).toBe(await hashOf(pulled.versionId))
  })
})

describe('a pulled feed', () => {
  test('reads what changed, and makes no version of nothing', { timeout: 240_000 }, async () => {
    const feedId = await httpFeed()
    await run(feedId)
    service.rows[4] = jsonOf({ ...rowOf(5, '999.99'), updt_time: '2026-01-05 10:00:00' })
    service.rows.push(jsonOf({ ...rowOf(301), updt_time: '2026-01-05 10:00:01' }))
    expect(await run(feedId)).toMatchObject({
      mode: 'increment',
      inserted: 1,
      updated: 1,
      deleted: 0,
      rows: 301,
    })
    expect((await run(feedId)).versionId).toBeNull()
  })

  test('that is cut off anywhere goes on after the last safe page', { timeout: 300_000 }, async () => {
    const whole = await hashOf((await run(await httpFeed())).versionId)
    for (const pages of [1, 3, 5]) {
      const feedId = await httpFeed()
      // The service fails for good after some pages: the run ends, what was read stays.
      service.asked.length = 0
      const broken = Array.from({ length: 8 }, () => ({ kind: 'status', status: 500 }) as const)
      service.troubles = [null, ...Array.from({ length: pages }, () => null), ...broken]
      const jobId = await runFeed(space.core, actor, feedId, {})
      expect((await space.core.jobs.finished(jobId)).error?.code).toBe('SERVICE_STATUS')
      service.troubles = []
      service.asked.length = 0
      const outcome = await run(feedId)
      expect(outcome).toMatchObject({ rows: 300 })
      expect(await hashOf(outcome.versionId)).toBe(whole)
      const first = service.asked.map((url) => Number(url.searchParams.get('page')))
      // The first look at the table, then what is left; after each page the one before it is looked at again.
      const safe = (pages - 1) / 2
      const left = Array.from({ length: 7 - safe }, (_, i) => safe + 1 + i)
      expect(first.slice(1)).toEqual(left.flatMap((n) => (n === 1 ? [1] : [n, n - 1])))
    }
  })

  test('finds what a moving list hid, and deletes nothing that lives', { timeout: 300_000 }, async () => {
    const access = httpAccess()
    // Its tokens are places in a list that moves: nothing tells that rows were passed by.
    const paging = { kind: 'cursor', size: 50, sizeParam: 'size' }
    const sourceId = await createSource(space.core, actor, {
      title: 'HIS 接口',
      ...access,
      settings: { ...access.settings, paging },
    })
    const feedId = await createFeed(space.core, actor, sourceId, {
      table: 'setl_d',
      mode: 'increment',
      overlap: 60,
      schedule: { kind: 'manual' },
      deletesEvery: 1,
    })
    const clock = space.core.clock as unknown as { advance(ms: number): void }
    /** Before the page at place 100 is answered a row before it goes: the row at 100 moves onto the page before. */
    const moveAt = (request: number) => {
      const go = { kind: 'do', act: () => void service.rows.splice(7, 1) } as const
      service.troubles = [...Array.from({ length: request }, () => null), go]
    }
    const placeOf = (url: URL) => Number(url.searchParams.get('cursor') ?? 0)
    // The look at the table, then the pages from 0, 50 and 100.
    moveAt(3)
    expect(await run(feedId)).toMatchObject({ mode: 'snapshot', rows: 299 })
    expect(service.rows).toHaveLength(299)
    clock.advance(3_600_000)
    expect(await run(feedId)).toMatchObject({ mode: 'increment', inserted: 1, deleted: 1, rows: 299 })

    // Nothing differs, so nothing is looked for: the last pages that were asked for are those of the comparison.
    clock.advance(3_600_000)
    service.asked.length = 0
    expect((await run(feedId)).versionId).toBeNull()
    const before = service.asked.findLastIndex((url) => placeOf(url) === 100)
    expect(before).toBe(service.asked.length - 4)
    // A row that lives is passed by while the keys are compared; the one that went was still seen.
    clock.advance(3_600_000)
    moveAt(before)
    expect((await run(feedId)).versionId).toBeNull()
    expect([service.troubles, service.rows.length]).toEqual([[], 298])
    clock.advance(3_600_000)
    expect(await run(feedId)).toMatchObject({ inserted: 0, updated: 0, deleted: 1, rows: 298 })
  })

  test('of an address that is not allowed is refused in plain words', async () => {
    const access = httpAccess()
    const settings = { ...access.settings, baseUrl: 'http://169.254.169.254/latest' }
    const report = await testAccess(space.core, { ...access, settings })
    expect(report).toMatchObject({ ok: false, error: { code: 'SERVICE_ADDRESS_FORBIDDEN' } })
    expect((await testAccess(space.core, access)).warnings.map(({ code }) => code)).toEqual([
      'SOURCE_NOT_ENCRYPTED',
    ])
  })
})

describe('a pushed feed', () => {
  test('gathers messages into increments, and tells which have landed', { timeout: 240_000 }, async () => {
    const { core } = space
    const { source, feedId, push } = await pushFeed()
    await push(ROWS.slice(0, 10), 1)
    await run(feedId)
    await push([rowOf(1, '7.77'), rowOf(1, '8.88')], 2)
    await push([rowOf(11)], 3)
    expect(await pushDoor(core, actor, source.id)).toMatchObject({ waiting: 3 })
    expect(await run(feedId)).toMatchObject({ mode: 'increment', read: 2, inserted: 1, updated: 1, rows: 11 })
    const { items } = await listMessages(core, actor, source.id, { offset: 0, limit: 10 })
    expect(items.map(({ landed }) => landed)).toEqual([true, true, true])
    expect(await pushDoor(core, actor, source.id)).toMatchObject({ waiting: 0 })
    expect((await run(feedId)).versionId).toBeNull()
  })

  test('with many rows waiting is due at once', { timeout: 240_000 }, async () => {
    const { feedId, push } = await pushFeed()
    await push(ROWS.slice(0, 10), 1)
    await run(feedId)
    await push(ROWS.slice(0, 60), 2)
    const before = (await feedView(space.core, actor, feedId)).nextAt!
    expect(before).toBeGreaterThan(space.core.clock.now())
    await push(ROWS.slice(60, 120), 3)
    expect((await feedView(space.core, actor, feedId)).nextAt).toBe(space.core.clock.now())
    expect(await enqueueDue(space.core)).toBeGreaterThan(0)
    const { jobId } = await feedView(space.core, actor, feedId)
    await space.core.jobs.finished(jobId!)
    expect((await feedView(space.core, actor, feedId)).lastOutcome).toMatchObject({ rows: 120 })
  })

  test('tells nothing of itself to another body', async () => {
    const { feedId } = await pushFeed()
    const stranger = { ...space.officer(), userId: uuid7(space.core.random, 0) }
    await expect(feedView(space.core, stranger, feedId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

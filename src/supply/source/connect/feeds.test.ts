import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { spaceMigrations } from '../../../safeguard/space/index.ts'
import { registerDataset, versionById } from '../../catalog/index.ts'
import { importVersion } from '../import.ts'
import { suiteRow } from './driver-suite.fixture.ts'
import { postgresqlUnderTest, settingsOf } from './drivers/databases.fixture.ts'
import {
  browseTables,
  connectMigrations,
  createFeed,
  createSource,
  enqueueDue,
  feedView,
  registerFeedJob,
  replaceSecret,
  runFeed,
  setFeedState,
  sourceView,
  testAccess,
  testSource,
  updateFeed,
  updateSource,
} from './index.ts'
import type { FeedOutcome, NewFeed } from './model.ts'

type Under = Awaited<ReturnType<typeof postgresqlUnderTest>>

let under: Under
let space: SupplySpace
let actor: UserActor
let sourceId: string
let host: string

beforeAll(async () => {
  under = await postgresqlUnderTest()
  host = settingsOf(under.url).settings.host
  space = await supplySpace({ sources: { allowedHosts: [host] } }, [spaceMigrations, connectMigrations])
  registerFeedJob(space.core)
  await space.core.jobs.start()
  await under.put(Array.from({ length: 2_000 }, (_, i) => suiteRow(i + 1)))
}, 60_000)
afterAll(async () => {
  await space.stop()
  await under.end()
})

const access = () => {
  const { settings, password } = settingsOf(under.url)
  return { kind: 'postgresql', settings: { ...settings }, secret: { password } }
}

beforeEach(async () => {
  actor = space.officer()
  sourceId = await createSource(space.core, actor, { title: '医保中心库', ...access() })
})

const make = (more: Partial<NewFeed> = {}): Promise<string> =>
  createFeed(space.core, actor, sourceId, {
    table: 'public.visits',
    mode: 'increment',
    deletesEvery: 1,
    schedule: { kind: 'manual' },
    overlap: 60,
    ...more,
  })

async function run(feedId: string, whole = false): Promise<FeedOutcome> {
  const jobId = await runFeed(space.core, actor, feedId, { whole })
  const job = await space.core.jobs.finished(jobId)
  expect(job.error).toBeNull()
  return (await feedView(space.core, actor, feedId)).lastOutcome!
}

/** What an import of the same rows from a file would hash to. */
async function hashOfTable(): Promise<string> {
  const { rows } = await under.client.query<{ line: string }>(
    `select concat_ws(',', rid::text, '"' || psn_no || '"', '"' || psn_name || '"', amt::text, begndate::text,
       updt_time::text, coalesce('"' || replace(memo, '"', '""') || '"', '')) as line from visits order by random()`,
  )
  const path = join(await space.folder('files'), `${Math.random()}.csv`)
  await writeFile(
    path,
    `rid,psn_no,psn_name,amt,begndate,updt_time,memo\n${rows.map((row) => row.line).join('\n')}\n`,
  )
  const datasetId = await registerDataset(space.core, actor, {
    code: `f_${Math.random().toString(36).slice(2)}`,
    titleZh: '对照',
    titleEn: 'Compared',
    insuredColumn: 'psn_no',
    insuredSystem: 'psn_no:test',
  })
  const importId = crypto.randomUUID()
  const { versionId } = await importVersion(space.core, actor, { importId, datasetId, paths: [path] })
  return (await versionById(space.core, versionId))!.content_hash!
}

const hashOf = async (versionId: string | null) => (await versionById(space.core, versionId!))!.content_hash

describe('a source', () => {
  test('is tested in plain words, and its secret is stored encrypted and never shown', async () => {
    const report = await testSource(space.core, actor, sourceId)
    expect(report).toMatchObject({ ok: true, tables: 1, error: null })
    // The run's own database is its administrator's.
    expect(report.warnings.map(({ code }) => code)).toEqual(['SOURCE_LOGIN_WRITES'])

    await replaceSecret(space.core, actor, sourceId, { password: 'S3cret-of-the-bureau' })
    const view = await sourceView(space.core, actor, sourceId)
    expect(JSON.stringify(view)).not.toContain('S3cret')
    const row = await space.core.db
      .selectFrom('source')
      .selectAll()
      .where('id', '=', sourceId)
      .executeTakeFirstOrThrow()
    expect(row.secret.toString('latin1')).not.toContain('S3cret')
    const key = await readFile(join(space.core.home, 'keys', 'sources.key'))
    expect(JSON.parse(key.toString('utf8'))).toMatchObject({ kind: 'secret', name: 'sources' })
    await writeFile(join(space.core.home, 'keys', 'sources.key'), Buffer.alloc(32, 7))
    await expect(testSource(space.core, actor, sourceId)).rejects.toMatchObject({
      code: 'SOURCE_SECRET_LOST',
    })
    await writeFile(join(space.core.home, 'keys', 'sources.key'), key)
  })

  test.each([
    ['a database that is not there', { database: 'nowhere' }, 'SOURCE_DATABASE_MISSING'],
    ['a login that is not there', { user: 'nobody' }, 'SOURCE_REFUSED'],
    ['a port where nobody listens', { port: 1 }, 'SOURCE_UNREACHABLE'],
    ['the metadata address of a cloud', { host: '169.254.169.254' }, 'SERVICE_ADDRESS_FORBIDDEN'],
    ['this machine', { host: '127.0.0.1' }, 'SERVICE_ADDRESS_FORBIDDEN'],
    ['a socket that the settings do not name', { host: '/var/run/postgresql' }, 'SERVICE_ADDRESS_FORBIDDEN'],
  ])('says what is wrong: %s', async (_, wrong, code) => {
    const { settings, ...rest } = access()
    const report = await testAccess(space.core, { ...rest, settings: { ...settings, ...wrong } })
    expect(report).toMatchObject({ ok: false, error: { code } })
  })

  test('is not pointed elsewhere with the password that it has, nor seen by another body', async () => {
    const settings = { ...access().settings, port: 5433 }
    await expect(updateSource(space.core, actor, sourceId, { settings })).rejects.toMatchObject({
      code: 'SOURCE_SECRET_NEEDED',
    })
    const other = space.officer()
    await expect(sourceView(space.core, other, sourceId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(browseTables(space.core, other, sourceId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('offers its tables with what a feed of each would be', async () => {
    const [table] = await browseTables(space.core, actor, sourceId)
    expect(table).toMatchObject({
      name: 'public.visits',
      key: ['rid'],
      watermarks: ['updt_time', 'rid'],
      feedId: null,
      suggestion: {
        code: 'visits',
        mode: 'increment',
        insuredColumn: 'psn_no',
        insuredSystem: `source:${sourceId}`,
      },
    })
  })
})

describe('a feed', () => {
  test('lands a snapshot, then versions with what changed, equal to a file of the table', async () => {
    const feedId = await make()
    const first = await run(feedId)
    expect(first).toMatchObject({ mode: 'snapshot', rows: 2_000, read: 2_000, rejected: 0 })
    expect(await hashOf(first.versionId)).toBe(await hashOfTable())
    expect(await readdir(join(space.core.home, 'spool'))).toEqual([])

    // Nothing changed: no version, and no entry.
    expect(await run(feedId)).toMatchObject({
      mode: 'increment',
      versionId: null,
      inserted: 0,
      updated: 0,
      deleted: 0,
    })

    await under.put([
      suiteRow(5, { updt_time: '2026-01-01 00:00:00', memo: '改过' }),
      suiteRow(2_001, { updt_time: '2026-01-01 00:00:00' }),
      suiteRow(2_002, { updt_time: '2026-01-01 00:00:00', memo: null }),
    ])
    const second = await run(feedId)
    expect(second).toMatchObject({ mode: 'increment', inserted: 2, updated: 1, deleted: 0, rows: 2_002 })

    // Late by a minute, and deleted.
    await under.put([suiteRow(2_003, { updt_time: '2025-12-31 23:59:30' })])
    await under.remove([2_001, 7])
    const clock = space.core.clock as unknown as { advance(ms: number): void }
    clock.advance(3_600_000)
    const third = await run(feedId)
    expect(third).toMatchObject({ inserted: 1, updated: 0, deleted: 2, rows: 2_001 })
    expect(await hashOf(third.versionId)).toBe(await hashOfTable())
    const version = await versionById(space.core, third.versionId!)
    expect(version!.origin).toMatchObject({
      kind: 'increment',
      from: [{ versionId: second.versionId }],
      by: { id: sourceId },
    })

    // A whole read of the same rows comes to the same content.
    const whole = await run(feedId, true)
    expect(whole.mode).toBe('snapshot')
    expect(await hashOf(whole.versionId)).toBe(await hashOf(third.versionId))
    await under.client.query('delete from visits where rid > 2000')
    await under.put([suiteRow(7), suiteRow(5)])
  }, 180_000)

  test('reads what no increment gave, when the keys are compared', async () => {
    const feedId = await make()
    const { rows } = await run(feedId)
    // Committed long after their time, or brought back from a backup.
    const old = { updt_time: '2025-01-02 00:00:00' }
    await under.put([suiteRow(2_200, old), suiteRow(2_201, old)])
    expect((await run(feedId)).versionId).toBeNull()
    const clock = space.core.clock as unknown as { advance(ms: number): void }
    clock.advance(3_600_000)
    const healed = await run(feedId)
    expect(healed).toMatchObject({ mode: 'increment', inserted: 2, deleted: 0, rows: rows + 2 })
    expect(await hashOf(healed.versionId)).toBe(await hashOfTable())
    clock.advance(3_600_000)
    expect((await run(feedId)).versionId).toBeNull()
    await under.remove([2_200, 2_201])
  }, 300_000)

  test('takes parts over as they are where nothing in them changed', async () => {
    const feedId = await make()
    const first = await run(feedId)
    await under.put([suiteRow(2_100, { updt_time: '2026-02-01 00:00:00' })])
    const second = await run(feedId)
    const ino = async (versionId: string) =>
      (await stat(join(space.core.home, 'versions', versionId, 'part-0.parquet'))).ino
    expect(await ino(second.versionId!)).toBe(await ino(first.versionId!))
    await under.remove([2_100])
  }, 120_000)

  test('reads whole again when a value no longer fits the columns, and keeps rows without a person apart', async () => {
    const table = 'public.wages'
    const client = under.client
    await client.query(`create table wages (id int primary key, psn_no text, num text, updt_time timestamp)`)
    await client.query(`insert into wages values (1, 'A', '10', '2026-01-01'), (2, '', '20', '2026-01-01')`)
    const feedId = await make({ table })
    expect(await run(feedId)).toMatchObject({ mode: 'snapshot', rows: 1, rejected: 1 })
    await client.query(`insert into wages values (3, null, '30', '2026-01-02')`)
    expect(await run(feedId)).toMatchObject({ mode: 'increment', rows: 1, rejected: 2, inserted: 1 })
    await client.query(`update wages set psn_no = 'B', updt_time = '2026-01-03' where id = 2`)
    expect(await run(feedId)).toMatchObject({ mode: 'increment', rows: 2, rejected: 1, updated: 1 })
    await client.query(`insert into wages values (4, 'D', 'no number', '2026-01-04')`)
    expect(await run(feedId)).toMatchObject({ mode: 'snapshot', rows: 3, rejected: 1 })
    await client.query('drop table wages')
  }, 180_000)

  test('of snapshots makes no version when nothing changed', async () => {
    const feedId = await make({ mode: 'snapshot' })
    const first = await run(feedId)
    expect(await run(feedId)).toMatchObject({ mode: 'snapshot', versionId: null, read: first.read })
    await under.put([suiteRow(9, { memo: 'other' })])
    expect((await run(feedId)).versionId).not.toBeNull()
    await under.put([suiteRow(9)])
  }, 120_000)

  test('goes on after a failure where it stood, and tells why it failed', async () => {
    const feedId = await make({ mode: 'snapshot', schedule: { kind: 'every', seconds: 2 } })
    await replaceSecret(space.core, actor, sourceId, { password: 'x' })
    await under.client.query('alter table visits rename to visits_gone')
    const job = await space.core.jobs.finished(await runFeed(space.core, actor, feedId))
    expect(job).toMatchObject({ state: 'failed', error: { code: 'SOURCE_TABLE_MISSING' } })
    const view = await feedView(space.core, actor, feedId)
    expect(view).toMatchObject({ failures: 1, lastError: { code: 'SOURCE_TABLE_MISSING' } })
    expect(view.nextAt).toBe(space.core.clock.now() + 5_000)
    await under.client.query('alter table visits_gone rename to visits')
    expect(await run(feedId)).toMatchObject({ rows: await countRows() })
    expect(await feedView(space.core, actor, feedId)).toMatchObject({ failures: 0, lastError: null })
    await setFeedState(space.core, actor, feedId, 'paused')
  }, 120_000)

  test('runs by its schedule, never twice at the same time, and not while paused', async () => {
    const feedId = await make({ schedule: { kind: 'every', seconds: 3 } })
    const clock = space.core.clock as unknown as { advance(ms: number): void }
    expect(await enqueueDue(space.core)).toBe(1)
    expect(await enqueueDue(space.core)).toBe(0)
    await expect(runFeed(space.core, actor, feedId)).rejects.toMatchObject({ code: 'FEED_RUNNING' })
    const ended = async () => {
      const { jobId } = await feedView(space.core, actor, feedId)
      return space.core.jobs.finished(jobId!)
    }
    expect((await ended()).state).toBe('done')
    expect(await enqueueDue(space.core)).toBe(0)
    clock.advance(3_000)
    expect(await enqueueDue(space.core)).toBe(1)
    expect((await ended()).result).toMatchObject({ versionId: null })
    clock.advance(3_000)
    await setFeedState(space.core, actor, feedId, 'paused')
    expect(await enqueueDue(space.core)).toBe(0)
    await updateFeed(space.core, actor, feedId, { schedule: { kind: 'daily', at: '03:30' } })
    await setFeedState(space.core, actor, feedId, 'active')
    const { nextAt } = await feedView(space.core, actor, feedId)
    expect(new Date(nextAt!).toISOString()).toMatch(/T19:30:00.000Z$/)
  }, 60_000)
})

async function countRows(): Promise<number> {
  const { rows } = await under.client.query<{ n: string }>('select count(*) as n from visits')
  return Number(rows[0]!.n)
}

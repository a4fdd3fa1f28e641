import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenSpace, openSpace } from '../../src/app.ts'
import { demoSpace, generateDemo } from '../../src/demo/index.ts'
import { demoBodies } from '../../src/demo/make/bodies.ts'
import { fsck } from '../../src/safeguard/evidence/index.ts'
import { markReady } from '../../src/safeguard/space/index.ts'
import { ApiFailure, type Client, demoClient } from '../support/client.ts'
import { emptyDatabaseUrl } from '../support/database.ts'
import { noMariadb } from '../support/mariadb.ts'
import { startServer } from '../support/server.ts'
import { csvOf, type PlainTable, readTables } from '../support/setl-table.ts'
import { httpWay, mariadbWay, postgresqlWay, type Way } from '../support/three-ways.ts'

const KEY = 'setl_id'
const WATERMARK = 'updt_time'
/** The whole count runs in `npm run test:long`. */
const KILLS = process.env.XINYU_LONG_TESTS === '1' ? 60 : 2
const OFFICER = 'sh-officer'
const INSURED = { insuredColumn: 'psn_no', insuredSystem: 'psn_no:310000' }

let home: string
let database: Awaited<ReturnType<typeof emptyDatabaseUrl>>
let table: PlainTable
let ways: Way[]
let env: Record<string, string>
let demoFolder: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-ways-'))
  demoFolder = await mkdtemp(join(tmpdir(), 'xinyu-ways-demo-'))
  await generateDemo({ dir: demoFolder, persons: 2_000, seed: 7 })
  const bureaus = ['310000', '320000', '330000', '340000']
  table = await readTables(
    bureaus.map((bureau) => join(demoFolder, bureau, 'setl_d.csv')),
    KEY,
  )
  // Four bytes each in GB18030 and in UTF-8: the extension B names that old systems lose.
  const name = at('psn_name')
  table.rows.forEach((row, i) => {
    if (i % 20 === 0) row[name] = `𠮷${i % 40 === 0 ? '𬎆' : '䶮'}·艾则孜`
  })
  ways = await Promise.all([
    postgresqlWay(table, KEY),
    ...(noMariadb() === null ? [mariadbWay(table, KEY)] : []),
    httpWay(table, KEY, WATERMARK),
  ])
  await Promise.all(ways.map((way) => way.put(table.rows)))

  database = await emptyDatabaseUrl()
  env = {
    DATABASE_URL: database.url,
    XINYU_LOG_LEVEL: 'fatal',
    XINYU_SOURCES_ALLOWED_HOSTS: ways.map((way) => way.host).join(','),
  }
  const opened = await openSpace({ home, create: demoSpace(), env })
  await demoBodies(opened.core)
  await markReady(opened.core.db, opened.core.clock)
  await opened.stop()
}, 240_000)
afterAll(async () => {
  await Promise.all(ways.map((way) => way.end()))
  await database.drop()
  await rm(home, { recursive: true, force: true })
  await rm(demoFolder, { recursive: true, force: true })
})

const at = (column: string): number => table.columns.findIndex(({ name }) => name === column)

/** Makes a source and a feed for each way, through the API as a data officer does. */
async function connectAll(officer: Client): Promise<Map<string, string>> {
  const feeds = new Map<string, string>()
  for (const { name, source, table: named } of ways) {
    const report = await officer.post<{ ok: boolean; error: unknown }>('/sources/test', source)
    expect(report, name).toMatchObject({ ok: true, error: null })
    const { id } = await officer.post<{ id: string }>('/sources', { title: `来源 ${name}`, ...source })
    const feed = await officer.post<{ id: string }>(`/sources/${id}/feeds`, {
      table: named,
      dataset: {
        code: `setl_d_${name}`,
        titleZh: `结算 ${name}`,
        titleEn: `Settlements ${name}`,
        ...INSURED,
      },
      mode: 'increment',
      watermark: WATERMARK,
      key: [KEY],
      deletesEvery: 1,
    })
    feeds.set(name, feed.id)
  }
  return feeds
}

const run = (officer: Client, feedId: string) =>
  officer.post<{ jobId: string }>(`/feeds/${feedId}/run`).then(
    () => true,
    (error: unknown) => {
      // One that was asked for before the kill goes on by itself.
      if (error instanceof ApiFailure && error.body.code !== 'FEED_RUNNING') throw error
      return false
    },
  )

/** Some rows change, some come, one goes: the same at every end, and in the table that the file is made of. */
async function change(round: number): Promise<void> {
  const stamp = `2026-03-01 00:${String(Math.floor(round / 60)).padStart(2, '0')}:${String(round % 60).padStart(2, '0')}`
  const changed = [3, 7, 500].map((n) => {
    const row = table.rows[(n * (round + 1)) % table.rows.length]!
    row[at('memo')] = `第 ${round} 次修改 𠮷`
    row[at(WATERMARK)] = stamp
    return row
  })
  const added = [...table.rows[round]!]
  added[at(KEY)] = `NEW${round}`
  added[at(WATERMARK)] = stamp
  const gone = table.rows.findIndex((row) => !changed.includes(row))
  const [removed] = table.rows.splice(gone, 1)
  table.rows.push(added)
  await Promise.all(
    ways.map(async (way) => {
      await way.put([...changed, added])
      await way.remove([removed![at(KEY)]!])
    }),
  )
}

describe('the same table by three ways and as a file', () => {
  test(`comes to the same content, though the server is killed at ${KILLS} random points`, {
    timeout: 1_200_000,
  }, async () => {
    let feeds = new Map<string, string>()
    const points: Record<string, number> = {}
    for (let round = 0; round < KILLS; round++) {
      const server = await startServer(home, env)
      const officer = await demoClient(server.origin, OFFICER)
      if (round === 0) feeds = await connectAll(officer)
      if (round > 2) await change(round)
      await Promise.all([...feeds.values()].map((id) => run(officer, id)))
      // The first rounds hit the whole read, later ones the increments.
      await sleep(Math.random() * 3_500)
      for (const id of feeds.values()) {
        const { running, message } = await officer.get<{ running: boolean; message: { key: string } | null }>(
          `/feeds/${id}`,
        )
        const point = running ? (message?.key ?? 'queued') : 'idle'
        points[point] = (points[point] ?? 0) + 1
      }
      await server.kill()
    }
    console.info(`${KILLS} kills, while the feeds were: ${JSON.stringify(points)}`)
    await change(KILLS)

    const opened = await openSpace({ home, env })
    try {
      await runToEnd(opened, feeds)
      const file = await landFile(opened)
      const hashes = await hashesOf(opened, feeds)
      expect(hashes).toEqual(Object.fromEntries(ways.map(({ name }) => [name, file])))
      await nothingTwice(opened, feeds)
      const report = await fsck(opened.core.home, opened.core.db)
      expect(report.problems).toEqual([])
      // Only what waits for a next run may wait: nothing does.
      expect(await readdir(join(home, 'spool'))).toEqual([])
      expect(await readdir(join(home, 'staging'))).toEqual([])
    } finally {
      await opened.stop()
    }
  })
})

/** What was under way is finished; then each feed runs until it has seen the last change, with a comparison of keys. */
async function runToEnd(opened: OpenSpace, feeds: ReadonlyMap<string, string>): Promise<void> {
  await Promise.all([...feeds].map(([name, id]) => runFeedToEnd(opened, name, id)))
}

async function runFeedToEnd({ core }: OpenSpace, name: string, id: string): Promise<void> {
  const feed = await core.db
    .selectFrom('source_feed')
    .select('job_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (feed.job_id !== null) await core.jobs.finished(feed.job_id)
  await core.db.updateTable('source_feed').set({ last_deletes_at: null }).where('id', '=', id).execute()
  // The first goes on with what a kill left in the spool, the second sees what changed since.
  for (let again = 0; again < 2; again++) {
    const jobId = await core.db.transaction().execute((tx) => {
      const input = { feedId: id, whole: false }
      return core.jobs.enqueue(tx, { kind: 'system', name: 'test' }, 'feed', input)
    })
    const job = await core.jobs.finished(jobId)
    expect(job.error, name).toBeNull()
    if (again > 0) expect(job.result, name).toMatchObject({ rows: table.rows.length, rejected: 0 })
  }
}

/** The same rows as a file in GB18030, where the system has a converter; else in UTF-8. */
async function landFile({ core }: OpenSpace): Promise<string | null> {
  const { importVersion } = await import('../../src/supply/source/index.ts')
  const { registerDataset, versionById } = await import('../../src/supply/catalog/index.ts')
  const cast = await demoBodies(core)
  const actor = cast.user(OFFICER)
  const shuffled = { ...table, rows: table.rows.toReversed() }
  const utf8 = csvOf(shuffled)
  const converted = spawnSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: utf8, maxBuffer: 1 << 30 })
  const gb = converted.status === 0
  const path = join(demoFolder, 'file.csv')
  await writeFile(path, gb ? converted.stdout : utf8)
  const datasetId = await registerDataset(core, actor, {
    code: 'setl_d_file',
    titleZh: '结算 文件',
    titleEn: 'Settlements file',
    ...INSURED,
  })
  const { versionId } = await importVersion(core, actor, {
    importId: crypto.randomUUID(),
    datasetId,
    paths: [path],
    reading: gb ? { encoding: 'gb18030' } : {},
  })
  return (await versionById(core, versionId))!.content_hash
}

async function hashesOf({ core }: OpenSpace, feeds: ReadonlyMap<string, string>) {
  const hashes: Record<string, string | null> = {}
  for (const [name, id] of feeds) {
    const row = await core.db
      .selectFrom('source_feed')
      .innerJoin('dataset_version', 'dataset_version.id', 'source_feed.last_version_id')
      .select('content_hash')
      .where('source_feed.id', '=', id)
      .executeTakeFirstOrThrow()
    hashes[name] = row.content_hash
  }
  return hashes
}

/** Versions of a feed are one chain: no import landed twice, none was lost from it. */
async function nothingTwice({ core }: OpenSpace, feeds: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, id] of feeds) {
    const { dataset_id } = await core.db
      .selectFrom('source_feed')
      .select('dataset_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const versions = await core.db
      .selectFrom('dataset_version')
      .select(['id', 'number', 'origin', 'content_hash'])
      .where('dataset_id', '=', dataset_id)
      .orderBy('number')
      .execute()
    const before = new Map(versions.map(({ number, id }) => [number, id]))
    for (const { number, origin } of versions)
      if (number > 1) expect(origin.from[0]?.versionId, `${name} ${number}`).toBe(before.get(number - 1))
    const repeated = versions.filter((one, i) => one.content_hash === versions[i - 1]?.content_hash)
    expect(repeated, name).toEqual([])
    expect(versions.length, name).toBeLessThanOrEqual(KILLS + 2)
  }
}

import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { openSpace } from '../src/app.ts'
import { demoSpace, makeUscc } from '../src/demo/index.ts'
import { seedDemo } from '../src/safeguard/identity/index.ts'
import { buildServer } from '../src/serve.ts'
import { rebuildCatalog } from '../src/supply/catalog/index.ts'
import { catalogQueries, fillCatalog } from '../test/support/catalog-entries.ts'
import { demoClient } from '../test/support/client.ts'
import { pageMeasures } from './catalog-page.ts'
import type { Measure } from './run.ts'

const ENTRIES = Number(process.env['XINYU_BENCH_ENTRIES'] ?? 15_000)
const QUERIES = Number(process.env['XINYU_BENCH_QUERIES'] ?? 660)

/** Search in a catalogue of 15,000 entries through HTTP, and one page of everything, with counts of all facets. */
export async function run(): Promise<Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const opened = await openSpace({
    home,
    create: demoSpace(),
    settings: { logLevel: 'error', ratePerMinute: 1_000_000 },
  })
  const app = await buildServer(opened)
  try {
    const { core } = opened
    await seedDemo(
      core,
      [
        {
          key: 'a',
          nameZh: '测量',
          nameEn: 'Bench',
          uscc: makeUscc('91', '310000', 'MA1FL123'),
          roles: ['consumer'],
          regionCode: '310000',
        },
      ],
      [{ body: 'a', login: 'bench', displayName: 'bench', roles: ['developer'] }],
    )
    const filled = await timed(() => fillCatalog(core, ENTRIES))
    console.error(`# ${ENTRIES} entries in ${Math.round(filled.ms / 1000)} s`)
    // Built in one go afterwards, as a restore would: fed row by row the index is what takes the time.
    await sql`drop index catalog_search_words`.execute(core.db)
    const rebuilt = await timed(() => rebuildCatalog(core))
    const indexed = await timed(() =>
      sql`create index catalog_search_words on catalog_search using gin (words) with (fastupdate = off)`.execute(
        core.db,
      ),
    )
    await sql`analyze`.execute(core.db)
    await app.listen({ host: '127.0.0.1', port: 0 })
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
    const client = await demoClient(origin, 'bench')
    const ask = (query: Record<string, string>) =>
      client.get<{ total: number }>(`/catalog/search?${new URLSearchParams(query).toString()}`)
    for (const query of catalogQueries(60)) await ask(query)
    const counts: number[] = []
    for (const query of catalogQueries(QUERIES)) counts.push((await timed(() => ask(query))).ms)
    const times: number[] = []
    const work: number[] = []
    const slow: { ms: number; query: string; total: number }[] = []
    let empty = 0
    for (const query of catalogQueries(QUERIES)) {
      const before = cpuMs(home)
      const { ms, value } = await timed(() => ask({ ...query, facets: 'false' }))
      work.push(cpuMs(home) - before)
      times.push(ms)
      slow.push({ ms: work.at(-1)!, query: JSON.stringify(query), total: value.total })
      if (value.total === 0) empty++
    }
    slow.sort((a, b) => b.ms - a.ms)
    if (process.env['XINYU_BENCH_SLOW']) console.error(slow.slice(0, 15))
    const all: number[] = []
    for (let round = 0; round < 20; round++)
      all.push((await timed(() => ask({ limit: '20', facets: 'false' }))).ms)
    const pages = await pageMeasures(origin, 'bench', ENTRIES)
    const document = await timed(() => client.get('/catalog.jsonld?limit=200&offset=7400'))
    const note = `${ENTRIES} entries, ${QUERIES} queries in Chinese and English with filters, through HTTP; ${empty} find nothing`
    return [
      { name: 'search p50', value: at(times, 0.5), unit: 'ms', note },
      { name: 'search p95', value: at(times, 0.95), unit: 'ms', note: 'goal < 50' },
      {
        name: 'search p95, CPU',
        value: at(work, 0.95),
        unit: 'ms',
        note: 'of server, database and the asking client together: what it takes whatever else the machine does',
      },
      { name: 'search p50, CPU', value: at(work, 0.5), unit: 'ms', note: '' },
      {
        name: 'facets p95',
        value: at(counts, 0.95),
        unit: 'ms',
        note: 'search and counts of all facets in one answer; the page asks for them apart',
      },
      { name: 'search p99', value: at(times, 0.99), unit: 'ms', note: '' },
      { name: 'everything, first page, p95', value: at(all, 0.95), unit: 'ms', note: 'no text, no filter' },
      ...pages,
      { name: 'DCAT page of 200', value: document.ms, unit: 'ms', note: 'in the middle of the catalogue' },
      { name: 'search rows made anew', value: rebuilt.ms / 1000, unit: 's', note: `${ENTRIES} entries` },
      { name: 'index of words', value: indexed.ms / 1000, unit: 's', note: '' },
    ]
  } finally {
    await app.close()
    await opened.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** CPU time so far of this process and of the processes of its database. */
function cpuMs(home: string): number {
  const { user, system } = process.cpuUsage()
  const postmaster = readFileSync(join(home, 'pg/postmaster.pid'), 'utf8').split('\n')[0]!
  const pids = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ')
  const nanoseconds = pids.map((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      return 0
    }
  })
  return (user + system) / 1000 + nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now()
  const value = await work()
  return { ms: performance.now() - began, value }
}

const at = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!

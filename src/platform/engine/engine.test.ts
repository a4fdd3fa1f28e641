import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { isXinyuError, type XinyuError } from '../../kernel/errors/index.ts'
import { createEngine, type DuckEngine, type EngineLimits, engineSettings } from './index.ts'

let home: string
let engine: DuckEngine
let data: string
const warnings: object[] = []
const limits: EngineLimits = { timeMs: 20_000, memoryBytes: 512 << 20, maxRows: 1_000 }
const script = new URL('./testing/bad-script.ts', import.meta.url).href

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-engine-'))
  data = join(home, "it's data.parquet")
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const values = `1::BIGINT AS small, 9007199254740993::BIGINT AS big, 12.34::DECIMAL(10,2) AS money,
    12345678901234567.89::DECIMAL(20,2) AS huge, DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 08:30:00.5' AS at,
    'NaN'::DOUBLE AS nan, true AS yes, NULL::INTEGER AS none, '女' AS text`
  await connection.run(`COPY (SELECT ${values}) TO '${data.replaceAll("'", "''")}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  await writeFile(join(home, 'secret.csv'), 'a\n1\n')
  const log = { warn: (what: object) => void warnings.push(what), info: () => {} }
  engine = createEngine({
    config: { engine: engineSettings({ warmChildren: 1 }) },
    home,
    log: log as never,
    clock: systemClock,
  })
  await engine.start()
})
afterAll(async () => {
  await engine.stop()
  await rm(home, { recursive: true, force: true })
})

const query = (sql: string, more: Partial<EngineLimits> = {}, signal?: AbortSignal) =>
  engine.query({ sql, tables: { t: [data] }, limits: { ...limits, ...more } }, signal)

async function failure(work: Promise<unknown>): Promise<XinyuError> {
  const error: unknown = await work.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  )
  if (isXinyuError(error)) return error
  throw error
}

describe('values', () => {
  test('come back as exact JSON', async () => {
    const { columns, rows } = await query(
      'SELECT *, 170141183460469231731687303715884105727::HUGEINT AS giant FROM t',
    )
    expect(Object.fromEntries(columns.map(({ name }, at) => [name, rows[0]![at]]))).toEqual({
      small: 1,
      big: '9007199254740993',
      money: 12.34,
      huge: '12345678901234567.89',
      day: '2024-02-29',
      at: '2024-02-29T08:30:00.5',
      nan: 'NaN',
      yes: true,
      none: null,
      text: '女',
      giant: '170141183460469231731687303715884105727',
    })
    expect(columns.find(({ name }) => name === 'money')?.type).toBe('DECIMAL(10,2)')
  })

  test('measure time and memory', async () => {
    const { elapsedMs, peakBytes } = await query('SELECT 1')
    expect(elapsedMs).toBeGreaterThan(0)
    expect(peakBytes).toBeGreaterThan(20 << 20)
  })

  test('many rows come in full, and one too many is an error', async () => {
    expect((await query('SELECT range FROM range(1000)')).rows).toHaveLength(1_000)
    expect(await failure(query('SELECT range FROM range(1001)'))).toMatchObject({
      code: 'ENGINE_TOO_MANY_ROWS',
    })
  })
})

describe('parsing', () => {
  test('gives the tree with exact numbers', async () => {
    const parsed = await engine.parse('select 9007199254740993 from t')
    expect(JSON.stringify(parsed)).toContain('"9007199254740993"')
    expect(parsed.ok).toBe(true)
  })

  test.each([
    ['selec 1', 0],
    ['select 1 from from', 14],
    ["select '中😀' from from", 22],
    ["select 'abc", 7],
  ])('a syntax error has a byte offset: %s', async (sql, offset) => {
    expect(await engine.parse(sql)).toMatchObject({ ok: false, offset })
  })

  test('a long text is refused, and the parser goes on', async () => {
    expect(await failure(engine.parse(`select ${'1,'.repeat(60_000)}1`))).toMatchObject({
      code: 'ENGINE_TEXT_TOO_LONG',
    })
    expect((await engine.parse('select 1')).ok).toBe(true)
  })

  test('a killed parser is started again, and no one who waits hangs', async () => {
    const { parser } = engine.children()
    const waiting = Promise.all(Array.from({ length: 20 }, () => engine.parse('select 1')))
    process.kill(parser!, 'SIGKILL')
    expect((await waiting).every(({ ok }) => ok)).toBe(true)
    expect((await engine.parse('select 1')).ok).toBe(true)
    expect(engine.children().parser).not.toBe(parser)
  })

  test('takes less than 30 ms', async () => {
    const sql =
      "select s.sex, count(*), sum(cost) from setl_d s join hosp h on s.h = h.h where yr = 2024 and x in ('a','b') group by 1"
    const times: number[] = []
    for (let count = 0; count < 21; count++) {
      const started = performance.now()
      await engine.parse(sql)
      times.push(performance.now() - started)
    }
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(30)
  })
})

describe('limits', () => {
  const ENDLESS = 'SELECT count(*) FROM range(10000000000) a, range(10000000) b'

  test('time: the child is killed', async () => {
    const started = performance.now()
    expect(await failure(query(ENDLESS, { timeMs: 700 }))).toMatchObject({ code: 'ENGINE_TIMEOUT' })
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  test('cancel: the child is killed', async () => {
    const started = performance.now()
    expect(await failure(query(ENDLESS, {}, AbortSignal.timeout(300)))).toMatchObject({
      code: 'ENGINE_CANCELLED',
    })
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(await failure(query('SELECT 1', {}, AbortSignal.abort()))).toMatchObject({
      code: 'ENGINE_CANCELLED',
    })
  })

  test('memory: a query that needs more is an error', async () => {
    const sql = "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(2000000)"
    expect(await failure(query(sql, { memoryBytes: 256 << 20 }))).toMatchObject({ code: 'ENGINE_MEMORY' })
  })

  test('memory: a process that takes more is killed', async () => {
    const work = { module: script, input: { how: 'memory' }, limits: { ...limits, memoryBytes: 256 << 20 } }
    expect(await failure(engine.script(work))).toMatchObject({ code: 'ENGINE_MEMORY' })
  })

  test('says what confines here', async () => {
    const { memory, notes } = await engine.confinement()
    expect(['cgroup2', 'cgroup1', 'rlimit', 'none']).toContain(memory)
    expect(notes.length).toBeGreaterThan(0)
  })
})

describe('what a query cannot reach', () => {
  const inside = (path: string) => join(home, path)
  test.each([
    ['another file', () => `SELECT * FROM read_csv('${inside('secret.csv')}')`],
    ['another file by its name', () => `SELECT * FROM '${inside('secret.csv')}'`],
    ['a file of the system', () => `SELECT * FROM read_text('/etc/passwd')`],
    ['a list of files', () => `SELECT * FROM glob('/etc/*')`],
    ['the network', () => `SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')`],
    ['COPY out', () => `COPY (SELECT 1) TO '${inside('out.csv')}'`],
    ['COPY over its own data', () => `COPY (SELECT 1) TO '${data.replaceAll("'", "''")}'`],
    ['ATTACH', () => `ATTACH '${inside('x.db')}' AS x`],
    ['ATTACH in the spill folder', () => `ATTACH '${inside('tmp/engine/x.db')}' AS x`],
    ['INSTALL', () => 'INSTALL httpfs'],
    ['LOAD', () => 'LOAD httpfs'],
    ['SET', () => 'SET threads = 1'],
    ['RESET', () => 'RESET enable_external_access'],
    ['PRAGMA', () => 'PRAGMA threads = 1'],
    ['EXPORT', () => `EXPORT DATABASE '${inside('export')}'`],
    ['CREATE', () => 'CREATE TABLE x AS SELECT 1'],
    ['two statements', () => 'SELECT 1; SELECT 2'],
  ])('%s', async (_, sql) => {
    const before = readdirSync(home).sort()
    expect(await failure(query(sql()))).toMatchObject({ code: 'ENGINE_FAILED' })
    expect(readdirSync(home).sort()).toEqual(before)
    expect((await query('SELECT small FROM t')).rows).toEqual([[1]])
  })

  test('an error never quotes data', async () => {
    const error = await failure(query('SELECT CAST(text AS INTEGER) FROM t'))
    expect(error).toMatchObject({ code: 'ENGINE_FAILED', params: { what: 'Conversion Error' } })
    expect(JSON.stringify([error.message, error.params, warnings.at(-1)])).not.toContain('女')
  })

  test('nothing of a run is left on disk', async () => {
    await query('SELECT small FROM t')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(readdirSync(inside('tmp/engine'))).toEqual([])
  })
})

describe('scripts', () => {
  const run = (
    input: { how: string; file?: string },
    options: Parameters<DuckEngine['script']>[1] = {},
    more: Partial<EngineLimits> = {},
  ) => engine.script({ module: script, input, limits: { ...limits, ...more } }, options)

  test('give an output and tell their progress', async () => {
    const heard: unknown[] = []
    expect(await run({ how: 'echo' }, { onProgress: (message) => void heard.push(message) })).toEqual({
      how: 'echo',
    })
    expect(heard).toEqual([{ how: 'echo' }])
  })

  test('have no environment of the server', async () => {
    process.env.XINYU_TEST_SECRET = 'secret'
    const { keys } = (await run({ how: 'env' })) as { keys: string[] }
    delete process.env.XINYU_TEST_SECRET
    expect(
      keys.filter((key) => !['PATH', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'].includes(key)),
    ).toEqual([])
  })

  test('throw errors of the one table as they are, others without their text', async () => {
    expect(await failure(run({ how: 'xinyu' }))).toMatchObject({
      code: 'INPUT_INVALID',
      params: { where: 'a.csv:3' },
      detail: { line: 3 },
    })
    const error = await failure(run({ how: 'throw' }))
    expect(error.code).toBe('ENGINE_FAILED')
    expect(error.message).not.toContain('110101')
    expect(JSON.stringify(warnings)).not.toContain('110101')
  })

  test.each(['crash', 'exit'])('a child that ends by %s is an error, not a hang', async (how) => {
    expect(await failure(run({ how }))).toMatchObject({ code: 'ENGINE_FAILED' })
  })

  test('cancel lets a script clean up, and kills one that spins', async () => {
    const file = join(home, 'cleaned')
    const cancel = new AbortController()
    await run({ how: 'wait', file }, { signal: cancel.signal, onProgress: () => cancel.abort() }).catch(
      () => {},
    )
    expect(existsSync(file)).toBe(true)
    expect(await failure(run({ how: 'spin' }, { signal: AbortSignal.timeout(600) }))).toMatchObject({
      code: 'ENGINE_CANCELLED',
    })
    expect(await failure(run({ how: 'spin' }, {}, { timeMs: 900 }))).toMatchObject({ code: 'ENGINE_TIMEOUT' })
  })
})

describe('processes', () => {
  test('a waiting child is light', () => {
    for (const pid of engine.children().waiting) {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
      expect(Number(pss)).toBeLessThan(48 * 1024)
    }
    expect(engine.children().waiting.length).toBe(1)
  })

  test('a child killed from outside while it waits is replaced', async () => {
    for (const pid of engine.children().waiting) process.kill(pid, 'SIGKILL')
    expect((await query('SELECT small FROM t')).rows).toEqual([[1]])
  })

  test('no child outlives a server that is killed, busy or waiting', async () => {
    const server = spawn(
      process.execPath,
      [fileURLToPath(new URL('./testing/orphan.ts', import.meta.url)), join(home, 'orphan')],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const children = JSON.parse(line.toString()) as number[]
    expect(children.length).toBeGreaterThanOrEqual(4)
    server.kill('SIGKILL')
    const alive = () =>
      children.filter((pid) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(status(pid)))
    for (let tries = 0; tries < 40 && alive().length > 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(alive()).toEqual([])
  }, 30_000)
})

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return 'State: Z'
  }
}

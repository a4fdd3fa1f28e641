import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isXinyuError, type XinyuError } from '../../../kernel/errors/index.ts'
import type { Engine, EngineLimits, EngineSettings, MembersWork } from '../index.ts'

/** What an adapter is made with; `warnings` takes what it writes to the log. */
export interface SuiteGround {
  readonly home: string
  readonly settings: Partial<EngineSettings>
  readonly warnings: object[]
}

/**
 * What every engine has to do, whatever it is made of: exact values, limits that hold, nothing reached but the given
 * files, errors without data, members, temp disk, lanes. An adapter calls this once with a way to make itself; `home`
 * is its folder, and nothing of a run may stay below `scratch` (relative to it).
 */
export function engineSuite(name: string, make: (ground: SuiteGround) => Engine, scratch: string): void {
  describe(name, () => {
    let home: string
    let engine: Engine
    let data: string
    const warnings: object[] = []
    const limits: EngineLimits = { timeMs: 20_000, memoryBytes: 512 << 20, maxRows: 1_000 }
    const script = new URL('./bad-script.ts', import.meta.url).href

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
      engine = make({ home, warnings, settings: { warmChildren: 1, concurrency: 2, maxMembers: 100_000 } })
      await engine.start()
    })
    afterAll(async () => {
      await engine.stop()
      await rm(home, { recursive: true, force: true })
    })

    const query = (sql: string, more: Partial<EngineLimits> = {}, signal?: AbortSignal) =>
      engine.query({ sql, tables: { t: [data] }, limits: { ...limits, ...more } }, signal)
    const clean = async () => {
      for (let tries = 0; tries < 40 && readdirSync(join(home, scratch)).length > 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 25))
      return readdirSync(join(home, scratch))
    }

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
        const work = {
          module: script,
          input: { how: 'memory' },
          limits: { ...limits, memoryBytes: 256 << 20 },
        }
        expect(await failure(engine.script(work))).toMatchObject({ code: 'ENGINE_MEMORY' })
      })

      /** More than fits the memory of the engine here: it has to be put on disk. */
      const wide = [
        {
          name: '__wide',
          sql: 'SELECT range AS n, hash(range) AS h, hash(range + 1) AS i FROM range(8000000)',
        },
      ]
      const spill = (sql: string, more: Partial<EngineLimits>, signal?: AbortSignal) =>
        engine.query(
          { sql, tables: {}, steps: wide, limits: { ...limits, memoryBytes: 256 << 20, ...more } },
          signal,
        )

      test('temp disk: a query that needs more is an error, and what it wrote is gone', async () => {
        const work = spill('SELECT sum(n) FROM __wide', { tempBytes: 16 << 20 })
        expect(await failure(work)).toMatchObject({ code: 'ENGINE_DISK', params: { mb: 16 } })
        expect(await clean()).toEqual([])
      })

      test('temp disk: a cancelled query takes its files with it', async () => {
        const cancel = new AbortController()
        const work = failure(
          spill(`${ENDLESS} WHERE a.range < (SELECT max(n) FROM __wide)`, {}, cancel.signal),
        )
        const written = () => readdirSync(join(home, scratch), { recursive: true }).length > 1
        for (let tries = 0; tries < 1_000 && !written(); tries++)
          await new Promise((resolve) => setTimeout(resolve, 10))
        expect(written()).toBe(true)
        cancel.abort()
        expect(await work).toMatchObject({ code: 'ENGINE_CANCELLED' })
        expect(await clean()).toEqual([])
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
        expect(await clean()).toEqual([])
      })
    })

    describe('steps and members', () => {
      const steps = [
        { name: '__a', sql: 'SELECT range AS n, (range * 7 % 1000)::UINTEGER AS p FROM range(50000)' },
        { name: '__b', sql: 'SELECT count(*) AS n FROM __a' },
      ]
      const bring = (sql: string, more: Partial<MembersWork> = {}, sizes: Partial<EngineLimits> = {}) =>
        engine.query({
          sql: 'SELECT n FROM __b',
          tables: {},
          steps,
          members: { sql, folds: [], ...more },
          limits: { ...limits, ...sizes },
        })

      test('tables are made in order, each by one SELECT', async () => {
        expect((await engine.query({ sql: 'SELECT n FROM __b', tables: {}, steps, limits })).rows).toEqual([
          [50_000],
        ])
        for (const sql of ['DROP VIEW t', 'SELECT 1; SELECT 2', "COPY (SELECT 1) TO 'x'"]) {
          const work = engine.query({
            sql: 'SELECT 1',
            tables: { t: [data] },
            steps: [{ name: 'x', sql }],
            limits,
          })
          expect(await failure(work)).toMatchObject({ code: 'ENGINE_FAILED' })
        }
      })

      test.each([
        ['in memory', 1, 512 << 20],
        ['in memory, in several blocks', 4, 512 << 20],
        ['by the library, where memory is short', 24, 144 << 20],
        ['by the library, where they are few', 4, 512 << 20, 'SELECT CAST(200000 AS DOUBLE)'],
      ])(
        'members are folded to one for each row and person, exact: %s',
        async (_, times, memoryBytes, size?) => {
          // 7 rows; person p = 7 n mod 1000 stands 7 or 8 times in each, all of it `times` times; half of its values count.
          const { rows, members } = await bring(
            `SELECT CAST(n % 7 AS UINTEGER), p, CAST(n AS DOUBLE),
            CASE WHEN p < 500 THEN CAST(n AS DOUBLE) ELSE CAST('NaN' AS DOUBLE) END FROM __a, range(${times})`,
            {
              folds: [
                { how: 'count', of: null },
                { how: 'min', of: 0 },
                { how: 'max', of: 0 },
                { how: 'sum', of: 1 },
                { how: 'count', of: 1 },
                { how: 'one', of: 1 },
                { how: 'one', of: null },
              ],
              ...(size === undefined ? {} : { size }),
              unions: 'SELECT CAST(n AS UINTEGER), CAST(n // 4 AS UINTEGER) FROM __a WHERE n < 7',
            },
            { memoryBytes },
          )
          expect(rows).toEqual([[50_000]])
          const expected = new Map<string, number[]>()
          for (let n = 0; n < 50_000; n++) {
            const [row, p] = [n % 7, (n * 7) % 1000]
            const none = p < 500 ? 0 : Number.NaN
            const held = expected.get(`${row} ${p}`) ?? [0, n, n, none, none]
            const [sum, count] = [held[3]! + n * times, held[4]! + times]
            expected.set(`${row} ${p}`, [held[0]! + times, held[1]!, n, sum, count, none + 1, 1])
          }
          const { start, person, parts, supports, unions } = members!
          const told = new Map<string, number[]>()
          for (let row = 0; row < 7; row++)
            for (let at = start[row]!; at < start[row + 1]!; at++)
              told.set(
                `${row} ${person[at]}`,
                parts.map((part) => part[at]!),
              )
          expect(person.length).toBe(7_000)
          expect(told).toEqual(expected)
          expect([...supports[0]!]).toEqual(Array.from({ length: 7 }, () => 1000))
          for (const at of [3, 4, 5]) expect([...supports[at]!]).toEqual(Array.from({ length: 7 }, () => 500))
          expect([[...unions.persons], ...unions.supports.map((one) => [...one])]).toEqual([
            [1000, 1000],
            ...[1000, 1000, 1000, 500, 500, 500, 1000].map((n) => [n, n]),
          ])
        },
      )

      test('no members are none, and a row without any has none', async () => {
        const none = await bring('SELECT CAST(0 AS UINTEGER), p FROM __a WHERE n < 0')
        expect([none.members!.start.length, none.members!.person.length]).toEqual([1, 0])
        const one = await bring('SELECT CAST(2 AS UINTEGER), p FROM __a WHERE n = 3')
        expect([...one.members!.start]).toEqual([0, 0, 0, 1])
      })

      test('more than the limit is an error that does not tell how many', async () => {
        const each = 'SELECT CAST(n AS UINTEGER), p FROM __a'
        expect((await bring(each)).members!.person.length).toBe(50_000)
        const error = await failure(bring(each, { share: 0.499 }))
        expect(error).toMatchObject({ code: 'ENGINE_TOO_MANY_MEMBERS', params: {} })
        expect(await clean()).toEqual([])
      })

      test('members count as temp disk', async () => {
        const sql = 'SELECT CAST(n AS UINTEGER), p FROM __a'
        expect(await failure(bring(sql, {}, { tempBytes: 200_000 }))).toMatchObject({ code: 'ENGINE_DISK' })
      })
    })

    describe('fairness', () => {
      test('a project that asks a lot does not keep another waiting', async () => {
        const done: string[] = []
        const ask = (lane: string) =>
          engine.query({ sql: 'SELECT 1', tables: {}, lane, limits }).then(() => void done.push(lane))
        const greedy = Array.from({ length: 12 }, () => ask('greedy'))
        await Promise.all([ask('one'), ask('two'), ...greedy])
        // Two run at once; each of the others comes after at most one more of the greedy project's.
        expect(Math.max(done.indexOf('one'), done.indexOf('two'))).toBeLessThan(7)
      })
    })

    describe('scripts', () => {
      const run = (
        input: { how: string; file?: string },
        options: Parameters<Engine['script']>[1] = {},
        more: Partial<EngineLimits> = {},
      ) => engine.script({ module: script, input, limits: { ...limits, ...more } }, options)

      test('give an output and tell their progress', async () => {
        const heard: unknown[] = []
        expect(await run({ how: 'echo' }, { onProgress: (message) => void heard.push(message) })).toEqual({
          how: 'echo',
        })
        expect(heard).toEqual([{ how: 'echo' }])
      })

      test('have no environment of the server but the suite of the space and where compiled code lies', async () => {
        const suite = process.env.XINYU_CRYPTO_SUITE
        process.env.XINYU_TEST_SECRET = 'secret'
        process.env.XINYU_CRYPTO_SUITE = 'guomi'
        const { keys } = (await run({ how: 'env' })) as { keys: string[] }
        delete process.env.XINYU_TEST_SECRET
        delete process.env.XINYU_CRYPTO_SUITE
        if (suite !== undefined) process.env.XINYU_CRYPTO_SUITE = suite
        expect(keys).toContain('XINYU_CRYPTO_SUITE')
        expect(
          keys.filter(
            (key) =>
              ![
                'PATH',
                'XINYU_CRYPTO_SUITE',
                'NODE_COMPILE_CACHE',
                'NODE_CHANNEL_FD',
                'NODE_CHANNEL_SERIALIZATION_MODE',
              ].includes(key),
          ),
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
        expect(await failure(run({ how: 'spin' }, {}, { timeMs: 900 }))).toMatchObject({
          code: 'ENGINE_TIMEOUT',
        })
      })
    })
  })
}

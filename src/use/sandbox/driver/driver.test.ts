import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run, spec, testDriver } from './driver.fixture.ts'
import type { Kernel, SeatBox } from './index.ts'
import type { LocalKernel } from './kernel.ts'

const MIB = 2 ** 20
const here = await testDriver()
afterAll(here.stop)

describe.skipIf(here.why !== null)(
  `a seat${here.why ? ` (skipped: ${here.why})` : ''}`,
  { timeout: 60_000 },
  () => {
    let seat: SeatBox
    let kernel: Kernel
    beforeAll(async () => {
      const tables = makeTables(join(here.home, 'tables'), 'tables.sqlite', 'setl_d')
      const own = makeTables(join(here.home, 'own'), 'own.sqlite', 'ours')
      mkdirSync(join(own, 'files'))
      writeFileSync(join(own, 'files/weights.txt'), '0.5')
      const packages = join(here.home, 'packages')
      mkdirSync(packages)
      writeFileSync(join(packages, 'helper_of_team.py'), 'ANSWER = 42\n')
      seat = await here.driver.open(spec({ tables, own, packages: [packages] }))
      kernel = await seat.kernel()
    })
    afterAll(() => seat.close())

    test('runs Python: the last expression is shown, state is kept, an error shows the own lines', async () => {
      expect((await run(kernel, 'a = 20\na + 1')).out).toBe('21\n')
      expect((await run(kernel, 'a * 2')).out).toBe('40\n')
      const failed = await run(kernel, 'def half(x):\n    return x / 0\nprint("before")\nhalf(a)')
      expect(failed.done.state).toBe('error')
      expect(failed.events.map(({ kind }) => kind)).toEqual(['text', 'error', 'done'])
      expect(failed.events[1]).toMatchObject({ name: 'ZeroDivisionError', message: 'division by zero' })
      const trace = failed.events[1]!.kind === 'error' ? failed.events[1]!.trace : ''
      expect(trace).toContain('return x / 0')
      expect(trace).not.toMatch(/xinyu|cells|kernel/)
      expect((await run(kernel, 'print(')).events[0]).toMatchObject({ kind: 'error', name: 'SyntaxError' })
      expect(failed.done.cpuMs).toBeGreaterThanOrEqual(0)
    })

    test('shows tables and plots in the order of the cell', async () => {
      const code = `
import pandas as pd
import matplotlib.pyplot as plt
print('one')
display(pd.DataFrame({'a': [1, None], 'd': pd.to_datetime(['2026-01-02', None]), 's': ['甲', 'x']}))
plt.plot([1, 2, 4])
plt.title('月度结算')
plt.show()
print('two')
pd.Series([1.5, float('inf')], name='v')`
      const { events } = await run(kernel, code)
      expect(events.map(({ kind }) => kind)).toEqual(['text', 'table', 'image', 'text', 'table', 'done'])
      expect(events[1]).toMatchObject({
        rows: [
          [1, '2026-01-02', '甲'],
          [null, null, 'x'],
        ],
        total: 2,
      })
      expect(events[4]).toMatchObject({ columns: [{ name: 'v', type: 'float64' }], rows: [[1.5], ['inf']] })
      const image = events[2]!
      const svg = image.kind === 'image' ? Buffer.from(image.base64, 'base64').toString() : ''
      expect(svg).toContain('月度结算')
      expect(svg).not.toContain(here.home)
    })

    test('gives the tables of the project with their types, and names what was opened', async () => {
      const whole = await run(
        kernel,
        `import xinyu\nframe = xinyu.table('setl_d')\nprint(xinyu.tables(), [str(t) for t in frame.dtypes])\nframe`,
      )
      expect(whole.out).toBe(
        "['setl_d'] ['object', 'datetime64[ns]', 'int64', 'Int64', 'boolean', 'float64']\n",
      )
      expect(whole.done.tables).toEqual(['setl_d'])
      const part = await run(kernel, `xinyu.table('setl_d', columns=['fen'], where="no = 'b'")`)
      expect(part.events[0]).toMatchObject({
        columns: [{ name: 'fen', type: 'int64' }],
        rows: [[250]],
        total: 1,
      })
      const sql = await run(kernel, 'select no, fen from setl_d order by fen desc;', { language: 'sql' })
      expect(sql.events[0]).toMatchObject({
        rows: [
          ['b', 250],
          ['a', 100],
        ],
      })
      expect(sql.done.tables).toEqual(['setl_d'])
      expect((await run(kernel, '_.fen.sum()')).out).toBe('350\n')
      expect((await run(kernel, '1')).done.tables).toEqual([])
      const own = await run(
        kernel,
        `print(len(xinyu.own('ours')), open(xinyu.own('weights.txt')).read(), len(xinyu.sql('select * from own.ours')))`,
      )
      expect(own).toMatchObject({ out: '2 0.5 2\n', done: { tables: [] } })
      for (const wrong of [
        `xinyu.table('other')`,
        `xinyu.table('setl_d', columns=['x'])`,
        `xinyu.own('../tables/tables.sqlite')`,
      ])
        expect((await run(kernel, wrong)).events[0], wrong).toMatchObject({ kind: 'error', name: 'KeyError' })
    })

    test('tables are read-only, and SQL reaches nothing else', async () => {
      for (const code of [
        'delete from setl_d',
        "insert into setl_d (no) values ('x')",
        "attach '/work/x.db' as x",
        'drop table setl_d',
      ])
        expect((await run(kernel, code, { language: 'sql' })).events[0], code).toMatchObject({
          kind: 'error',
        })
      const write = `open('/tables/tables.sqlite', 'r+b')`
      expect((await run(kernel, write)).events[0]).toMatchObject({
        kind: 'error',
        name: expect.stringMatching(/OSError|PermissionError/),
      })
    })

    test('an endless SQL cell is interrupted and the kernel keeps its variables', async () => {
      await run(kernel, 'kept = 7')
      const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'
      const ended = run(kernel, endless, { language: 'sql' })
      setTimeout(() => void kernel.interrupt(), 400)
      expect((await ended).done.state).toBe('interrupted')
      expect((await run(kernel, 'kept')).out).toBe('7\n')
    })

    test('an interrupt, or a death, in the moment in which a cell begins is for that cell', async () => {
      const other = await here.driver.open(spec())
      const own = (await other.kernel()) as LocalKernel
      await run(own, 'kept = 1')
      const pid = await own.pid()
      const stopped = run(own, 'import time; time.sleep(60)')
      await Promise.resolve()
      await own.interrupt()
      expect((await stopped).done).toMatchObject({ state: 'interrupted' })
      expect((await run(own, 'kept')).out).toBe('1\n')
      const cut = run(own, 'import time; time.sleep(60)')
      process.kill(pid, 'SIGKILL')
      expect((await cut).done.state).toBe('died')
      expect((await run(own, '2')).out).toBe('2\n')
      await other.close()
    })

    test('an interrupt in the middle of much output leaves the connection whole', async () => {
      const shout = { language: 'python', code: `while True: print('x' * 30_000)` } as const
      for (let i = 0; i < 5; i++) {
        let [state, asked] = ['', false]
        for await (const event of kernel.execute({ ...shout, timeMs: 60_000, maxRows: 1, maxBytes: 5e7 })) {
          if (!asked) void kernel.interrupt()
          asked = true
          if (event.kind === 'done') state = event.state
        }
        expect(state).toBe('interrupted')
      }
      expect((await run(kernel, 'kept')).out).toBe('7\n')
    })

    test('names, looks and completes; restart forgets', async () => {
      await run(
        kernel,
        'import numpy as np\nframe = pd.DataFrame({"a": range(5)})\narray = np.zeros((2, 3))\nword = "x" * 500',
      )
      const variables = Object.fromEntries(
        (await kernel.variables()).map(({ name, type, look }) => [name, [type, look]]),
      )
      expect(variables).toMatchObject({
        frame: ['DataFrame', '5 × 1'],
        array: ['ndarray', '2 × 3'],
        kept: ['int', '7'],
      })
      expect(variables.word![1]!.length).toBeLessThanOrEqual(120)
      expect(variables).not.toHaveProperty('np')
      const { from, items } = await kernel.complete('x = frame.descr', 15)
      expect([from, items]).toEqual([4, [expect.stringMatching(/^frame\.describe/)]])
      await kernel.restart()
      expect(await kernel.variables()).toEqual([])
      expect(
        (await run(kernel, `import helper_of_team\nprint(helper_of_team.ANSWER, 'kept' in globals())`)).out,
      ).toBe('42 False\n')
    })

    test('a reader that goes away ends the cell', async () => {
      const code = `import time\nprint('on')\ntime.sleep(60)`
      for await (const event of kernel.execute({
        language: 'python',
        code,
        timeMs: 60_000,
        maxRows: 1,
        maxBytes: 100,
      }))
        if (event.kind === 'text') break
      expect((await run(kernel, '1')).done.elapsedMs).toBeLessThan(20_000)
    })

    test('R says that it is not installed, or runs', async () => {
      const { events, done } = await run(kernel, 'cat(1 + 1)', { language: 'r' })
      if (done.state === 'ok') expect(events[0]).toMatchObject({ kind: 'text', text: '2' })
      else expect(events[0]).toMatchObject({ kind: 'error', message: expect.stringContaining('R ') })
    })

    test('runs jobs with parameters, progress, failure, cancel and time', async () => {
      const start = async (script: string, timeMs = 30_000) => {
        await seat.write('jobs/one.py', Buffer.from(script))
        return seat.job({
          language: 'python',
          script: 'jobs/one.py',
          parameters: { k: '10', name: '甲' },
          timeMs,
        })
      }
      const good = await start(
        `import sys, xinyu\nprint(sys.argv[1:], xinyu.parameters['k'])\nxinyu.progress(0.5)\nopen('/work/result.txt', 'w').write('done')`,
      )
      const events = []
      for await (const event of good.events) events.push(event)
      expect(events).toContainEqual({ line: "['k=10', 'name=甲'] 10", stream: 'out' })
      expect(events).toContainEqual({ progress: 0.5 })
      expect(await good.ended).toEqual({ state: 'ok', code: 0 })
      expect(String(await seat.read('result.txt', 100))).toBe('done')
      const drain = async (job: Awaited<ReturnType<typeof start>>) => {
        for await (const _ of job.events);
        return job.ended
      }
      expect(await drain(await start('import sys; sys.exit(3)'))).toEqual({ state: 'failed', code: 3 })
      expect(await drain(await start('while True: pass', 400))).toMatchObject({ state: 'time' })
      const long = await start('import time; time.sleep(60)')
      setTimeout(() => void long.cancel(), 200)
      expect(await drain(long)).toMatchObject({ state: 'cancelled' })
    })

    test('keeps files over sleep as a tar made inside', async () => {
      await seat.write('model/weights.bin', Buffer.alloc(3 * MIB, 7))
      await seat.write('文件/笔记.md', Buffer.from('# 笔记'))
      const parts: Buffer[] = []
      for await (const part of await seat.save()) parts.push(part as Buffer)
      const again = await here.driver.open(spec({ files: Readable.from(parts) }))
      const names = (files: { path: string; bytes: number }[]) =>
        files.map(({ path, bytes }) => `${path} ${bytes}`)
      expect(names(await again.list())).toEqual(names(await seat.list()))
      expect((await again.read('model/weights.bin', 4 * MIB)).equals(Buffer.alloc(3 * MIB, 7))).toBe(true)
      expect((await run(await again.kernel(), `open('文件/笔记.md').read()`)).out).toBe("'# 笔记'\n")
      await again.close()
      expect(await again.closed).toBe('asked')
      await expect(again.list()).rejects.toMatchObject({ code: 'SEAT_ENDED' })
    })

    test('says what it uses, and takes a new weight', async () => {
      const usage = await seat.usage()
      expect(usage.diskBytes).toBeGreaterThan(3 * MIB)
      expect(usage.inodes).toBeGreaterThan(3)
      if (here.full) {
        expect(usage.memoryBytes).toBeGreaterThan(3 * MIB)
        expect(usage.cpuMs).toBeGreaterThan(10)
        expect(usage.processes).toBeGreaterThanOrEqual(3)
      }
      await seat.weigh(10)
    })
  },
)

function makeTables(folder: string, file: string, name: string): string {
  mkdirSync(folder)
  const db = new DatabaseSync(join(folder, file))
  db.exec(`create table "${name}" (no text, day text, fen integer, days integer, flag integer, rate real);
    insert into "${name}" values ('a', '2026-01-02', 100, 3, 1, 0.5), ('b', null, 250, null, null, null)`)
  db.close()
  const types = { no: 'text', day: 'date', fen: 'fen', days: 'integer', flag: 'boolean', rate: 'real' }
  const columns = Object.entries(types).map(([column, type]) => ({
    name: column,
    type,
    titleZh: column,
    titleEn: column,
  }))
  const dictionary = { tables: [{ name, titleZh: '结算', titleEn: 'Settlements', rows: 2, columns }] }
  writeFileSync(join(folder, 'dictionary.json'), JSON.stringify(dictionary))
  chmodSync(join(folder, file), 0o644)
  return folder
}

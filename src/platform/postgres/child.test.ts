import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { processStart } from '../home/index.ts'
import { startChild } from './child.ts'
import { openDatabase } from './index.ts'
import { readPostmasterFile } from './orphan.ts'

/** A uid that every system names; here only to try another than root's. */
const DAEMON = 1
const log = pino({ level: 'silent' })
const folders: string[] = []
const makeHome = () => {
  // Below a folder that nobody else may pass, as a home directory often is.
  const closed = mkdtempSync(join(tmpdir(), 'xinyu-pgtest-'))
  folders.push(closed)
  const home = join(closed, 'data')
  mkdirSync(home, { mode: 0o700 })
  return home
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('PostgreSQL as a child', { timeout: 60_000 }, () => {
  test('starts below a closed folder, on a socket only, durable, keeps its rows over a restart', async () => {
    const home = makeHome()
    const first = await openDatabase({ home, log })
    const shown = await sql<Record<string, string>>`select current_setting('listen_addresses') listen,
      current_setting('fsync') fsync, current_setting('synchronous_commit') commit, current_setting('server_encoding') encoding,
      (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'xinyu') locale`.execute(
      first.db,
    )
    expect(shown.rows).toEqual([
      { listen: '', fsync: 'on', commit: 'on', encoding: 'UTF8', locale: 'b C.UTF-8' },
    ])
    await sql`create table t as select '医保'::text word, 9007199254740991::bigint n`.execute(first.db)
    await first.stop()
    const again = await openDatabase({ home, log })
    expect((await sql`select * from t`.execute(again.db)).rows).toEqual([
      { word: '医保', n: 9007199254740991 },
    ])
    await expect(sql`select 9007199254740993::bigint`.execute(again.db)).rejects.toThrow('beyond 2^53')
    const socketFolder = readPostmasterFile(join(home, 'pg'))!.socketFolder
    expect(statSync(socketFolder).mode & 0o777).toBe(0o700)
    await again.stop()
    expect(existsSync(socketFolder)).toBe(false)
  })

  for (const signalled of [true, false]) {
    const how = signalled ? 'by the death signal' : 'by the next start, without a death signal'
    test(`after a SIGKILL of the server its PostgreSQL is stopped ${how}; acknowledged rows stay`, async () => {
      const home = makeHome()
      const { pid, rows, socketFolder } = await killedServer(home, signalled)
      const next = await openDatabase({ home, log })
      expect(processStart(pid)).toBeNull()
      const found = await sql<{ n: number }>`select count(*) n from t`.execute(next.db)
      expect(found.rows[0]!.n).toBeGreaterThanOrEqual(rows)
      expect(next.url).not.toContain(encodeURIComponent(socketFolder))
      expect(existsSync(socketFolder)).toBe(false)
      await next.stop()
    })
  }

  test('as root without user namespaces it runs under a uid of its own', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can run PostgreSQL under another uid')
    const home = mkdtempSync(join(tmpdir(), 'xinyu-pgtest-'))
    folders.push(home)
    const runAs = { how: 'own-uid', prefix: [], uid: DAEMON } as const
    const first = await startChild({ home, log, durability: 'none', runAs })
    expect(statSync(join(home, 'pg')).uid).toBe(runAs.uid)
    await first.stop()
    const second = await startChild({ home, log, durability: 'none' })
    expect(second.how).toBe('user-namespace')
    expect(statSync(join(home, 'pg')).uid).toBe(0)
    await second.stop()
  })
})

test('an unreachable or unknown server is named without its password', async () => {
  const url = 'postgresql://xinyu:geheim@127.0.0.1:1/x'
  const error = await openDatabase({ url, log }).catch((error: Error) => error)
  expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', params: { where: '127.0.0.1:1/x' } })
  expect((error as Error).message).not.toContain('geheim')
})

/** A server process that acknowledges inserts until it is killed; gives the pid of its PostgreSQL and the acknowledged count. */
async function killedServer(
  home: string,
  deathSignal: boolean,
): Promise<{ pid: number; socketFolder: string; rows: number }> {
  const at = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const code = `import { openDatabase } from ${at('./index.ts')}
    import { pino } from ${JSON.stringify(import.meta.resolve('pino'))}
    const { pool } = await openDatabase({ home: ${JSON.stringify(home)}, log: pino({ level: 'silent' }) })
    await pool.query('create table t (n int)')
    for (let n = 1; ; n++) { await pool.query('insert into t values ($1)', [n]); process.stdout.write(n + '\\n') }`
  const env = { ...process.env, XINYU_TEST_NO_DEATH_SIGNAL: deathSignal ? '' : '1' }
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('\n').length > 50) resolve()
    })
  })
  const { pid, socketFolder } = readPostmasterFile(join(home, 'pg'))!
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
  if (!deathSignal) expect(processStart(pid)).not.toBeNull()
  return { pid, socketFolder, rows: Number(said.trim().split('\n').at(-1)) }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

const PLACES = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec']
const find = (name: string): string | undefined =>
  PLACES.map((place) => join(place, name)).find((path) => existsSync(path))

/** Why there is no MariaDB to test with; null where there is one. */
export const noMariadb = (): string | null =>
  ['mariadbd', 'mariadb-install-db', 'my_print_defaults'].every(find)
    ? null
    : 'MariaDB is missing: apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core'

export interface Mariadb {
  readonly socket: string
  readonly port: number
  /** Runs statements as its administrator. */
  run(...statements: string[]): Promise<void>
  stop(): Promise<void>
}

/** A real MariaDB in a folder of its own, on a socket and a free port of this machine. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-mariadb-'))
  const data = join(folder, 'data')
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  const made = spawnSync(
    find('mariadb-install-db')!,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`)
  }
  const socket = join(folder, 's')
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const server = spawn(
    find('mariadbd')!,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=64M',
      '--character-set-server=utf8mb4',
      '--skip-log-bin',
      ...user,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  server.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  const run = async (...statements: string[]) => {
    const client = await createConnection({ socketPath: socket, user: 'root', multipleStatements: true })
    try {
      for (const sql of statements) await client.query(sql)
    } finally {
      await client.end()
    }
  }
  await ready(server, run, () => said)
  return {
    socket,
    port,
    run,
    stop: async () => {
      const gone = once(server, 'exit')
      server.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function ready(
  server: ChildProcess,
  run: (sql: string) => Promise<void>,
  said: () => string,
): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended: ${said()}`)
    const up = await run('select 1').then(
      () => true,
      () => false,
    )
    if (up) return
    await sleep(100)
  }
  throw new Error(`mariadbd did not start: ${said()}`)
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { XinyuError } from '../../kernel/errors/index.ts'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { chooseIdentity, type RunAs } from './identity.ts'
import { readPostmasterFile, stopOrphan } from './orphan.ts'
import { type Durability, settings } from './settings.ts'

/** Socket folders carry this name, and the data folder notes which one is in use. */
const RUNTIME_PREFIX = 'xinyu-pg-'
const RUNTIME_NOTE = 'pg.socket'

/** A running PostgreSQL of our own, reached by a socket only. */
export interface ChildPostgres {
  readonly pid: number
  readonly socketFolder: string
  readonly how: RunAs['how']
  urlOf(database: string): string
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL on `home`/pg; makes the cluster on first use and stops one left by a killed server.
 * The caller holds the lock of `home`. @throws XinyuError DATABASE_NO_BINARY, DATABASE_START_FAILED
 */
export async function startChild(options: {
  home: string
  log: Logger
  durability: Durability
  /** Chosen by itself when left out. */
  runAs?: RunAs
}): Promise<ChildPostgres> {
  const { home, log, durability } = options
  const binaries = findBinaries()
  const runAs = options.runAs ?? chooseIdentity(home)
  const folder = join(home, 'pg')
  const orphan = await stopOrphan(folder)
  removeRuntimeFolder(home)
  if (orphan) log.warn({ pid: orphan }, 'stopped the PostgreSQL that a killed server had left running')
  if (!existsSync(join(folder, 'PG_VERSION'))) await makeCluster(home, binaries, runAs, durability)
  else giveFolder(home, folder, runAs)
  const socketFolder = makeRuntimeFolder(home, runAs)
  const child = launch(runAs, binaries.postgres, ['-D', folder, ...settings(socketFolder, durability)])
  const last = followLog(child, log)
  try {
    await untilReady(child, folder, last, home)
  } catch (error) {
    removeRuntimeFolder(home)
    throw error
  }
  let stopping = false
  child.once('exit', (code, signal) => {
    if (!stopping) log.error({ code, signal }, 'PostgreSQL ended by itself')
  })
  return {
    pid: child.pid!,
    socketFolder,
    how: runAs.how,
    urlOf: (database) => `postgresql://xinyu@localhost/${database}?host=${encodeURIComponent(socketFolder)}`,
    stop: async () => {
      stopping = true
      await stopChild(child)
      removeRuntimeFolder(home)
    },
  }
}

/** A cluster is made beside and renamed, so that a kill in the middle leaves nothing that looks complete. */
async function makeCluster(home: string, binaries: PostgresBinaries, runAs: RunAs, durability: Durability) {
  for (const name of readdirSync(home)) {
    if (name.startsWith('pg.new-')) rmSync(join(home, name), { recursive: true, force: true })
  }
  const draft = mkdtempSync(join(home, 'pg.new-'))
  giveFolder(home, draft, runAs)
  // The builtin provider: same order on every machine, and the old ICU of the binaries is not used.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const sync =
    durability === 'none' ? ['--no-sync'] : process.platform === 'linux' ? ['--sync-method=syncfs'] : []
  const common = ['--username=xinyu', '--auth=trust', '--encoding=UTF8', '--no-instructions']
  const child = launch(runAs, binaries.initdb, ['-D', draft, ...common, ...locale, ...sync])
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await exitOf(child)
  if (code !== 0)
    throw new XinyuError('DATABASE_START_FAILED', { home, why: lastLine(said) || `initdb ${code}` })
  const folder = join(home, 'pg')
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
}

/** Socket paths are limited to about 100 bytes, so the socket does not lie in the data folder. */
function makeRuntimeFolder(home: string, runAs: RunAs): string {
  const runtime = process.env.XDG_RUNTIME_DIR
  const base = runtime && runtime.length < 60 && existsSync(runtime) ? runtime : '/tmp'
  const folder = mkdtempSync(join(base, RUNTIME_PREFIX))
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.uid)
  writeFileSync(join(home, RUNTIME_NOTE), folder, { mode: 0o600 })
  return folder
}

/** Removes the folder noted in `home`, which may be one left by a kill. */
export function removeRuntimeFolder(home: string): void {
  const note = join(home, RUNTIME_NOTE)
  if (!existsSync(note)) return
  const folder = readFileSync(note, 'utf8')
  if (basename(folder).startsWith(RUNTIME_PREFIX)) rmSync(folder, { recursive: true, force: true })
  rmSync(note)
}

/** As root: the cluster belongs to whom PostgreSQL runs as this time, who may differ from the time before. */
function giveFolder(home: string, folder: string, runAs: RunAs): void {
  const uid = runAs.uid ?? process.getuid?.() ?? 0
  if (process.getuid?.() !== 0) return
  if (statSync(folder).uid !== uid) spawnSync('chown', ['-R', `${uid}:${uid}`, folder])
  // Passing through is all that another uid gets; listing and reading stay closed.
  if (statSync(home).uid !== uid) chmodSync(home, statSync(home).mode | 0o011)
}

function launch(runAs: RunAs, program: string, args: readonly string[]): ChildProcess {
  const [first, ...rest] = [...runAs.prefix, program, ...args]
  return spawn(first!, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // An own process group: Ctrl-C in the terminal reaches the server only, which then stops its database in order.
    detached: true,
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
    ...(runAs.uid === undefined ? {} : { uid: runAs.uid, gid: runAs.uid }),
  })
}

/** Passes PostgreSQL's lines on; returns a reader of the last one, for error messages. */
function followLog(child: ChildProcess, log: Logger): () => string {
  let last = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n').filter(Boolean)) {
      last = line
      log.debug({ postgres: line }, 'postgres')
    }
  })
  child.stdout?.resume()
  return () => last
}

async function untilReady(
  child: ChildProcess,
  folder: string,
  last: () => string,
  home: string,
): Promise<void> {
  let gone: string | null = null
  child.once('exit', (code, signal) => (gone = signal ?? `code ${code}`))
  child.once('error', (error) => (gone = error.message))
  // Recovery after a crash may take long on a big log; 2 minutes is beyond what 256 MB of log can need.
  for (let waited = 0; waited < 120_000; waited += 10) {
    if (gone !== null) throw new XinyuError('DATABASE_START_FAILED', { home, why: last() || gone })
    const state = readPostmasterFile(folder)
    if (state?.pid === child.pid && state?.ready) return
    await sleep(10)
  }
  child.kill('SIGQUIT')
  throw new XinyuError('DATABASE_START_FAILED', { home, why: last() || 'not ready after 120 s' })
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = exitOf(child)
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), 20_000)
  await ended
  clearTimeout(timer)
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.once('error', () => resolve(null))
  })

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

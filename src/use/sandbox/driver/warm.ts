import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { Channel } from './frames.ts'
import { notInstalled, PYTHON } from './programs.ts'
import { turns } from './turns.ts'

const SOURCES = join(import.meta.dirname, 'python')
/** Importing pandas and scikit-learn takes about 2 s of an idle core. */
const READY_MS = 120_000
const FORKS = 12

/** The one process that has everything loaded and forks a confined child for each connection. */
export interface Warm {
  /** The allow-list of system calls as bytes, for bubblewrap's own processes. */
  readonly filter: string
  connect(kind: string): Promise<Channel>
  /** Starts it where it does not live. @throws XinyuError SEAT_OPEN_FAILED, SEAT_NOT_ISOLATED */
  ready(): Promise<void>
  /** Forks side by side, with their way into the seat: as many as do not make each other late. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>
  stop(): Promise<void>
}

/** Work that needs no pandas: its children come from a small sibling that was forked before anything was loaded. */
const LIGHT = new Set(['prepare', 'files'])

/** What it says on its standard output, a line each; it runs no foreign code. */
const Said = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ missing: z.string() }),
  z.object({ alarm: z.string(), what: z.string() }),
])

export function warmParent(options: {
  runtime: string
  cache: string
  log: Logger
  /** A process of a seat made a system call that no honest work makes. */
  readonly tried: (seatId: string, call: string) => void
}): Warm {
  const { runtime, cache, log, tried } = options
  // A copy, so that no child knows where the space keeps its data.
  const fonts = join(runtime, 'matplotlib')
  if (existsSync(cache)) cpSync(cache, fonts, { recursive: true })
  const socket = join(runtime, 'warm.sock')
  const filter = join(runtime, 'seat.bpf')
  let child: ChildProcess | null = null
  let starting: Promise<void> | null = null
  let count = 0

  const start = async () => {
    const path = `${socket}${++count}`
    const one = spawn(PYTHON, ['-I', '-B', 'warm.py'], {
      cwd: SOURCES,
      env: environment(fonts),
      stdio: 'pipe',
    })
    child = one
    createInterface({ input: one.stderr }).on('line', (line) => log.warn({ line }, 'warm parent'))
    const ended = new Promise<string>((resolve) => {
      one.once('error', (error) => resolve(error.message))
      one.once('exit', (code, signal) => resolve(`${signal ?? code}`))
    })
    void ended.then((why) => {
      if (child !== one) return
      log.warn({ why }, 'the warm parent ended')
      child = null
      starting = null
    })
    one.stdin.on('error', () => {})
    one.stdin.write(`${JSON.stringify({ socket: path, light: `${path}-light`, filter })}\n`)
    const said = new Promise<'ready' | { missing: string }>((resolve) => {
      createInterface({ input: one.stdout }).on('line', (line) => {
        const what = Said.parse(JSON.parse(line))
        if ('alarm' in what) tried(what.alarm, what.what)
        else resolve('ready' in what ? 'ready' : what)
      })
    })
    const late = new Promise<string>((resolve) => setTimeout(resolve, READY_MS, 'not ready').unref())
    const first = await Promise.race([said, ended, late])
    if (first === 'ready') {
      if (!existsSync(cache) && existsSync(fonts)) cpSync(fonts, cache, { recursive: true })
      return
    }
    one.kill('SIGKILL')
    if (typeof first !== 'string') throw notInstalled([`python3 ${first.missing}`])
    throw new XinyuError('SEAT_OPEN_FAILED', { why: `python: ${first}` })
  }

  const ready = (): Promise<void> => (starting ??= start())
  return {
    filter,
    turn: turns(FORKS),
    ready,
    async connect(kind) {
      await ready()
      const light = LIGHT.has(kind) ? '-light' : ''
      return new Promise((resolve, reject) => {
        const one = connect(`${socket}${count}${light}`)
        one.once('connect', () => resolve(new Channel(one)))
        one.once('error', (error) => reject(new XinyuError('SEAT_OPEN_FAILED', { why: error.message })))
      })
    },
    async stop() {
      const one = child
      child = null
      starting = null
      if (!one || one.exitCode !== null || one.signalCode !== null) return
      const ended = new Promise((resolve) => one.once('exit', resolve))
      one.kill('SIGKILL')
      await ended
    },
  }
}

/** Nothing of the server's environment: every child could read it. */
const environment = (fonts: string): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TZ: 'Asia/Shanghai',
  HOME: '/nonexistent',
  MPLCONFIGDIR: fonts,
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
})

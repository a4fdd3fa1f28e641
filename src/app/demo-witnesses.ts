import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { COMPILE_CACHE } from '../kernel/compile-cache.ts'
import type { Core } from '../safeguard/evidence/index.ts'
import { witnessKey } from '../witness/index.ts'

/** Two invented bodies of different kinds witness the demo's log, each with a process, a folder and a key of its own. */
const BODIES = [
  {
    code: 'a',
    name: 'demo.invalid/witness-a',
    zh: '演示见证方甲（监管）',
    en: 'demo witness A (a supervisor)',
  },
  {
    code: 'b',
    name: 'demo.invalid/witness-b',
    zh: '演示见证方乙（医院联合体）',
    en: 'demo witness B (a union of hospitals)',
  },
] as const

const MAIN = join(import.meta.dirname, '../witness/main.ts')
const HOST = '127.0.0.1'
const RESTART_FIRST_MS = 500
const RESTART_LAST_MS = 30_000
/** A change of the log's keys is noticed this often. */
const LOOK_MS = 5000
/** A witness needs little: an arena for each of two threads would be half of what it holds. */
const SMALL = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' }
const SMALL_ARGS = ['--max-semi-space-size=1', '--max-old-space-size=48', '--v8-pool-size=0']

interface Seat {
  readonly body: (typeof BODIES)[number]
  readonly folder: string
  readonly port: number
  readonly vkey: string
}

export interface DemoWitnesses {
  /** What `evidence.witnesses` is for this start. */
  readonly settings: readonly string[]
  /** Starts them for the log of this space, and again whenever one ends or the log changes its keys. */
  serve(core: Core): void
  /** Process ids of those that run. */
  pids(): number[]
  stop(): Promise<void>
}

/** Prepares the demo's witnesses: keys and free ports are known before the log is. */
export async function demoWitnesses(home: string): Promise<DemoWitnesses> {
  const seats: Seat[] = []
  for (const body of BODIES) {
    const folder = join(home, 'demo-witnesses', body.code)
    seats.push({ body, folder, port: await freePort(), vkey: await witnessKey(folder, body.name) })
  }
  const children = new Map<Seat, ChildProcess>()
  const pauses = new Set<NodeJS.Timeout>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const start = (seat: Seat, core: Core, keys: readonly string[], pauseMs = RESTART_FIRST_MS): void => {
    const { folder, body, port } = seat
    const args = ['--folder', folder, '--name', body.name, '--host', HOST, '--port', String(port)]
    const child = fork(MAIN, [...args, ...keys.flatMap((key) => ['--log', key])], {
      execArgv: SMALL_ARGS,
      env: { ...process.env, ...SMALL, NODE_COMPILE_CACHE: COMPILE_CACHE },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    const began = core.clock.now()
    child.stderr?.on('data', (text: Buffer) => core.log.warn({ witness: body.name }, text.toString().trim()))
    child.on('error', (error) => core.log.warn({ err: error, witness: body.name }, 'a witness of the demo'))
    children.set(seat, child)
    child.once('exit', () => {
      if (children.get(seat) !== child) return
      children.delete(seat)
      if (stopped) return
      const pause = core.clock.now() - began > RESTART_LAST_MS ? RESTART_FIRST_MS : pauseMs
      const again = setTimeout(() => {
        pauses.delete(again)
        if (!stopped) start(seat, core, [...core.evidence.vkeys()], Math.min(RESTART_LAST_MS, pause * 2))
      }, pause)
      again.unref()
      pauses.add(again)
    })
  }

  return {
    settings: seats.map(({ vkey, port }) => `${vkey} http://${HOST}:${port}`),
    serve(core) {
      let known = ''
      const look = () => {
        const keys = keysOf(core)
        if (keys === null || keys.join() === known) return
        const isFirst = known === ''
        known = keys.join()
        if (isFirst) for (const seat of seats) start(seat, core, keys)
        // Each is told by its end: it comes again with the new keys.
        else for (const child of children.values()) child.kill('SIGTERM')
      }
      look()
      timer = setInterval(look, LOOK_MS)
      timer.unref()
    },
    pids: () => [...children.values()].flatMap(({ pid }) => pid ?? []),
    async stop() {
      stopped = true
      clearInterval(timer)
      for (const pause of pauses) clearTimeout(pause)
      await Promise.all([...children.values()].map(ended))
    },
  }
}

/** Null while the log is not open. */
function keysOf(core: Core): readonly string[] | null {
  try {
    return core.evidence.vkeys()
  } catch {
    return null
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    const hard = setTimeout(() => child.kill('SIGKILL'), 3000)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, HOST, resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

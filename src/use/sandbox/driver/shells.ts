import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type ShellSpec, shellArguments } from './bwrap.ts'
import { PYTHON } from './programs.ts'

/** An empty seat: namespaces around a sleeping init, a minimal read-only root, no network, no capability. */
export interface Shell {
  /** Bubblewrap itself, and pid 1 of the seat, as the host counts. */
  readonly pid: number
  readonly init: number
  /**
   * Lets the two processes go on, which wait so that they can be put into their group first. Settles when the seat
   * stands: its pid is told long before its root is. @throws XinyuError SEAT_OPEN_FAILED
   */
  go(): Promise<void>
  kill(): void
  readonly ended: Promise<string>
}

/** One small process that starts shells: a fork of the server would copy the page tables of all its memory. */
export interface Shells {
  /** @throws XinyuError SEAT_OPEN_FAILED */
  start(spec: ShellSpec): Promise<Shell>
  /** Ends it, and every shell with it. */
  stop(): Promise<void>
}

const Said = z.discriminatedUnion('ev', [
  z.object({ id: z.int(), ev: z.literal('told'), pid: z.int().positive(), info: z.string() }),
  z.object({ id: z.int(), ev: z.literal('stands') }),
  z.object({ id: z.int(), ev: z.literal('ended'), why: z.string() }),
])
type Said = z.output<typeof Said>
const Info = z.object({ 'child-pid': z.int().positive() })

interface Starter {
  readonly process: ChildProcess
  readonly listeners: Map<number, (said: Said) => void>
}

const failed = (why: string) => new XinyuError('SEAT_OPEN_FAILED', { why: why.slice(0, 200) })

export function createShells(log: Logger): Shells {
  let starter: Starter | null = null
  let count = 0

  const begin = (): Starter => {
    const child = spawn(PYTHON, ['-I', '-B', 'shells.py'], {
      cwd: join(import.meta.dirname, 'python'),
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
      stdio: 'pipe',
    })
    const one: Starter = { process: child, listeners: new Map() }
    child.stdin.on('error', () => {})
    createInterface({ input: child.stderr }).on('line', (line) => log.warn({ line }, 'starter of seats'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = Said.parse(JSON.parse(line))
      one.listeners.get(said.id)?.(said)
    })
    const gone = (why: string) => {
      if (starter === one) starter = null
      for (const [id, listener] of one.listeners) listener({ id, ev: 'ended', why })
    }
    child.once('error', (error) => gone(error.message))
    child.once('exit', (code, signal) => gone(`the starter of seats ended: ${signal ?? code}`))
    return one
  }

  return {
    async start(spec) {
      const { process: child, listeners } = (starter ??= begin())
      const id = ++count
      const [told, stands, ended] = [
        Promise.withResolvers<{ pid: number; info: string }>(),
        Promise.withResolvers<void>(),
        Promise.withResolvers<string>(),
      ]
      listeners.set(id, (said) => {
        if (said.ev === 'told') told.resolve(said)
        if (said.ev === 'stands') stands.resolve()
        if (said.ev === 'ended') ended.resolve(said.why)
      })
      void ended.promise.then(() => listeners.delete(id))
      const ask = (what: object) => child.stdin!.write(`${JSON.stringify({ id, ...what })}\n`)
      const kill = () => void ask({ do: 'kill' })
      const { uid, filter } = spec
      ask({ do: 'open', args: shellArguments(spec), uid, filter, path: process.env.PATH ?? '' })
      const first = await Promise.race([told.promise, ended.promise])
      if (typeof first === 'string') throw failed(first)
      const read = Info.safeParse(parse(first.info))
      if (!read.success) {
        kill()
        throw failed(await ended.promise)
      }
      const go = async () => {
        ask({ do: 'go' })
        const why = await Promise.race([stands.promise, ended.promise])
        if (typeof why === 'string') throw failed(why)
      }
      return { pid: first.pid, init: read.data['child-pid'], go, kill, ended: ended.promise }
    },
    async stop() {
      const one = starter?.process
      starter = null
      if (!one || one.exitCode !== null || one.signalCode !== null) return
      const exited = new Promise((resolve) => one.once('exit', resolve))
      one.stdin!.end()
      await exited
    },
  }
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

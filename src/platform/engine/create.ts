import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Confinement, findConfinement } from './confine.ts'
import type { Engine } from './engine.ts'
import { type Executor, type ExecutorOptions, NeverBegun, runOnce, startExecutor } from './executor.ts'
import { findWrappers, type Wrappers } from './launch.ts'
import { createParser, type Parser } from './parser.ts'
import { runScript } from './script.ts'
import type { EngineSettings } from './settings.ts'
import { createTurns, type Turns } from './turns.ts'

export interface EngineParts {
  readonly config: { readonly engine: EngineSettings }
  readonly home: string
  readonly log: Pick<Logger, 'warn' | 'info'>
  readonly clock: Clock
}

/** What is known only after the machine was looked at. */
interface Ground {
  readonly confinement: Confinement
  readonly wrappers: Wrappers
  readonly parser: Parser
  readonly scratch: string
}

/** The engine of the platform, and the ids of its waiting children for measurements and tests. */
export interface DuckEngine extends Engine {
  children(): { parser: number | undefined; waiting: number[] }
}

/** DuckDB, in child processes only: this process never loads it, so a crash of it is an error and no more. */
export function createEngine({ config, home, log }: EngineParts): DuckEngine {
  const settings = config.engine
  const turns = createTurns(settings.concurrency)
  // Imports take minutes: they have turns of their own and never hold up a query.
  const scriptTurns = createTurns(settings.concurrency)
  const waiting: Executor[] = []
  const running = new Set<AbortController>()
  let ground: Promise<Ground> | null = null
  let parserPid: () => number | undefined = () => undefined
  let stopped = false

  async function look(): Promise<Ground> {
    const wrappers = findWrappers()
    const scratch = join(home, 'tmp', 'engine')
    await mkdir(scratch, { recursive: true, mode: 0o700 })
    // Spill files of a killed server; one process per home, so nobody else's.
    for (const name of await readdir(scratch)) await rm(join(scratch, name), { recursive: true, force: true })
    const { maxTextBytes, parseTimeMs } = settings
    const parser = createParser({ wrapper: wrappers.query, maxTextBytes, timeMs: parseTimeMs })
    parserPid = () => parser.pid()
    return { confinement: await findConfinement(), wrappers, parser, scratch }
  }
  const onGround = () => (ground ??= look())

  function refill({ wrappers }: Ground): void {
    if (stopped) return
    while (waiting.length < settings.warmChildren) {
      const executor = startExecutor(wrappers.query)
      waiting.push(executor)
      void executor.child.closed.then(() => {
        const place = waiting.indexOf(executor)
        if (place >= 0) waiting.splice(place, 1)
      })
    }
  }

  const options = ({ confinement, scratch }: Ground, wrapper: readonly string[]): ExecutorOptions => ({
    wrapper,
    confinement,
    scratch,
    threads: settings.threads,
    tempBytes: settings.tempMib * 1_048_576,
    maxMembers: settings.maxMembers,
    onFailure: (what) => log.warn(what, 'engine child failed'),
  })

  /** One turn with a signal that also fires on stop. */
  async function inTurn<T>(
    line: Turns,
    lane: string,
    signal: AbortSignal | undefined,
    body: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (stopped) throw new XinyuError('NOT_READY', { what: 'engine' })
    const own = new AbortController()
    running.add(own)
    try {
      const both = signal ? AbortSignal.any([signal, own.signal]) : own.signal
      return await line.take(lane, both, () => body(both))
    } finally {
      running.delete(own)
    }
  }

  return {
    parse: async (sql) => (await onGround()).parser.parse(sql),
    query: (work, signal) =>
      inTurn(turns, work.lane ?? '', signal, async (both) => {
        const here = await onGround()
        const fresh = () => startExecutor(here.wrappers.query)
        const once = (executor: Executor) => runOnce(executor, work, options(here, here.wrappers.query), both)
        const result = once(waiting.shift() ?? fresh())
        refill(here)
        return result.catch((error: unknown) => {
          if (error instanceof NeverBegun) return once(fresh())
          throw error
        })
      }),
    script: (work, { signal, onProgress } = {}) =>
      inTurn(scriptTurns, '', signal, async (both) => {
        const here = await onGround()
        const given = onProgress ? { signal: both, onProgress } : { signal: both }
        return runScript(work, given, options(here, here.wrappers.script))
      }),
    async confinement() {
      const { confinement, wrappers } = await onGround()
      return { memory: confinement.mode, notes: [...confinement.notes, ...wrappers.notes] }
    },
    async start() {
      const here = await onGround()
      refill(here)
      await Promise.all([here.parser.start(), ...waiting.map(({ ready }) => ready)])
    },
    async stop() {
      stopped = true
      for (const run of running) run.abort()
      const here = await ground
      here?.parser.stop()
      for (const { child } of waiting) child.kill()
      await Promise.all(waiting.map(({ child }) => child.closed))
    },
    children: () => ({ parser: parserPid(), waiting: waiting.map(({ child }) => child.pid) }),
  }
}

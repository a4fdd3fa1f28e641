import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Confinement } from './confine.ts'
import { deadline, diskError, killedError, memoryError } from './deadline.ts'
import type { Cell, QueryResult, QueryWork } from './engine.ts'
import { type Child, launch } from './launch.ts'
import { readMembers } from './members.ts'
import type { ExecutorMessage, ExecutorWork } from './message.ts'

export interface ExecutorOptions {
  readonly wrapper: readonly string[]
  readonly confinement: Confinement
  readonly threads: number
  /** Folder for spill files; each run gets its own below it and loses it afterwards. */
  readonly scratch: string
  /** Temp disk of one run where its limits do not say. */
  readonly tempBytes: number
  /** Most members that one run may bring back. */
  readonly maxMembers: number
  readonly onFailure: (what: { what: string; words: string }) => void
}

/** A started child that waits for its one query. */
export interface Executor {
  readonly child: Child
  readonly ready: Promise<void>
}

export function startExecutor(wrapper: readonly string[]): Executor {
  const child = launch('executor.mjs', wrapper, 256)
  const ready = new Promise<void>((resolve, reject) => {
    child.process.once('message', () => resolve())
    void child.closed.then(() =>
      reject(new XinyuError('ENGINE_FAILED', { what: 'child ended while starting' })),
    )
  })
  ready.catch(() => {})
  return { child, ready }
}

/** How a process ends when an allocation fails under an rlimit. */
export const ranOut = (signal: NodeJS.Signals | null): boolean =>
  signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL' || signal === 'SIGSEGV'

/** The library and V8 need room beside what DuckDB counts itself. */
export const softMemory = (bytes: number): number =>
  Math.max(32 << 20, Math.floor((bytes - (96 << 20)) * 0.75))

/** The child was gone before it got its work: nothing was tried, so another child may. */
export class NeverBegun extends XinyuError {
  constructor() {
    super('ENGINE_FAILED', { what: 'child ended while starting' })
  }
}

interface Heard {
  begun: boolean
  columns: QueryResult['columns']
  rows: (readonly Cell[])[]
  last: Extract<ExecutorMessage, { type: 'done' | 'error' }> | null
}

function hear(child: Child): { heard: Heard; over: Promise<unknown> } {
  const heard: Heard = { begun: false, columns: [], rows: [], last: null }
  const last = new Promise<void>((resolve) => {
    child.process.on('message', (message: ExecutorMessage) => {
      if (message.type === 'begun') heard.begun = true
      if (message.type === 'columns') heard.columns = message.columns
      if (message.type === 'rows') for (const row of message.rows) heard.rows.push(row)
      if (message.type === 'done' || message.type === 'error') {
        heard.last = message
        resolve()
      }
    })
  })
  return { heard, over: Promise.race([last, child.closed]) }
}

/** Gives the child its one query, waits for the answer or the end, and cleans up behind it. */
export async function runOnce(
  executor: Executor,
  work: QueryWork,
  options: ExecutorOptions,
  signal: AbortSignal | undefined,
): Promise<QueryResult> {
  const { child } = executor
  const { limits } = work
  const limit = deadline(child, limits.timeMs, signal)
  const tempDirectory = await mkdtemp(join(options.scratch, 'run-'))
  const { heard, over } = hear(child)
  const cage = await executor.ready
    .then(() => options.confinement.cage(child.pid, limits.memoryBytes))
    .catch(() => null)
  try {
    if (cage) {
      child.process.send(taskOf(work, tempDirectory, options), () => {})
    } else child.kill()
    await over
    const why = limit.reason()
    if (heard.last?.type === 'done' && why === null) {
      const { elapsedMs, peakBytes, members } = heard.last
      const result = { columns: heard.columns, rows: heard.rows, elapsedMs, peakBytes }
      return members ? { ...result, members: await readMembers(tempDirectory, members) } : result
    }
    if (why) throw killedError(why, limits.timeMs)
    if (!heard.begun) throw new NeverBegun()
    throw await failure(heard, child, limits, (await cage?.killedForMemory()) ?? false, options)
  } finally {
    limit.clear()
    child.kill()
    // The answer need not wait for the sweeping.
    void child.closed.then(async () => {
      await cage?.open()
      await rm(tempDirectory, { recursive: true, force: true })
    })
  }
}

/** Shares of the memory for folding members, and for what the library holds meanwhile: together they must fit. */
const FOLDING = 0.45
const BESIDE_FOLDING = 2 / 3

function taskOf(work: QueryWork, tempDirectory: string, options: ExecutorOptions): ExecutorWork {
  const { sql, tables, steps, members, limits } = work
  return {
    sql,
    tables,
    steps: steps ?? [],
    members: members
      ? {
          sql: members.sql,
          folds: members.folds,
          size: members.size ?? null,
          unions: members.unions ?? null,
          most: Math.floor(options.maxMembers * (members.share ?? 1)),
        }
      : null,
    membersBytes: Math.floor(limits.memoryBytes * FOLDING),
    maxRows: limits.maxRows,
    softMemoryBytes: Math.floor(softMemory(limits.memoryBytes) * (members ? BESIDE_FOLDING : 1)),
    threads: options.threads,
    tempDirectory,
    tempBytes: limits.tempBytes ?? options.tempBytes,
  }
}

async function failure(
  { last }: Heard,
  child: Child,
  limits: QueryWork['limits'],
  oom: boolean,
  options: ExecutorOptions,
): Promise<XinyuError> {
  if (last?.type === 'error') {
    if (last.kind === 'memory') return memoryError(limits.memoryBytes)
    if (last.kind === 'disk') return diskError(limits.tempBytes ?? options.tempBytes)
    if (last.kind === 'members') return new XinyuError('ENGINE_TOO_MANY_MEMBERS')
    if (last.kind === 'rows') return new XinyuError('ENGINE_TOO_MANY_ROWS', { limit: limits.maxRows })
    options.onFailure({ what: last.what, words: '' })
    return new XinyuError('ENGINE_FAILED', { what: last.what })
  }
  const { signal } = await child.closed
  // Under an rlimit the allocation fails inside: V8 and the C++ runtime then abort.
  const aborted = options.confinement.mode === 'rlimit' && ranOut(signal)
  if (oom || aborted) return memoryError(limits.memoryBytes)
  options.onFailure({ what: 'child ended without an answer', words: child.lastWords() })
  return new XinyuError('ENGINE_FAILED', { what: 'child ended without an answer' })
}

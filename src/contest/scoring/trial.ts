import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isXinyuError } from '../../kernel/errors/index.ts'
import type { SandboxDriver } from '../../use/sandbox/index.ts'
import type { ProblemKind, RunLog, TaskColumn } from './model.ts'

type Seat = Awaited<ReturnType<SandboxDriver['open']>>
type JobEnd = Awaited<Awaited<ReturnType<Seat['job']>>['ended']>

const MIB = 2 ** 20
/** One program at a time, on a machine that others work on. */
const LIMITS = {
  memoryBytes: 1024 * MIB,
  cpuWeight: 50,
  processes: 64,
  descriptors: 512,
  diskBytes: 320 * MIB,
  inodes: 10_000,
} as const
/** How often the processor time is looked at: a program may use so much more than it is given. */
const LOOK_MS = 200
const SCRIPT = '.run.py'
const RUNNER = readFileSync(join(import.meta.dirname, 'python/runner.py'))
/** What the runner says by its exit code. */
const NO_MEMORY = 77
const LOG_LINES = 500
const LOG_BYTES = 64 * 1024
/** More than this is not read: a program that floods its connection is ended. */
const FLOOD_BYTES = 4 * MIB

export interface Trial {
  readonly slot: number
  readonly name: string
  readonly artefact: Uint8Array
  /** CSV with numbered rows, without answers: nothing else about the data enters the seat. */
  readonly features: string
  readonly columns: readonly TaskColumn[]
  readonly cpuMs: number
  readonly timeMs: number
  /** Most bytes of the answer. */
  readonly mostBytes: number
  /** True on public rows alone: what the program says is kept, for its team. */
  readonly keepLog: boolean
  readonly signal: AbortSignal
}

export interface Tried {
  readonly problem: ProblemKind | null
  readonly output: Buffer | null
  readonly cpuMs: number
  readonly log: RunLog | null
}

/** The seat was closed by us, or the run was called off: nothing is known about the program. */
export class CalledOff extends Error {}

/**
 * Runs one program in a seat that lives for it alone: no network, no tables, no other team, limits of memory,
 * processes, processor and time. Out of it come bytes of one file, bounded, and one word of a closed list.
 * @throws CalledOff, and what opening a seat throws
 */
export async function tryOut(
  { driver, demo }: { readonly driver: SandboxDriver | null; readonly demo: boolean },
  trial: Trial,
): Promise<Tried> {
  const level = driver ? (await driver.isolation()).level : 'none'
  // Only a demo has seats where isolation is degraded.
  if (!driver || level === 'none' || (level === 'degraded' && !demo)) return nothing('isolation')
  const bare = { tables: null, own: null, packages: [], files: null }
  const seat = await driver.open({ seatId: `trial-${trial.slot}`, slot: trial.slot, ...bare, limits: LIMITS })
  try {
    await handIn(seat, trial)
    const ran = await runIn(seat, trial)
    if (trial.signal.aborted) throw new CalledOff()
    if (ran.problem) return { ...ran, output: null }
    return { ...ran, ...(await answerOf(seat, trial)) }
  } finally {
    await seat.close()
  }
}

const nothing = (problem: ProblemKind): Tried => ({ problem, output: null, cpuMs: 0, log: null })

async function handIn(seat: Seat, { name, artefact, features, columns }: Trial): Promise<void> {
  const kinds = Object.fromEntries(columns.map((column) => [column.name, column.type]))
  await seat.write(name.endsWith('.zip') ? 'artefact.zip' : 'model/predict.py', artefact)
  await seat.write('input/features.csv', Buffer.from(features))
  await seat.write('input/columns.json', Buffer.from(JSON.stringify(kinds)))
  await seat.write(SCRIPT, RUNNER)
}

async function runIn(seat: Seat, trial: Trial): Promise<Omit<Tried, 'output'>> {
  const before = (await seat.usage()).cpuMs
  const parameters: Record<string, string> = trial.keepLog ? {} : { quiet: '1' }
  const job = await seat.job({ language: 'python', script: SCRIPT, parameters, timeMs: trial.timeMs })
  let why: ProblemKind | null = null
  let used = 0
  const stop = (problem: ProblemKind) => {
    why ??= problem
    void job.cancel().catch(() => {})
  }
  const callOff = () => void job.cancel().catch(() => {})
  trial.signal.addEventListener('abort', callOff, { once: true })
  if (trial.signal.aborted) callOff()
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    used = (await seat.usage().catch(() => ({ cpuMs: before }))).cpuMs - before
    looking = false
    if (used > trial.cpuMs) stop('time')
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  try {
    const log = await listen(job.events, trial.keepLog, () => stop('crashed'))
    const ended = await job.ended
    await look()
    return { problem: why ?? (await problemOf(ended, seat)), cpuMs: Math.max(0, used), log }
  } finally {
    clearInterval(timer)
    trial.signal.removeEventListener('abort', callOff)
  }
}

type Events = Awaited<ReturnType<Seat['job']>>['events']

/** Every line is taken, so that nobody waits; kept are those of a run on public rows, up to a bound. */
async function listen(events: Events, keep: boolean, flood: () => void): Promise<RunLog | null> {
  const lines: { stream: 'out' | 'err'; line: string }[] = []
  let [bytes, cut] = [0, false]
  for await (const event of events) {
    if (!('line' in event)) continue
    bytes += Buffer.byteLength(event.line) + 1
    if (bytes > FLOOD_BYTES) flood()
    if (!keep) continue
    if (lines.length >= LOG_LINES || bytes > LOG_BYTES) cut = true
    else lines.push({ stream: event.stream, line: plain(event.line) })
  }
  return keep ? { lines, cut } : null
}

/** No control characters: what a program prints is shown as text and stays text. PostgreSQL takes no zero either. */
const plain = (line: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is left out
  line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�').toWellFormed()

async function problemOf({ state, code }: JobEnd, seat: Seat): Promise<ProblemKind | null> {
  if (state === 'ok') return null
  if (state === 'time') return 'time'
  if (state === 'memory' || code === NO_MEMORY) return 'memory'
  if (state === 'died') {
    // The seat itself may have gone: by its memory, or by us.
    const gone = await Promise.race([seat.closed, soon()])
    if (gone === 'memory') return 'memory'
    if (gone === 'driver' || gone === 'asked') throw new CalledOff()
  }
  return 'crashed'
}

const soon = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), 100))

/** The one file that counts. */
async function answerOf(
  seat: Seat,
  { mostBytes }: Trial,
): Promise<{ problem: ProblemKind | null; output: Buffer | null }> {
  try {
    return { problem: null, output: await seat.read('output/predictions.csv', mostBytes) }
  } catch (error) {
    if (!isXinyuError(error)) throw error
    if (error.code === 'SEAT_ENDED') {
      if ((await seat.closed) === 'driver') throw new CalledOff()
      return { problem: 'memory', output: null }
    }
    return { problem: error.code === 'SEAT_FILE_MISSING' ? 'no_output' : 'bad_output', output: null }
  }
}

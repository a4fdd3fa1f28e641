import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readOrNull, writeDurably } from './files.ts'
import { openJournal } from './journal.ts'
import { type Seen, WitnessError } from './model.ts'

/** What a witness remembers, in its own folder. */
export interface Store {
  /** True where nothing was cosigned here yet. */
  readonly empty: boolean
  get(origin: string): Seen | null
  all(): readonly Seen[]
  /** A time that is not before any given earlier, POSIX seconds: a clock that was set back does not go back here. */
  time(nowMs: number): number
  /** Journal, guard and state are on the disk, in this order, when it returns. */
  put(seen: Omit<Seen, 'n'>): Promise<void>
  /** The reason why an origin is no longer cosigned; null where it is. */
  stopped(origin: string): string | null
  stop(origin: string, note: string): Promise<void>
  /** Takes the word of whoever runs this witness that a checkpoint with its own cosignature is the newest. */
  adopt(seen: Omit<Seen, 'n'>): Promise<void>
  keepFork(proof: string): Promise<void>
  close(): Promise<void>
}

/** A hostile log must not fill the disk with proofs against itself. */
const MOST_FORKS = 100

export const hashOfOrigin = (origin: string): string => createHash('sha256').update(origin).digest('hex')

/**
 * Opens the memory of a witness. The state of each log and the journal of all are written one after the other: a state
 * older than the journal, or the other way round, means that somebody put back an older file. Both put back at once are
 * seen by the guard, a small file that is best kept on another disk or machine.
 * @throws WitnessError ROLLED_BACK, DAMAGED
 */
export async function openStore(folder: string, guardFile: string | null): Promise<Store> {
  const states = join(folder, 'state')
  const stops = join(folder, 'stopped')
  const forks = join(folder, 'forks')
  for (const one of [states, stops, forks]) await mkdir(one, { recursive: true, mode: 0o700 })
  const stateFile = (origin: string) => join(states, `${hashOfOrigin(origin)}.json`)
  const journal = await openJournal(join(folder, 'journal'))
  const writeState = (seen: Seen) => writeDurably(stateFile(seen.origin), `${JSON.stringify(seen)}\n`, 0o600)

  const known = new Map<string, Seen>()
  const close = () => journal.close()
  try {
    for (const file of (await readdir(states)).filter((name) => name.endsWith('.json'))) {
      const seen = await readState(join(states, file))
      known.set(seen.origin, seen)
    }
    for (const line of journal.last.values()) {
      const state = known.get(line.origin)
      if (state && state.n === line.n && state.root === line.root && state.size === line.size) continue
      // A crash between the two writes leaves exactly the newest line without its state.
      const before = journal.before(line.origin)
      const crashed = line.n === journal.head().n && (before === null || (state?.n ?? 0) === before)
      if (!crashed || (state && state.n >= line.n)) throw rolledBack(stateFile(line.origin))
      await writeState(line)
      known.set(line.origin, line)
    }
    for (const state of known.values()) {
      if (!journal.last.has(state.origin)) throw rolledBack(join(folder, 'journal'))
    }
    await checkGuard(guardFile, journal.head())
  } catch (error) {
    await close()
    throw error
  }
  const stopped = new Set(await readdir(stops))
  let latest = Math.max(0, ...[...known.values()].map((seen) => seen.at))
  let forkCount = (await readdir(forks)).length

  const put = async (seen: Omit<Seen, 'n'>) => {
    const whole: Seen = { ...seen, n: journal.head().n + 1 }
    await journal.append(whole)
    if (guardFile !== null) await writeDurably(guardFile, printGuard(journal.head()))
    await writeState(whole)
    known.set(whole.origin, whole)
    latest = Math.max(latest, whole.at)
  }

  return {
    empty: known.size === 0,
    get: (origin) => known.get(origin) ?? null,
    all: () => [...known.values()],
    time: (nowMs) => Math.max(latest, Math.floor(nowMs / 1000)),
    put,
    stopped: (origin) =>
      stopped.has(hashOfOrigin(origin))
        ? 'its own cosignature over a larger tree was shown to this witness'
        : null,
    async stop(origin, note) {
      await writeDurably(join(stops, hashOfOrigin(origin)), note)
      stopped.add(hashOfOrigin(origin))
    },
    async adopt(seen) {
      await put(seen)
      await rm(join(stops, hashOfOrigin(seen.origin)), { force: true })
      stopped.delete(hashOfOrigin(seen.origin))
    },
    async keepFork(proof) {
      if (forkCount >= MOST_FORKS) return
      forkCount++
      await writeDurably(join(forks, `${hashOfOrigin(proof).slice(0, 16)}.json`), proof)
    },
    close,
  }
}

const printGuard = (head: { n: number; hash: string }): string => `${head.n} ${head.hash}\n`

/** The guard is written after the journal: it may be one line behind, never ahead, and never another history. */
async function checkGuard(file: string | null, head: { n: number; hash: string }): Promise<void> {
  if (file === null) return
  const text = await readOrNull(file)
  if (text === null && head.n > 0)
    throw new WitnessError(
      'ROLLED_BACK',
      `看守文件 ${file} 不见了。若是第一次启用，请先建一个空文件。`,
      `The guard ${file} is missing. To begin with one, make an empty file first.`,
    )
  const said = (text ?? '').trim()
  // Rubbish in it would pass for a guard that knows of nothing.
  if (said !== '' && !/^\d{1,15} [0-9a-f]{64}$/.test(said))
    throw new WitnessError('DAMAGED', `看守文件 ${file} 损坏。`, `The guard ${file} is damaged.`)
  const [n = '', hash = ''] = said.split(' ')
  const ahead = Number(n) > head.n || (n !== '' && Number(n) === head.n && hash !== head.hash)
  if (ahead) throw rolledBack(`the journal (guard ${file})`)
  await writeDurably(file, printGuard(head))
}

async function readState(file: string): Promise<Seen> {
  try {
    const seen = JSON.parse((await readOrNull(file))!) as Seen
    if (typeof seen.origin === 'string' && Number.isSafeInteger(seen.n)) return seen
  } catch {
    // Told below.
  }
  throw new WitnessError('DAMAGED', `${file} 损坏。`, `${file} is damaged.`)
}

const rolledBack = (file: string) =>
  new WitnessError(
    'ROLLED_BACK',
    `${file} 比其余记录旧：目录可能被回退。见证方不启动，请用最新的目录。`,
    `${file} is older than the rest: the folder may have been rolled back. The witness does not start; use the newest folder.`,
  )

import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import { BUREAUS } from './data/regions.ts'
import type { BureauCounts } from './bureau.ts'
import { MOST_NATIVES } from './person.ts'
import { OTHERS_JOB, type WorkerMessage, type WorkerOrder } from './worker.ts'
import { createWorld } from './world.ts'

export interface DemoOptions {
  /** Folder to fill; made when missing. Files of the same names are replaced. */
  readonly dir: string
  readonly persons: number
  /** 32-bit integer: same seed and persons, same bytes, on any machine and with any number of workers. */
  readonly seed: number
  /** False for a clean population without planted errors and misuse. Default true. */
  readonly plant?: boolean
  readonly workers?: number
  readonly onProgress?: (progress: DemoProgress) => void
  readonly signal?: AbortSignal
}

export interface DemoProgress {
  readonly persons: number
  readonly of: number
}

export interface DemoResult {
  /** `310000/setl_d` → rows without the header line. */
  readonly rows: Readonly<Record<string, number>>
  readonly bytes: number
  readonly plantings: number
  readonly plantingsByKind: Readonly<Record<string, number>>
}

/** Most persons for which everybody gets an own identity number. */
export const MOST_PERSONS = Math.floor(
  (MOST_NATIVES * 100) / Math.max(...BUREAUS.map((bureau) => bureau.share)),
)

/**
 * Writes the demo: a folder of CSV files (UTF-8, header line, no quotes needed) for each bureau and each other
 * body, `truth.jsonl` with every planting and `truth.json` with their counts.
 * @throws RangeError for an impossible number of persons
 * @throws AbortError when `signal` is aborted; the system's error (ENOSPC, EACCES, …) when writing fails
 */
export async function generateDemo(options: DemoOptions): Promise<DemoResult> {
  const { dir, persons, seed, plant = true, signal } = options
  if (!Number.isInteger(persons) || persons < 1 || persons > MOST_PERSONS) {
    throw new RangeError(`persons must be an integer from 1 to ${MOST_PERSONS}, not ${persons}`)
  }
  signal?.throwIfAborted()
  await mkdir(dir, { recursive: true })
  const counts = await runJobs({ dir, persons, seed, plant, stop: new SharedArrayBuffer(4) }, options)
  signal?.throwIfAborted()
  return finish(dir, persons, seed, plant, counts)
}

/** Largest first, so that two workers end at about the same time. */
const JOBS = [1, 0, 2, 3, OTHERS_JOB]

async function runJobs(order: WorkerOrder, options: DemoOptions): Promise<BureauCounts[]> {
  const queue = [...JOBS]
  const results: BureauCounts[] = []
  const stopCell = new Int32Array(order.stop)
  const onAbort = (): void => void Atomics.store(stopCell, 0, 1)
  options.signal?.addEventListener('abort', onAbort, { once: true })
  let done = 0
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order })
    try {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        results[job] = await runJob(worker, job, (persons) => {
          done += persons
          options.onProgress?.({ persons: done, of: options.persons })
        })
      }
    } catch (error) {
      onAbort()
      queue.length = 0
      throw error
    } finally {
      await worker.terminate()
    }
  }
  const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), JOBS.length))
  const ends = await Promise.allSettled(Array.from({ length: workers }, work))
  options.signal?.removeEventListener('abort', onAbort)
  options.signal?.throwIfAborted()
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []))
  // The first cause stops the other workers, whose own ends are only consequences.
  const cause = failures.find((error) => error.name !== 'AbortError') ?? failures[0]
  if (cause) throw cause
  return results
}

function runJob(worker: Worker, job: number, progress: (persons: number) => void): Promise<BureauCounts> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', hear)
      worker.off('error', fail)
      worker.off('exit', exit)
    }
    const fail = (error: unknown): void => {
      end()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const exit = (code: number): void => fail(new Error(`demo worker ended with code ${code}`))
    const hear = (message: WorkerMessage): void => {
      if (message.kind === 'progress') return progress(message.persons)
      if (message.kind === 'failed') return fail(message.error)
      end()
      resolve(message.counts)
    }
    worker.on('message', hear)
    worker.on('error', fail)
    worker.on('exit', exit)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    worker.postMessage(job)
  })
}

async function finish(
  dir: string,
  persons: number,
  seed: number,
  plant: boolean,
  counts: BureauCounts[],
): Promise<DemoResult> {
  const out = createWriteStream(join(dir, 'truth.jsonl'))
  for (let bureau = 0; bureau < BUREAUS.length; bureau++) {
    const part = join(dir, `truth.${bureau}.part`)
    await pipeline(createReadStream(part), out, { end: false })
    await rm(part)
  }
  await new Promise<void>((resolve, reject) =>
    out.end((error?: Error | null) => (error ? reject(error) : resolve())),
  )
  const rows: Record<string, number> = {}
  const kinds: Record<string, number> = {}
  counts.forEach((count, job) => {
    for (const [table, n] of Object.entries(count.rows))
      rows[`${BUREAUS[job]?.code ?? 'others'}/${table}`] = n
    for (const [kind, n] of Object.entries(count.kinds)) kinds[kind] = (kinds[kind] ?? 0) + n
  })
  const result: DemoResult = {
    rows,
    bytes: counts.reduce((sum, count) => sum + count.bytes, 0),
    plantings: counts.reduce((sum, count) => sum + count.truths, 0),
    plantingsByKind: Object.fromEntries(Object.entries(kinds).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
  const world = createWorld(seed, persons)
  const summary = { synthetic: true, seed, persons, planted: plant, natives: world.natives, ...result }
  await writeFile(join(dir, 'truth.json'), `${JSON.stringify(summary, null, 2)}\n`)
  return result
}

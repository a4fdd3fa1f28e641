import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createRowMaker, forEachPerson, StoppedError } from './bureau.ts'
import { BUREAUS } from './data/regions.ts'
import { openSink } from './sink.ts'
import { TABLE_COLUMNS } from './tables.ts'
import { createWorld, type World } from './world.ts'

export interface SettlementOptions {
  /** Exact number of rows to write, without the header line. */
  readonly rows: number
  /** CSV file to write, or with `parts` the stem: `file.0.csv`, `file.1.csv`, … */
  readonly file: string
  readonly seed: number
  /**
   * Files written side by side, one worker each: the fast way on several cores. The rows depend on the number
   * of parts, which is therefore never taken from the machine. Default 1: the plain file.
   */
  readonly parts?: number
  readonly signal?: AbortSignal
}

export interface SettlementOrder {
  readonly rows: number
  readonly file: string
  readonly seed: number
  /** Persons whose number is `offset` modulo `step`. */
  readonly offset: number
  readonly step: number
  readonly stop: SharedArrayBuffer
}

/** Mean settlements of a person lie near three; asking for two makes sure that the persons suffice. */
const ROWS_A_PERSON = 2

/**
 * Writes clean settlement rows (SETL_D alone) for benchmarks, from the same row maker as the demo.
 * @returns the files written, in order
 * @throws RangeError, AbortError, or the system's error when writing fails
 */
export async function generateSettlements(options: SettlementOptions): Promise<string[]> {
  const { rows, file, seed, parts = 1, signal } = options
  if (!Number.isInteger(rows) || rows < 1)
    throw new RangeError(`rows must be a positive integer, not ${rows}`)
  signal?.throwIfAborted()
  const stop = new SharedArrayBuffer(4)
  const abort = (): void => void Atomics.store(new Int32Array(stop), 0, 1)
  signal?.addEventListener('abort', abort, { once: true })
  const orders = Array.from(
    { length: parts },
    (_, offset): SettlementOrder => ({
      rows: Math.floor(rows / parts) + (offset < rows % parts ? 1 : 0),
      file: parts === 1 ? file : `${file.replace(/\.csv$/, '')}.${offset}.csv`,
      seed,
      offset,
      step: parts,
      stop,
    }),
  )
  const queue = [...orders]
  const lane = async (): Promise<void> => {
    for (let order = queue.shift(); order; order = queue.shift()) await inWorker(order)
  }
  try {
    await Promise.all(Array.from({ length: Math.min(parts, availableParallelism()) }, lane))
  } catch (error) {
    abort()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
  return orders.map((order) => order.file)
}

function inWorker(order: SettlementOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./settlements-worker.ts', import.meta.url), { workerData: order })
    worker.once('message', (error: Error | null) => {
      void worker.terminate()
      if (error === null) resolve()
      else reject(error)
    })
    worker.once('error', reject)
  })
}

class EnoughError extends Error {}

/** Writes one part in the calling thread. */
export function writeSettlements(order: SettlementOrder): void {
  const persons = Math.ceil((order.rows * order.step) / ROWS_A_PERSON) + 1000
  const world: World = createWorld(order.seed, persons)
  const flag = new Int32Array(order.stop)
  const sink = openSink(order.file, TABLE_COLUMNS.setl_d.join(','))
  try {
    for (let bureau = 0; bureau < BUREAUS.length; bureau++) {
      const rowsOf = createRowMaker(world, bureau, null, true)
      let n = 0
      forEachPerson(world, bureau, (origin, j) => {
        if (n++ % order.step !== order.offset) return
        for (const row of rowsOf(origin, j).rows.setl_d) {
          if (sink.rows() === order.rows) throw new EnoughError()
          sink.row(row)
        }
        if (n % 512 === 0 && Atomics.load(flag, 0) !== 0) throw new StoppedError('The generator was stopped')
      })
    }
  } catch (error) {
    if (!(error instanceof EnoughError)) throw error
  } finally {
    sink.close()
  }
}

import { parentPort, workerData } from 'node:worker_threads'
import { type BureauCounts, writeBureau } from './bureau.ts'
import { writeOthers } from './public.ts'
import { createWorld } from './world.ts'

/** What a worker is told: one job is one bureau, or the other bodies (job 4). */
export interface WorkerOrder {
  readonly dir: string
  readonly persons: number
  readonly seed: number
  readonly plant: boolean
  /** One 32-bit cell; not 0 means stop. A worker that writes without pause hears no messages. */
  readonly stop: SharedArrayBuffer
}

export type WorkerMessage =
  | { kind: 'progress'; persons: number }
  | { kind: 'done'; job: number; counts: BureauCounts }
  | { kind: 'failed'; job: number; error: unknown }

export const OTHERS_JOB = 4

if (parentPort) {
  const port = parentPort
  const order = workerData as WorkerOrder
  const flag = new Int32Array(order.stop)
  const stop = (): boolean => Atomics.load(flag, 0) !== 0
  const world = createWorld(order.seed, order.persons)
  const say = (message: WorkerMessage): void => port.postMessage(message)
  const progress = (persons: number): void => say({ kind: 'progress', persons })
  port.on('message', (job: number) => {
    try {
      const counts =
        job === OTHERS_JOB
          ? writeOthers(order.dir, world, stop, progress)
          : writeBureau(order.dir, world, job, order.plant, stop, progress)
      say({ kind: 'done', job, counts })
    } catch (error) {
      say({ kind: 'failed', job, error })
    }
  })
}

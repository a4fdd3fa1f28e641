import { Worker } from 'node:worker_threads'
import type { Bound, System } from './bounds.ts'

/**
 * Bounds of the goals, as many as fit into `timeMs`. An aborted signal ends it at once.
 * @throws the signal's reason; what the solver threw
 */
export function solveInThread(system: System, timeMs: number, signal: AbortSignal): Promise<Bound[]> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const bounds: Bound[] = []
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: system })
    const end = (finish: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      void worker.terminate()
      finish()
    }
    const abort = () => end(() => reject(signal.reason as Error))
    const timer = setTimeout(() => end(() => resolve(bounds)), timeMs)
    signal.addEventListener('abort', abort)
    worker.on('message', (bound: Bound | null) => {
      if (bound === null) end(() => resolve(bounds))
      else bounds.push(bound)
    })
    worker.on('error', (error) => end(() => reject(error)))
  })
}

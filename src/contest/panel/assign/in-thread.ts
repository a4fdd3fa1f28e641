import { Worker } from 'node:worker_threads'
import type { Problem, Solution } from './problem.ts'

/** A panel of hundreds takes a second or two; an impossible size is given up. */
const MOST_MS = 120_000

export function solveInThread(problem: Problem): Promise<Solution> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url))
  return new Promise<Solution>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the assignment takes too long')), MOST_MS)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      settle()
      void thread.terminate()
    }
    thread.once('message', (solution: Solution) => end(() => resolve(solution)))
    thread.once('error', (error: Error) => end(() => reject(error)))
    thread.once('exit', () => end(() => reject(new Error('the assignment was broken off'))))
    thread.postMessage(problem)
  })
}

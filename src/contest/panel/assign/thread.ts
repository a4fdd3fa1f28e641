import { parentPort } from 'node:worker_threads'
import type { Problem } from './problem.ts'
import { solve } from './solve.ts'

/** The thread in which an assignment is worked out: the server answers others meanwhile. */
parentPort?.on('message', (problem: Problem) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort!.postMessage(solve(problem))
})

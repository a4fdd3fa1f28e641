import { Worker } from 'node:worker_threads'
import type { PlainTerms } from './look.ts'
import { type Seen, type Subject } from './look-at.ts'

/** What one file may take of a thread. */
const TIME_MS = 60_000
const HEAP_MB = 768

let worker: Worker | null = null
let turn: Promise<unknown> = Promise.resolve()

/** Reads a file in the thread, one after the other; null where it took too long or too much. */
export function lookInThread(subject: Subject, terms: PlainTerms, timeMs = TIME_MS): Promise<Seen | null> {
  const next = turn.then(() => once(subject, terms, timeMs))
  turn = next
  return next
}

function once(subject: Subject, terms: PlainTerms, timeMs: number): Promise<Seen | null> {
  const thread = (worker ??= start())
  return new Promise((resolve) => {
    const end = (seen: Seen | null) => {
      clearTimeout(timer)
      thread.removeAllListeners('message')
      thread.removeAllListeners('error')
      thread.removeAllListeners('exit')
      thread.unref()
      if (seen === null) {
        // The next file gets a new thread.
        worker = null
        thread.on('error', () => {})
        void thread.terminate()
      }
      resolve(seen)
    }
    const timer = setTimeout(() => end(null), timeMs)
    thread.ref()
    thread.once('message', (seen: Seen) => end(seen))
    thread.once('error', () => end(null))
    thread.once('exit', () => end(null))
    thread.postMessage({ subject, terms })
  })
}

function start(): Worker {
  return new Worker(new URL('./thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
}

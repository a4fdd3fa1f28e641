import { Worker } from 'node:worker_threads'
import type { Answered, Asked } from './thread.ts'

/** What one file may take. */
const MOST_MS = 60_000
const HEAP_MB = 1024

let worker: Worker | null = null
let turn: Promise<unknown> = Promise.resolve()

/** Cleans a file in the thread, one after the other; what takes too long or too much is refused. */
export function cleanInThread(asked: Asked): Promise<Answered> {
  const next = turn.then(() => once(asked))
  turn = next
  return next
}

function once(asked: Asked): Promise<Answered> {
  const thread = (worker ??= new Worker(new URL('./thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  }))
  return new Promise((resolve) => {
    const end = (answer: Answered, broken = false) => {
      clearTimeout(timer)
      for (const event of ['message', 'error', 'exit'] as const) thread.removeAllListeners(event)
      thread.unref()
      if (broken) {
        // The next file gets a new thread.
        worker = null
        thread.on('error', () => {})
        void thread.terminate()
      }
      resolve(answer)
    }
    const timer = setTimeout(() => end({ refused: 'too_long' }, true), MOST_MS)
    thread.ref()
    thread.once('message', (answer: Answered) =>
      end(
        'cleaned' in answer
          ? { cleaned: { ...answer.cleaned, bytes: Buffer.from(answer.cleaned.bytes) } }
          : answer,
      ),
    )
    thread.once('error', () => end({ refused: 'too_large' }, true))
    thread.once('exit', () => end({ refused: 'too_large' }, true))
    thread.postMessage(asked)
  })
}

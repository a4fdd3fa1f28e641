import { parentPort } from 'node:worker_threads'
import type { Needle } from '../mentions.ts'
import { cleanFile } from './clean.ts'
import type { Cleaned } from './cleaned.ts'
import { type Told, toldIn } from '../told.ts'
import { Refusal, type Refused } from './refusal.ts'

export interface Asked {
  readonly name: string
  readonly bytes: Uint8Array
  /** Taken out. */
  readonly needles: readonly Needle[]
  /** Looked for in what is left: texts may be long, and the server has other work. */
  readonly known: readonly Needle[]
}

export type Answered =
  | { readonly cleaned: Omit<Cleaned, 'passages'> & { readonly told: readonly Told[] } }
  | { readonly refused: Refused }

/** More than anybody decides one by one: a table of people is no part of a blind work. */
const MOST_TOLD = 500

/** The thread in which files of teams are read: whatever one does to it, the server goes on. */
parentPort?.on('message', ({ name, bytes, needles, known }: Asked) => {
  let answer: Answered
  try {
    const { passages, ...cleaned } = cleanFile(name, Buffer.from(bytes), { needles, depth: 0 })
    const told = toldIn(passages, known)
    if (told.length > MOST_TOLD) throw new Refusal('mentions')
    answer = { cleaned: { ...cleaned, told } }
  } catch (error) {
    // What trips over a file cannot vouch for it.
    answer = { refused: error instanceof Refusal ? error.why : 'damaged' }
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort!.postMessage(answer)
})

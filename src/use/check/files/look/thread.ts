import { parentPort } from 'node:worker_threads'
import type { PlainTerms } from './look.ts'
import { lookAt, type Subject } from './look-at.ts'

/** The thread in which files are read: whatever one does to it, the server goes on. */
parentPort?.on('message', ({ subject, terms }: { subject: Subject; terms: PlainTerms }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  void lookAt(subject, terms).then((seen) => parentPort!.postMessage(seen))
})

import { parentPort, workerData } from 'node:worker_threads'
import { type SettlementOrder, writeSettlements } from './settlements.ts'

/** Tells the parent null when the file is written, else the error. */
const port = parentPort
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
const say = (error: unknown): void => port?.postMessage(error)

try {
  writeSettlements(workerData as SettlementOrder)
  say(null)
} catch (error) {
  say(error)
}

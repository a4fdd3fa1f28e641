import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type ErrorCode, type ErrorParams, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { hashFile } from '../child/durable.ts'
import { type Range, type RangeFacts, scanRange } from './range.ts'

/** What a thread of the scan is asked to do. */
export type Task =
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'hash'; readonly path: string }

type Message =
  | { readonly type: 'bytes'; readonly bytes: number }
  | { readonly type: 'done'; readonly value: RangeFacts | string }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams }
  | { readonly type: 'failed'; readonly message: string; readonly code: string | undefined }

/** Runs one task in a thread of its own. @throws XinyuError as the task throws it */
export function inWorker<T>(task: Task, onBytes: (bytes: number) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task })
    worker.on('message', (message: Message) => {
      if (message.type === 'bytes') onBytes(message.bytes)
      else if (message.type === 'done') resolve(message.value as T)
      else if (message.type === 'refused') reject(new XinyuError(message.code, message.params))
      else reject(Object.assign(new Error(message.message), { code: message.code }))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`scan thread ended with ${code}`)))
  })
}

async function work(task: Task): Promise<RangeFacts | string> {
  if (task.kind === 'range') return scanRange(task.range, (bytes) => tell({ type: 'bytes', bytes }))
  return hashFile(task.path)
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
const tell = (message: Message) => parentPort?.postMessage(message)

if (!isMainThread && (workerData as Task | null)?.kind) {
  const message = await work(workerData as Task).then(
    (value): Message => ({ type: 'done', value }),
    (error: NodeJS.ErrnoException): Message =>
      isXinyuError(error)
        ? { type: 'refused', code: error.code, params: error.params }
        : { type: 'failed', message: error.message, code: error.code },
  )
  tell(message)
}

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ContractView } from '../model.ts'
import { type PdfContent, pdfContent } from './pdf-content.ts'

/** A contract as PDF. Made in a worker: a second of work must not hold up the stopping of a run. */
export const contractPdf = (contract: ContractView, origin: string): Promise<Buffer> =>
  pdfOf(pdfContent(contract, origin))

/** Pages of the same form about anything else. */
export async function pdfOf(content: PdfContent): Promise<Buffer> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    workerData: content,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  try {
    const [bytes] = (await once(worker, 'message')) as [Uint8Array]
    return Buffer.from(bytes)
  } finally {
    await worker.terminate()
  }
}

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CertificateContent } from './content.ts'

export interface CertificateMaker {
  make(content: CertificateContent): Promise<Buffer>
  stop(): Promise<void>
}

/** Draws certificates one after the other, beside the server: half a second each must not hold up anything. */
export function certificateMaker(): CertificateMaker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  return {
    async make(content) {
      // A worker that dies says `error`, which `once` throws.
      const answer = once(worker, 'message') as Promise<[Uint8Array]>
      worker.postMessage(content)
      const [bytes] = await answer
      return Buffer.from(bytes)
    },
    stop: async () => void (await worker.terminate()),
  }
}

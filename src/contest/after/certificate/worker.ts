import { parentPort } from 'node:worker_threads'
import type { CertificateContent } from './content.ts'
import { drawCertificate } from './draw.ts'

parentPort!.on('message', (content: CertificateContent) => {
  void drawCertificate(content).then((bytes) => parentPort!.postMessage(bytes))
})

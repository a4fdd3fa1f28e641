import { parentPort, workerData } from 'node:worker_threads'
import type { PdfContent } from './pdf-content.ts'
import { drawPdf } from './pdf-pages.ts'

parentPort!.postMessage(await drawPdf(workerData as PdfContent))

import { readDocument } from './docx.ts'
import type { FileType } from './detect.ts'
import { readHtml } from './html.ts'
import { readJpeg } from './jpeg.ts'
import { readJson, readJsonLines } from './json.ts'
import { readNotebook } from './notebook.ts'
import { readPacked, readZlib } from './packed.ts'
import { readParquet } from './parquet.ts'
import { readPdf } from './pdf.ts'
import { readNpy, readPickle } from './pickle.ts'
import { readPng } from './png.ts'
import type { Reader } from './reading.ts'
import { readSvg } from './svg.ts'
import { readCsvText, readPlainText } from './text.ts'
import { readXlsx } from './xlsx.ts'
import { readXml } from './xml.ts'

/** The registry: who reads what. A type that is not here is not accepted. */
export const READERS: Partial<Record<FileType, Reader>> = {
  csv: readCsvText,
  text: readPlainText,
  json: readJson,
  jsonl: readJsonLines,
  notebook: readNotebook,
  html: readHtml,
  svg: readSvg,
  xml: readXml,
  png: readPng,
  jpeg: readJpeg,
  pdf: readPdf,
  xlsx: readXlsx,
  docx: readDocument,
  office: readDocument,
  zip: readPacked,
  tar: readPacked,
  gzip: readPacked,
  zlib: readZlib,
  parquet: readParquet,
  pickle: readPickle,
  npy: readNpy,
}

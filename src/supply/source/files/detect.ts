import { extname } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { checkHead, hasUtf8Bom } from '../scan/encoding.ts'
import type { Format } from './model.ts'

/** Bytes that tell what a file is. */
export const HEAD_BYTES = 4096

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'jsonl',
  '.xlsx': 'xlsx',
  '.parquet': 'parquet',
  '.gz': 'gzip',
  '.zip': 'zip',
}

/** Names of formats for people. */
const NAMES: Readonly<Record<Format, string>> = {
  csv: 'CSV',
  jsonl: 'JSON lines',
  xlsx: 'xlsx',
  parquet: 'Parquet',
  gzip: 'gzip',
  zip: 'zip',
}

/** What names of this kind promise, or null: the extension is a hint that must not contradict. */
export const promised = (name: string): Format | null => EXTENSIONS[extname(name).toLowerCase()] ?? null

/**
 * The format by the first bytes. An xlsx file is a zip: `zip` is what is said here.
 * @throws XinyuError IMPORT_BINARY, IMPORT_ENCODING (UTF-16) by name
 */
export function formatOf(file: string, head: Buffer, name: string): Format {
  const hex = head.subarray(0, 4).toString('hex')
  if (hex === '50415231') return 'parquet'
  if (hex === '504b0304' || hex === '504b0506') return 'zip'
  if (hex.startsWith('1f8b')) return 'gzip'
  checkHead(file, head)
  if (promised(name) === 'jsonl') return 'jsonl'
  const text = head.subarray(hasUtf8Bom(head) ? 3 : 0)
  const first = text.find((byte) => byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13)
  return first === 0x7b ? 'jsonl' : 'csv'
}

/** @throws XinyuError IMPORT_FORMAT_DIFFERS when the name promises something else */
export function checkPromise(file: string, name: string, format: Format): void {
  const promise = promised(name)
  if (promise === null || promise === format) return
  throw new XinyuError('IMPORT_FORMAT_DIFFERS', {
    file,
    extension: extname(name).toLowerCase(),
    format: NAMES[format],
  })
}

/** The delimiter that an extension stands for, or null. */
export const delimiterOfName = (name: string): string | null =>
  ['.tsv', '.tab'].includes(extname(name).toLowerCase()) ? '\t' : null

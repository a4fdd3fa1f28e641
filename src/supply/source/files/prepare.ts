import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type ChildTools, openDuck } from '../child/duck.ts'
import { hashFile } from '../child/durable.ts'
import { inWorker } from '../scan/worker.ts'
import { checkPromise, delimiterOfName, formatOf, HEAD_BYTES } from './detect.ts'
import { fromGb18030 } from './gb18030.ts'
import { fromJsonLines } from './json-lines.ts'
import { limited } from './limit.ts'
import type { Format, Prepared, Reading, UnpackLimits } from './model.ts'
import { fromParquet } from './parquet.ts'
import { fromSheet } from './xlsx/sheet.ts'
import { isXlsx, openWorkbook } from './xlsx/workbook.ts'
import { isZlib, openEntry, readZip, type ZipEntry } from './zip.ts'

export interface PrepareOptions {
  readonly reading: Reading
  /** Folder for what is made of this file; it need not exist. */
  readonly folder: string
  readonly maxLineBytes: number
  readonly unpack: UnpackLimits
}

/** Where the bytes of a table come from: the file itself, or what is packed in it. */
interface Content {
  /** Name by which people know the file; what is packed in it has another. */
  readonly file: string
  readonly name: string
  readonly open: () => AsyncIterable<Buffer>
  /** Path of exactly these bytes, or null while they are packed. */
  readonly path: string | null
}

const CHUNK_BYTES = 1 << 20
/** From this size on a file is hashed in a thread of its own while it is converted. */
const ALONE_BYTES = 16 * 1024 * 1024

/**
 * Makes of a table file of any known format the strict form that the scan reads: UTF-8 text in CSV. A file that is that
 * already is left where it is. Everything streams; nothing is guessed that could be misread.
 * @throws XinyuError IMPORT_*
 */
export async function prepare(path: string, options: PrepareOptions, tools: ChildTools): Promise<Prepared> {
  const file = basename(path)
  const { size } = await stat(path)
  if (size === 0) throw new XinyuError('IMPORT_EMPTY', { file })
  const plain: Content = { file, name: file, path, open: () => bytesOf(path) }
  const { content, format, entries } = await unpacked(plain, options)
  const delimiter = options.reading.delimiter ?? delimiterOfName(content.name)
  if (content === plain && format === 'csv' && options.reading.encoding !== 'gb18030') {
    return { path, delimiter, countRows: false, original: null }
  }
  const hash = size < ALONE_BYTES ? hashFile(path) : inWorker<string>({ kind: 'hash', path }, () => {})
  const target = join(options.folder, file)
  await mkdir(options.folder, { recursive: true })
  const made = convert(content, format, entries, target, options, tools)
  // The hash must have ended, well or not, before an error goes on: its thread reads the file.
  const [digest, outcome] = await Promise.allSettled([hash, made])
  if (outcome.status === 'rejected') throw outcome.reason
  if (digest.status === 'rejected') throw digest.reason
  const strict = format === 'csv' ? delimiter : ','
  return {
    path: target,
    delimiter: strict,
    countRows: format !== 'csv',
    original: { bytes: size, digest: digest.value },
  }
}

async function* bytesOf(path: string): AsyncIterable<Buffer> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>
}

async function headOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    bytes += chunk.length
    if (bytes >= HEAD_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES)
}

interface Unpacked {
  readonly content: Content
  readonly format: Format
  /** Directory of an xlsx file. */
  readonly entries: readonly ZipEntry[]
}

/** Takes the one table file out of gzip or zip; a packed file within a packed file is refused. */
async function unpacked(content: Content, options: PrepareOptions): Promise<Unpacked> {
  const { file, name } = content
  const path = content.path!
  const format = await formatIn(content)
  if (format === 'zip') {
    const entries = await readZip(file, path)
    if (isXlsx(entries)) {
      checkPromise(file, name, 'xlsx')
      return { content, format: 'xlsx', entries }
    }
    checkPromise(file, name, 'zip')
    const tables = entries.filter(
      (entry) => !/(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$)/.test(entry.name),
    )
    const [table] = tables
    if (table === undefined || tables.length > 1) {
      throw new XinyuError('IMPORT_ARCHIVE_FILES', { file, count: tables.length })
    }
    const read = () => openEntry(file, path, table, options.unpack)
    return inner({ file, name: basename(table.name), open: read, path: null }, options)
  }
  checkPromise(file, name, format)
  if (format !== 'gzip') return { content, format, entries: [] }
  return inner(
    { file, name: name.replace(/\.gz$/i, ''), open: () => gunzip(file, path, options.unpack), path: null },
    options,
  )
}

async function formatIn({ file, name, open }: Content): Promise<Format> {
  const head = await headOf(open())
  if (head.length === 0) throw new XinyuError('IMPORT_EMPTY', { file })
  return formatOf(file, head, name)
}

async function inner(content: Content, options: PrepareOptions): Promise<Unpacked> {
  const { file, name } = content
  const format = await formatIn(content)
  if (format === 'csv' || format === 'jsonl') {
    checkPromise(file, name, format)
    return { content, format, entries: [] }
  }
  // These are not read from front to back: they need the disk.
  const path = join(options.folder, 'unpacked', file)
  await mkdir(dirname(path), { recursive: true })
  await pipeline(content.open(), createWriteStream(path, { mode: 0o600 }))
  const entries = format === 'zip' ? await readZip(file, path) : []
  if (format === 'gzip' || (format === 'zip' && !isXlsx(entries))) {
    throw new XinyuError('IMPORT_ARCHIVE_FILES', { file, count: 0 })
  }
  const found = format === 'zip' ? 'xlsx' : format
  checkPromise(file, name, found)
  return { content: { ...content, path, open: () => bytesOf(path) }, format: found, entries }
}

async function* gunzip(file: string, path: string, limits: UnpackLimits): AsyncIterable<Buffer> {
  const { size } = await stat(path)
  const packed = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const plain = packed.pipe(createGunzip({ chunkSize: 1 << 18 }))
  packed.on('error', (error) => plain.destroy(error))
  // Damage may show after nobody reads any more, such as when only the head was wanted: that must not end the process.
  plain.on('error', () => {})
  try {
    yield* limited(file, plain as AsyncIterable<Buffer>, size, limits)
  } catch (error) {
    throw isZlib(error) ? new XinyuError('IMPORT_ARCHIVE', { file }) : error
  } finally {
    packed.destroy()
  }
  // What follows the last member would be ignored in silence.
  if (packed.bytesRead !== plain.bytesWritten) throw new XinyuError('IMPORT_ARCHIVE', { file })
}

async function convert(
  { file, open: read, path }: Content,
  format: Format,
  entries: readonly ZipEntry[],
  target: string,
  { reading, folder, maxLineBytes, unpack }: PrepareOptions,
  tools: ChildTools,
): Promise<void> {
  if (format === 'parquet') {
    const spill = join(folder, 'spill')
    await mkdir(spill, { recursive: true })
    const duck = await openDuck(tools, spill, [dirname(path!), folder])
    await fromParquet(duck, file, path!, target)
    return rm(spill, { recursive: true, force: true })
  }
  const text = () => (reading.encoding === 'gb18030' ? fromGb18030(file, read(), maxLineBytes) : read())
  const strict =
    format === 'xlsx'
      ? fromSheet(await openWorkbook(file, path!, entries, unpack), reading.sheet)
      : format === 'jsonl'
        ? fromJsonLines({ file, maxLineBytes, open: text })
        : text()
  await writeBlocks(target, strict)
}

/** Writes block by block: one is made while the one before is on its way to the disk. */
async function writeBlocks(target: string, blocks: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(target, 'w', 0o600)
  try {
    let before: Promise<unknown> = Promise.resolve()
    try {
      for await (const block of blocks) {
        await before
        before = handle.writeFile(block)
        before.catch(() => {})
      }
    } finally {
      await before
    }
  } finally {
    await handle.close()
  }
}

import { open, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { type FileFacts, mergeFacts } from './facts.ts'
import { type Range, type RangeFacts, scanRange } from './range.ts'
import type { Watch } from './records.ts'
import { inWorker } from './worker.ts'

const SPLIT_BYTES = 32 * 1024 * 1024
const SECTION_BYTES = 1024 * 1024

export interface ScanOptions {
  readonly maxLineBytes: number
  readonly threads?: number
  /** From this size on the file is split among threads. */
  readonly splitBytes?: number
  /** Second reading only: throws at the first cell of the column that does not fit its declared type. */
  readonly watch?: Watch
  /** Path prefix of the files to which the cells of the insured column go, and its name. */
  readonly keys?: { readonly path: string; readonly column: string } | null
  /** Given where it is known; else it is found in the header. */
  readonly delimiter?: string | null
  /** Lines in messages are rows with their header: the strict form's own lines mean nothing to the owner. */
  readonly countRows?: boolean
  /** Columns whose types are declared, in lower case: given, the shapes of codes and identifiers are not looked for. */
  readonly typed?: readonly string[]
  /** False spares the digest, which is left empty. */
  readonly hash?: boolean
  /** Called now and then with the bytes read of this file. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * Reads one CSV file from end to end in flat memory: checks that it is UTF-8 text of equal rows under one header, and
 * gathers what type inference needs. Everything that the engine could misread is refused here, with file and line.
 * @throws XinyuError IMPORT_*
 */
export async function scanFile(path: string, options: ScanOptions): Promise<FileFacts> {
  const size = await sizeOf(path)
  const whole = (hash: boolean): Range => ({
    path,
    from: 0,
    to: size,
    maxLineBytes: options.maxLineBytes,
    known: null,
    delimiter: options.delimiter ?? null,
    countRows: options.countRows ?? false,
    typed: options.typed ?? null,
    watch: options.watch ?? null,
    keys: options.keys ? { ...options.keys, path: keyPart(options.keys.path, 0) } : null,
    hash,
  })
  const split = (options.threads ?? 1) > 1 && size >= (options.splitBytes ?? SPLIT_BYTES) && !options.watch
  const parts = split ? await scanParts(whole(false), options) : null
  const facts = parts ?? [await scanRange(whole(options.hash ?? true), options.onBytes ?? (() => {}))]
  return merge(basename(path), size, facts)
}

const keyPart = (path: string, i: number): string => `${path}-${i}`

/**
 * Scans the ranges of a file at the same time. That is exact as long as every range ends between two records, which the
 * range before shows: when a line end was inside a quoted field, or anything is wrong, the answer is null and the file
 * is read again from its start, so that what is reported is the first fault with its line.
 */
async function scanParts(whole: Range, options: ScanOptions): Promise<RangeFacts[] | null> {
  const cuts = await cutsOf(whole, options.threads!)
  const keyFiles = options.keys ? cuts.map((_, i) => keyPart(options.keys!.path, i)) : []
  const done = new Map<number, number>()
  const tell = (i: number) => (bytes: number) => {
    done.set(i, bytes)
    options.onBytes?.([...done.values()].reduce((sum, one) => sum + one, 0))
  }
  try {
    const hash = options.hash === false ? '' : inWorker<string>({ kind: 'hash', path: whole.path }, () => {})
    const known = await readHead(whole)
    const ranges = cuts.map((from, i): Range => {
      const keys = whole.keys && { ...whole.keys, path: keyFiles[i]! }
      return { ...whole, from, to: cuts[i + 1] ?? whole.to, known: i === 0 ? null : known, keys }
    })
    const facts = await Promise.all(
      ranges.map((range, i) => inWorker<RangeFacts>({ kind: 'range', range }, tell(i))),
    )
    const digest = await hash
    return facts.map((one) => ({ ...one, digest }))
  } catch (error) {
    if (!isXinyuError(error)) throw error
    await Promise.all(keyFiles.map((file) => rm(file, { force: true })))
    return null
  }
}

/** Where ranges begin: after a line end near each equal share. */
async function cutsOf({ path, to }: Range, threads: number): Promise<number[]> {
  const handle = await open(path, 'r')
  try {
    const cuts = [0]
    const buffer = Buffer.alloc(SECTION_BYTES)
    for (let i = 1; i < threads; i++) {
      const near = Math.floor((to * i) / threads)
      const { bytesRead } = await handle.read(buffer, 0, SECTION_BYTES, near)
      const line = buffer.subarray(0, bytesRead).indexOf(10)
      const cut = near + line + 1
      if (line >= 0 && cut > cuts.at(-1)! && cut < to) cuts.push(cut)
    }
    return cuts
  } finally {
    await handle.close()
  }
}

/** Header and delimiter, which the later ranges need. */
async function readHead(whole: Range): Promise<NonNullable<Range['known']>> {
  const handle = await open(whole.path, 'r')
  try {
    const buffer = Buffer.alloc(SECTION_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, SECTION_BYTES, 0)
    const to = buffer.subarray(0, bytesRead).indexOf(10) + 1
    const { delimiter, header } = await scanRange(
      { ...whole, to: to || whole.to, keys: null, hash: false },
      () => {},
    )
    return { delimiter, header }
  } finally {
    await handle.close()
  }
}

async function sizeOf(path: string): Promise<number> {
  const handle = await open(path, 'r')
  try {
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

function merge(name: string, bytes: number, parts: readonly RangeFacts[]): FileFacts {
  const first = parts[0]!
  parts.forEach((part, i) => {
    if (part.blankLine === 0 || !parts.slice(i + 1).some((later) => later.rows > 0)) return
    const before = parts.slice(0, i).reduce((sum, one) => sum + one.lines, 0)
    throw new XinyuError('IMPORT_BLANK_LINE', { file: name, line: before + part.blankLine })
  })
  const any = (key: 'lineEndsLf' | 'lineEndsCrlf' | 'quotedLineEnds') => parts.some((part) => part[key])
  return {
    name,
    bytes,
    digest: first.digest ?? '',
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    header: first.header,
    delimiter: first.delimiter,
    mixedLineEnds: any('lineEndsLf') && any('lineEndsCrlf'),
    quotedLineEnds: any('quotedLineEnds'),
    columns: first.columns.map((_, i) => parts.map((part) => part.columns[i]!).reduce(mergeFacts)),
  }
}

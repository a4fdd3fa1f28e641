import { createHash } from 'node:crypto'
import { constants, fstatSync, readSync } from 'node:fs'
import { open, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { syncFile, syncFolder, writeAtomic } from './files.ts'
import { packBundle, unpackBundle } from './tiles.ts'

/**
 * The journal: what makes entries durable. One file a segment, append-only; one frame a batch, so that a torn write
 * can only lie in the last frame. Everything else of the log is derived from it.
 *
 *   segment = header · frame*        header = "XYJ1" · u64 first leaf · 32 B root before it · 16 B checksum
 *   frame   = FF "XYF" · u32 length · u64 first leaf · u32 count · 16 B checksum · entries (u16 length + bytes)*
 *
 * The newest segment is longer than its frames: zeros are written ahead, because a file that grows with every sync makes
 * the file system sync its own records too, which takes some ten times as long.
 */
const HEADER_MAGIC = Buffer.from('XYJ1')
/** 0xFF never occurs in UTF-8: no entry can contain what looks like a frame. */
const FRAME_MAGIC = Buffer.from([0xff, 0x58, 0x59, 0x46])
const CHECKSUM_BYTES = 16
const HEADER_BYTES = 4 + 8 + 32 + CHECKSUM_BYTES
const FRAME_HEAD_BYTES = 4 + 4 + 8 + 4 + CHECKSUM_BYTES
/** A batch stays below it; a larger length is damage. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024
/** Zeros written ahead of the frames. */
const LEAST_AHEAD = 16 * 1024
const MOST_AHEAD = 1024 * 1024

export interface Frame {
  readonly first: number
  readonly entries: readonly Buffer[]
}

export interface Segment {
  readonly file: string
  /** Leaf number of its first entry. */
  readonly first: number
  /** Root of the tree before it. */
  readonly root: Buffer
}

const checksum = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest().subarray(0, CHECKSUM_BYTES)
}

const damaged = (file: string, why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why })

/** One batch as it lies in the journal. */
export function packFrame(first: number, entries: readonly Uint8Array[]): Buffer {
  const body = packBundle(entries)
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  FRAME_MAGIC.copy(head)
  head.writeUInt32BE(body.length, 4)
  head.writeBigUInt64BE(BigInt(first), 8)
  head.writeUInt32BE(entries.length, 16)
  checksum(head.subarray(0, 20), body).copy(head, 20)
  return Buffer.concat([head, body])
}

/** The frame at `at` and where it ends; null when there is no whole, true one. */
export function unpackFrame(segment: Buffer, at: number): { frame: Frame; end: number } | null {
  if (at + FRAME_HEAD_BYTES > segment.length) return null
  const head = segment.subarray(at, at + FRAME_HEAD_BYTES)
  const length = head.readUInt32BE(4)
  const end = at + FRAME_HEAD_BYTES + length
  if (!head.subarray(0, 4).equals(FRAME_MAGIC) || length > MAX_FRAME_BYTES || end > segment.length)
    return null
  const body = segment.subarray(at + FRAME_HEAD_BYTES, end)
  if (!checksum(head.subarray(0, 20), body).equals(head.subarray(20))) return null
  const entries = unpackBundle(body)
  if (entries?.length !== head.readUInt32BE(16)) return null
  return { frame: { first: Number(head.readBigUInt64BE(8)), entries }, end }
}

/** Makes an empty segment, whole from its first moment. */
export async function makeSegment(folder: string, first: number, root: Buffer): Promise<Segment> {
  const file = join(folder, `${String(first).padStart(16, '0')}.journal`)
  const header = Buffer.alloc(HEADER_BYTES)
  HEADER_MAGIC.copy(header)
  header.writeBigUInt64BE(BigInt(first), 4)
  root.copy(header, 12)
  checksum(header.subarray(0, 44)).copy(header, 44)
  await writeAtomic(file, header, { sync: true })
  return { file, first, root }
}

/** The segments of a journal, oldest first. @throws XinyuError EVIDENCE_LOG_DAMAGED */
export async function listSegments(folder: string): Promise<Segment[]> {
  const found = await surveySegments(folder)
  for (const { file, root } of found) if (root === null) throw damaged(file, 'its header is not true')
  return found as Segment[]
}

/** The same for whoever looks for damage: a segment whose header is not true has no root, and the number of its name. */
export async function surveySegments(
  folder: string,
): Promise<(Omit<Segment, 'root'> & { root: Buffer | null })[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.journal')).sort()
  return Promise.all(names.map((name) => readHeader(join(folder, name), Number(name.slice(0, 16)))))
}

async function readHeader(
  file: string,
  first: number,
): Promise<Omit<Segment, 'root'> & { root: Buffer | null }> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    const sound =
      bytesRead === HEADER_BYTES &&
      buffer.subarray(0, 4).equals(HEADER_MAGIC) &&
      checksum(buffer.subarray(0, 44)).equals(buffer.subarray(44)) &&
      Number(buffer.readBigUInt64BE(4)) === first
    return { file, first, root: sound ? Buffer.from(buffer.subarray(12, 44)) : null }
  } finally {
    await handle.close()
  }
}

/** What a segment holds up to its first fault. */
export interface SegmentScan {
  readonly frames: readonly Frame[]
  /** Byte behind the last true frame. */
  readonly end: number
  /** Bytes behind it: a torn last batch, or damage. */
  readonly torn: number
  /** Leaf that would come next. */
  readonly next: number
  /** Why what follows is damage and not a torn tail; null otherwise. */
  readonly damage: string | null
  /** True frames behind the damage, for whoever saves what is left. */
  readonly later: readonly Frame[]
}

/**
 * Reads one segment. A torn last frame is what a crash leaves; a true frame behind a false one, or a fault in a segment
 * that was closed, means that acknowledged entries are damaged.
 */
export async function scanSegment(
  segment: Pick<Segment, 'file' | 'first'>,
  isLast: boolean,
): Promise<SegmentScan> {
  const content = await readFile(segment.file)
  const frames: Frame[] = []
  let [at, next] = [HEADER_BYTES, segment.first]
  let damage: string | null = null
  while (at < content.length) {
    const found = unpackFrame(content, at)
    if (!found) break
    if (found.frame.first !== next) {
      damage = `leaf ${next} is expected at byte ${at}, not leaf ${found.frame.first}`
      break
    }
    frames.push(found.frame)
    next += found.frame.entries.length
    at = found.end
  }
  const torn = lastWritten(content, at) - at
  const later = torn > 0 ? framesAfter(content, at + 1) : []
  if (!damage && torn > 0 && (!isLast || later.length > 0)) {
    damage = `the entries from leaf ${next} (byte ${at}) are damaged`
  }
  return { frames, end: at, torn, next, damage, later }
}

/** The same, for writing on. @throws XinyuError EVIDENCE_LOG_DAMAGED */
export async function readSegment(segment: Segment, isLast: boolean): Promise<SegmentScan> {
  const scan = await scanSegment(segment, isLast)
  if (scan.damage) throw damaged(segment.file, scan.damage)
  return scan
}

/** Behind the last byte that is not one of the zeros written ahead; no frame ends in a zero. */
function lastWritten(content: Buffer, from: number): number {
  let end = content.length
  while (end > from && content[end - 1] === 0) end--
  return end
}

function framesAfter(content: Buffer, from: number): Frame[] {
  const found: Frame[] = []
  for (let at = content.indexOf(FRAME_MAGIC, from); at >= 0; ) {
    const one = unpackFrame(content, at)
    if (one) found.push(one.frame)
    at = content.indexOf(FRAME_MAGIC, one ? one.end : at + 1)
  }
  return found
}

/** Cuts a torn tail that was never acknowledged. */
export async function cutSegment(segment: Segment, end: number): Promise<void> {
  await truncate(segment.file, end)
  await syncFile(segment.file)
}

export async function removeSegment(folder: string, segment: Segment): Promise<void> {
  await rm(segment.file)
  await syncFolder(folder)
}

/** Appends frames to one segment. */
export interface SegmentWriter {
  readonly segment: Segment
  /** Byte behind the last durable frame. */
  readonly end: number
  /** Writes one frame; durable when it returns. @throws when another writer has touched the file, or on any I/O error */
  append(frame: Buffer): Promise<void>
  close(): Promise<void>
}

export async function writeSegment(segment: Segment, end = HEADER_BYTES): Promise<SegmentWriter> {
  // Each write returns when it is on disk.
  const handle = await open(segment.file, constants.O_RDWR | constants.O_DSYNC)
  // What a killed process wrote may still be in the page cache only.
  await handle.sync()
  let durable = end
  let allocated = (await handle.stat()).size
  const ahead = Buffer.alloc(1)

  /** A second writer, or a file that was exchanged under us: stop before the tree forks. */
  const mustBeOurs = () => {
    const { size } = fstatSync(handle.fd)
    if (size !== allocated)
      throw damaged(segment.file, `it has ${size} bytes where ${allocated} were written`)
    if (readSync(handle.fd, ahead, 0, 1, durable) > 0 && ahead[0] !== 0)
      throw damaged(segment.file, `something else was written from byte ${durable}`)
  }

  return {
    segment,
    get end() {
      return durable
    },
    async append(frame) {
      mustBeOurs()
      const fits = durable + frame.length <= allocated
      const bytes = fits ? frame : Buffer.concat([frame, Buffer.alloc(growth(durable))])
      try {
        for (let written = 0; written < bytes.length; ) {
          const rest = bytes.length - written
          written += (await handle.write(bytes, written, rest, durable + written)).bytesWritten
        }
      } catch (error) {
        // After a failed sync the kernel may hold pages as clean that never reached the disk: do not keep them.
        await handle.truncate(durable).catch(() => {})
        throw error
      }
      if (!fits) allocated = durable + bytes.length
      durable += frame.length
    },
    async close() {
      try {
        mustBeOurs()
        await handle.truncate(durable)
      } catch {
        // Zeros behind the last frame do no harm; what somebody else wrote is theirs to explain.
      }
      await handle.close()
    },
  }
}

/** How many zeros a segment of this size gets behind its end: a small log stays small. */
const growth = (size: number): number => Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, size))

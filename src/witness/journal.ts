import { createHash } from 'node:crypto'
import { type FileHandle, open, stat, truncate } from 'node:fs/promises'
import { readOrNull, writeDurably } from './files.ts'
import { type Seen, WitnessError } from './model.ts'

/** Each line names the hash of the line before it, so that none can be taken out or changed without a trace. */
interface Line extends Seen {
  readonly prev: string
}

const FIRST = '0'.repeat(64)
const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex')
/** Longer journals begin anew with the last line of each origin. */
const MOST_BYTES = 4 * 1024 * 1024

export interface Journal {
  /** The last line of each origin. */
  readonly last: ReadonlyMap<string, Seen>
  /** Number of the line of an origin before its last one; 0 where there was none, null where it was left out since. */
  before(origin: string): number | null
  /** Number and hash of the newest line; 0 when there is none. */
  head(): { readonly n: number; readonly hash: string }
  /** On the disk when it returns. @throws WitnessError DAMAGED when somebody else wrote to it */
  append(seen: Seen): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the journal of what was cosigned. A torn last line was never acknowledged and is cut off.
 * @throws WitnessError DAMAGED
 */
export async function openJournal(file: string): Promise<Journal> {
  const { lines, bytes, torn } = readLines((await readOrNull(file)) ?? '', file)
  if (torn) await truncate(file, bytes)
  const last = new Map(lines.map((line) => [line.seen.origin, line.seen]))
  const before = new Map<string, number>()
  const newest = new Map<string, number>()
  for (const { seen } of lines) {
    before.set(seen.origin, newest.get(seen.origin) ?? 0)
    newest.set(seen.origin, seen.n)
  }
  /** A journal that began anew does not begin with line 1. */
  const isWhole = lines[0]?.seen.n === 1
  let head = { n: lines.at(-1)?.seen.n ?? 0, hash: lines.at(-1)?.hash ?? FIRST }
  let end = bytes
  let handle: FileHandle = await open(file, 'a', 0o600)

  const print = (seen: Seen): string => {
    const text = JSON.stringify({ ...seen, prev: head.hash } satisfies Line)
    head = { n: seen.n, hash: hashOf(text) }
    return `${text}\n`
  }
  const rewrite = async () => {
    await handle.close()
    head = { ...head, hash: FIRST }
    const text = [...last.values()]
      .sort((a, b) => a.n - b.n)
      .map(print)
      .join('')
    await writeDurably(file, text, 0o600)
    handle = await open(file, 'a', 0o600)
    end = Buffer.byteLength(text)
  }

  return {
    last,
    head: () => head,
    before: (origin) => before.get(origin) || (isWhole ? 0 : null),
    async append(seen) {
      // A second process on another machine that shares the folder is seen here.
      if ((await stat(file)).size !== end) throw damaged(file, '另有进程写入', 'another process wrote to it')
      const text = print(seen)
      await handle.writeFile(text)
      await handle.datasync()
      end += Buffer.byteLength(text)
      last.set(seen.origin, seen)
      if (end > MOST_BYTES) await rewrite()
    },
    close: () => handle.close(),
  }
}

function readLines(text: string, file: string) {
  const whole = text.lastIndexOf('\n') + 1
  const lines: { seen: Seen; hash: string }[] = []
  let prev = FIRST
  for (const text_ of text.slice(0, whole).split('\n').slice(0, -1)) {
    const line = parse(text_)
    if (!line || line.prev !== prev || line.n <= (lines.at(-1)?.seen.n ?? 0))
      throw damaged(
        file,
        `第 ${lines.length + 1} 行与前一行不相接`,
        `line ${lines.length + 1} does not follow the one before it`,
      )
    const { prev: _prev, ...seen } = line
    prev = hashOf(text_)
    lines.push({ seen, hash: prev })
  }
  return { lines, bytes: Buffer.byteLength(text.slice(0, whole)), torn: whole < text.length }
}

function parse(text: string): Line | null {
  try {
    const value = JSON.parse(text) as Line
    return typeof value.origin === 'string' && typeof value.n === 'number' && typeof value.note === 'string'
      ? value
      : null
  } catch {
    return null
  }
}

const damaged = (file: string, zh: string, en: string) =>
  new WitnessError('DAMAGED', `${file} 损坏：${zh}。`, `${file} is damaged: ${en}.`)

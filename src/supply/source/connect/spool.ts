import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { FeedMode } from './model.ts'
import { csvHeader, csvRows } from './rows.ts'
import type { Batch } from './source.ts'

const Segment = z.strictObject({ name: z.string(), bytes: z.int(), rows: z.int(), header: z.int() })
type Segment = z.output<typeof Segment>

/** What a spool is of: another plan cannot go on with it. */
const Plan = z.strictObject({
  mode: FeedMode,
  table: z.string(),
  columns: z.array(z.string()),
  key: z.array(z.string()),
  watermark: z.string().nullable(),
  /** Cursor that an increment began after. */
  from: z.string().nullable(),
})
export type SpoolPlan = z.output<typeof Plan>

const State = z.strictObject({
  format: z.literal('xinyu-spool-1'),
  /** The version that it lands as, whichever job does it: the first that read for it. */
  importId: z.uuid(),
  startedAt: z.int(),
  plan: Plan,
  segments: z.array(Segment),
  /** After the last row that is safe; null: nothing read yet. */
  cursor: z.string().nullable(),
  complete: z.boolean(),
})
type State = z.output<typeof State>

/** Rows read from a source that wait on the disk until they are landed. One for each feed. */
export interface Spool {
  readonly state: State
  readonly rows: number
  readonly paths: readonly string[]
  /** Rows and cursor are safe on the disk when this returns. @throws XinyuError IMPORT_NO_SPACE */
  append(batch: Batch): Promise<void>
  finish(): Promise<void>
  /** Digest of each segment, and of all rows without their headers: equal for equal rows in equal order. */
  digest(): Promise<{
    all: string
    segments: { name: string; bytes: number; rows: number; digest: string }[]
  }>
}

const STATE = 'state.json'
/** A segment ends here: files of a size that scans in parallel and still are few. */
const SEGMENT_BYTES = 256 * 1024 * 1024

export const spoolsFolder = (core: Core): string => join(core.home, 'spool')
export const spoolFolder = (core: Core, feedId: string): string => join(spoolsFolder(core), feedId)

/** Begins anew; what was in the folder goes. */
export async function createSpool(
  folder: string,
  start: { importId: string; now: number; plan: SpoolPlan },
): Promise<Spool> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const state: State = {
    format: 'xinyu-spool-1',
    importId: start.importId,
    startedAt: start.now,
    plan: start.plan,
    segments: [],
    cursor: null,
    complete: false,
  }
  await writeState(folder, state)
  return spoolAt(folder, state)
}

/** What a run left: segments are cut back to what its state vouches for. Null where there is nothing to go on with. */
export async function resumeSpool(folder: string): Promise<Spool | null> {
  const state = await readState(folder)
  if (state === null) return null
  for (const { name, bytes } of state.segments) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found === null || found.size < bytes) return null
    if (found.size > bytes) await truncate(join(folder, name), bytes)
  }
  return spoolAt(folder, state)
}

export const removeSpool = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

/** Removes spools of feeds that are no more. Others stay: the next run of the feed goes on with them. */
export async function sweepSpools(core: Core): Promise<number> {
  const names = await readdir(spoolsFolder(core)).catch(() => [])
  if (names.length === 0) return 0
  const known = new Set((await core.db.selectFrom('source_feed').select('id').execute()).map((row) => row.id))
  const gone = names.filter((name) => !known.has(name))
  await Promise.all(gone.map((name) => removeSpool(join(spoolsFolder(core), name))))
  return gone.length
}

function spoolAt(folder: string, initial: State): Spool {
  let state = initial
  const commit = async (next: State) => {
    await writeState(folder, next)
    state = next
  }
  return {
    get state() {
      return state
    },
    get rows() {
      return state.segments.reduce((sum, one) => sum + one.rows, 0)
    },
    get paths() {
      return state.segments.map(({ name }) => join(folder, name))
    },
    append: async ({ rows, cursor }) => {
      const last = state.segments.at(-1)
      if (rows.length === 0) return commit({ ...state, cursor })
      const segment = last && last.bytes < SEGMENT_BYTES ? last : fresh(state)
      const grown = await write(folder, segment, state.plan, rows)
      const segments = [...state.segments.filter((one) => one.name !== segment.name), grown]
      await commit({ ...state, segments, cursor })
    },
    finish: async () => {
      // A table without rows still has its columns.
      const segments =
        state.segments.length > 0 ? state.segments : [await write(folder, fresh(state), state.plan, [])]
      await commit({ ...state, segments, complete: true })
    },
    digest: () => digestsOf(folder, state.segments),
  }
}

const fresh = ({ segments }: State): Segment => ({
  name: `rows-${String(segments.length).padStart(4, '0')}.csv`,
  bytes: 0,
  rows: 0,
  header: 0,
})

async function write(
  folder: string,
  segment: Segment,
  plan: SpoolPlan,
  rows: Batch['rows'],
): Promise<Segment> {
  const header = segment.bytes === 0 ? csvHeader(plan.columns) : ''
  const bytes = Buffer.from(header + csvRows(rows))
  try {
    const file = await open(join(folder, segment.name), segment.bytes === 0 ? 'w' : 'r+', 0o600)
    try {
      // At the place that the state vouches for: what a cut-off write left behind it is written over.
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at, segment.bytes + at)
        at += bytesWritten
      }
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw spaceFault(error, segment.name)
  }
  return {
    name: segment.name,
    bytes: segment.bytes + bytes.length,
    rows: segment.rows + rows.length,
    header: segment.bytes === 0 ? Buffer.byteLength(header) : segment.header,
  }
}

async function writeState(folder: string, state: State): Promise<void> {
  const draft = join(folder, `${STATE}.new`)
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(JSON.stringify(state))
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw spaceFault(error, STATE)
  }
  await rename(draft, join(folder, STATE))
}

async function readState(folder: string): Promise<State | null> {
  const text = await readFile(join(folder, STATE), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return State.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function spaceFault(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? new XinyuError('IMPORT_NO_SPACE', { file }) : error
}

async function digestsOf(folder: string, segments: readonly Segment[]) {
  const all = suite().hash.begin()
  const each = []
  for (const { name, bytes, rows, header } of segments) {
    const one = suite().hash.begin()
    let skip = header
    for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 1 << 20 })) {
      const buffer = chunk as Buffer
      one.update(buffer)
      all.update(buffer.subarray(Math.min(skip, buffer.length)))
      skip = Math.max(0, skip - buffer.length)
    }
    each.push({ name, bytes, rows, digest: one.digest().toString('hex') })
  }
  return { all: all.digest().toString('hex'), segments: each }
}

import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Json } from '../../../kernel/canonical.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { versionById } from '../../catalog/index.ts'
import { REJECTED } from '../child/messages.ts'
import type { Compared, CompareInput } from './child/compare.ts'
import { DoesNotFit, sameColumns } from './increment.ts'
import type { Progress } from './land.ts'
import { csvHeader, csvRows } from './rows.ts'
import type { Cell, Connection, SourceTable } from './source.ts'
import { type Spool, spoolFolder } from './spool.ts'
import type { FeedRow } from './store.ts'

const KEYS = 'keys.csv'
const FOUND = 'found.csv'
/** With more differences than this a whole read is cheaper than looking for each. */
const MOST = 100_000
const TIME_MS = 3_600_000

/** What a comparison of keys came to, as files in the spool of the feed. */
export interface Keys {
  /** CSV of all keys that the source has now. */
  readonly path: string
  /** Rows that the source has and the version had not, though no increment gave them; null: none. */
  readonly found: { name: string; path: string; bytes: number; rows: number; digest: string } | null
}

/**
 * Compares the keys of a source with those of the version and of what was read since. What the source has and we have
 * not (committed long after its watermark, written without one, on a page that moved) is read; what only seems to be
 * deleted is looked for again, since a list without snapshots may have moved under the comparison too. Not gone on with
 * after a kill, but done again.
 * @throws DoesNotFit where so much differs that the table is better read whole
 */
export async function compareKeys(
  core: Core,
  connection: Connection,
  table: SourceTable,
  feed: FeedRow,
  spool: Spool,
  signal: AbortSignal,
  progress: Progress,
): Promise<Keys> {
  const folder = spoolFolder(core, feed.id)
  const path = join(folder, KEYS)
  await writeRows(path, table.key, connection.keys(table, signal), signal, (rows) =>
    progress(null, 'feed.comparing', { rows }),
  )
  const { missing, gone, keys } = await differences(core, feed, spool, path, signal)
  if (missing + gone > MOST) throw new DoesNotFit('keys')
  if (keys.length === 0) return { path, found: null }
  const file = join(folder, FOUND)
  const names = table.columns.map(({ name }) => name)
  const places = table.key.map((name) => names.indexOf(name))
  const living = await open(path, 'a')
  try {
    const tell = async function* (): AsyncGenerator<readonly (readonly Cell[])[]> {
      for await (const rows of connection.rows(table, keys, signal)) {
        await living.write(csvRows(rows.map((row) => places.map((place) => row[place] ?? null))))
        yield rows
      }
    }
    const written = await writeRows(file, names, tell(), signal, () => {})
    return { path, found: written.rows === 0 ? null : { name: FOUND, path: file, ...written } }
  } finally {
    await living.close()
  }
}

async function differences(
  core: Core,
  feed: FeedRow,
  { paths, state }: Spool,
  keys: string,
  signal: AbortSignal,
): Promise<Compared> {
  const base = await versionById(core, feed.last_version_id!)
  if (!base || !sameColumns(base.columns, state.plan.columns)) throw new DoesNotFit('columns')
  const parts = base.files.map((file) => join(core.home, file))
  const input: CompareInput = {
    spill: join(spoolFolder(core, feed.id), 'spill'),
    columns: base.columns.map(({ name, type }) => ({ name, type })),
    key: state.plan.key.map(
      (name) => base.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())!.name,
    ),
    base: base.rejected > 0 ? [...parts, join(parts[0]!, '..', REJECTED)] : parts,
    read: paths,
    keys,
    maxLineBytes: core.config.imports.maxLineBytes,
    limit: MOST,
  }
  const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL('./child/compare.ts', import.meta.url).href
  const asked = { module, input: input as unknown as Json, limits }
  return (await core.engine.script<Json>(asked, { signal })) as unknown as Compared
}

async function writeRows(
  path: string,
  columns: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  signal: AbortSignal,
  tell: (rows: number) => void,
): Promise<{ rows: number; bytes: number; digest: string }> {
  await rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  const hash = suite().hash.begin()
  let rows = 0
  let bytes = 0
  const write = async (text: string) => {
    const part = Buffer.from(text)
    await file.writeFile(part)
    hash.update(part)
    bytes += part.length
  }
  try {
    await write(csvHeader(columns))
    for await (const some of batches) {
      signal.throwIfAborted()
      await write(csvRows(some))
      rows += some.length
      tell(rows)
    }
  } finally {
    await file.close()
  }
  return { rows, bytes, digest: hash.digest().toString('hex') }
}

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { registerSuite } from './functions.ts'
import { quoteText } from './sql.ts'

/** What the child gets from its launcher, as far as it is used here. */
export interface ChildTools {
  progress(message: ImportProgress): void
  readonly softMemoryBytes: number
  readonly threads: number
}

/** How far an import is: bytes of `file` read, or a share of the phase's work. */
export type ImportProgress = {
  phase: 'scanning' | 'numbering' | 'landing'
  file: string
  done: number
  total: number
}

export interface Duck {
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** Runs a COPY and returns the number of rows written. */
  copy(sql: string): Promise<number>
  readonly connection: DuckDBConnection
}

export interface DuckOptions {
  /** Joins in the order that is fastest; the order of rows may get lost. Left out: a join keeps the order of its left. */
  readonly freeJoins?: boolean
}

/** An engine that can open only the given folders, and spills into `spill`. */
export async function openDuck(
  tools: ChildTools,
  spill: string,
  folders: readonly string[],
  options: DuckOptions = {},
): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(tools.threads),
    memory_limit: `${Math.floor(tools.softMemoryBytes / 1024)}KiB`,
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  registerSuite(connection)
  await connection.run(
    `SET allowed_directories = [${[...new Set([spill, ...folders])].map(quoteText).join(', ')}]`,
  )
  await connection.run('SET enable_external_access = false')
  await connection.run(`SET TimeZone = 'UTC'`)
  // The join with the numbers must keep the source on its probe side, or the order of rows is lost.
  if (!options.freeJoins) {
    await connection.run(`SET disabled_optimizers = 'join_order,build_side_probe_side'`)
  }
  await connection.run('SET lock_configuration = true')
  const rows = async (sql: string) => {
    const reader = await connection.runAndReadAll(sql)
    return reader.getRowObjectsJson() as Record<string, unknown>[]
  }
  return { rows, copy: async (sql) => Number(Object.values((await rows(sql))[0] ?? { n: 0 })[0]), connection }
}

/** Tells how far the running statement is (0 … 1) until stopped. */
export function tellProgress(duck: Duck, tell: (share: number) => void): () => void {
  const timer = setInterval(() => {
    const { percentage } = duck.connection.progress
    if (percentage >= 0) tell(Math.min(1, percentage / 100))
  }, 500)
  return () => clearInterval(timer)
}

/**
 * An error of the engine as one of ours. Its text may quote a value of a row, so only its class goes on.
 * @throws XinyuError IMPORT_NO_SPACE, IMPORT_FAILED, or the error itself where it is ours
 */
export function rethrow(error: unknown, file: string): never {
  if (isXinyuError(error)) throw error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left|disk quota|file too large/i.test(message)) {
    throw new XinyuError('IMPORT_NO_SPACE', { file })
  }
  // The launcher knows these words and says how much memory the child had.
  if (/out of memory|bad_alloc/i.test(message)) throw new Error('out of memory')
  const known = /^([A-Z][A-Za-z ]{2,40}Error)\b/.exec(message)
  throw new XinyuError('IMPORT_FAILED', { file, why: code ?? known?.[1] ?? 'engine error' })
}

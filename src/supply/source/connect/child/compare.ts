import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, rethrow } from '../../child/duck.ts'
import { quotePath } from '../../child/sql.ts'
import { keysSql, spooledSql, typed } from './keys.ts'

/** Keys of a source against those of the version that is continued and of what was read since. */
export interface CompareInput {
  readonly spill: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly key: readonly string[]
  /** Parts of the version with its rejected rows. */
  readonly base: readonly string[]
  /** Spooled segments of what was read since. */
  readonly read: readonly string[]
  /** CSV of all keys that the source has now. */
  readonly keys: string
  readonly maxLineBytes: number
  /** More differences than this are only counted. */
  readonly limit: number
}

/** Keys that differ, as text: what the source has and we do not, and what we have and the source does not. */
export interface Compared {
  readonly missing: number
  readonly gone: number
  readonly keys: readonly (readonly string[])[]
}

/** Keys with a part that is NULL tell no row from another; they are left out. */
export function run(input: CompareInput, tools: ChildTools): Promise<Compared> {
  return compare(input, tools).catch((error: unknown) => rethrow(error, 'keys'))
}

async function compare(input: CompareInput, tools: ChildTools): Promise<Compared> {
  await mkdir(input.spill, { recursive: true })
  const files = [...input.base, ...input.read, input.keys]
  const duck = await openDuck(tools, input.spill, files.map(dirname))
  const columns = typed(input)
  const key = columns.map(({ name }) => name).join(', ')
  const whole = columns.map(({ name }) => `${name} IS NOT NULL`).join(' AND ')
  const names = input.columns.map(({ name }) => name)
  const tried = columns.map(({ name, type }) => `TRY_CAST(${name} AS ${type}) AS ${name}`).join(', ')
  const known = [
    `SELECT ${key} FROM read_parquet([${input.base.map(quotePath).join(', ')}])`,
    ...input.read.map((path) => `SELECT ${tried} FROM ${spooledSql(path, names, input)}`),
  ].join(' UNION ALL ')
  const { connection } = duck
  await connection.run(
    `CREATE TEMP TABLE present AS SELECT DISTINCT * FROM (${keysSql(input, input.keys)}) WHERE ${whole}`,
  )
  await connection.run(`CREATE TEMP TABLE known AS SELECT DISTINCT * FROM (${known}) WHERE ${whole}`)
  await connection.run(`CREATE TEMP TABLE missing AS SELECT * FROM present ANTI JOIN known USING (${key})`)
  await connection.run(`CREATE TEMP TABLE gone AS SELECT * FROM known ANTI JOIN present USING (${key})`)
  const [counts] = await duck.rows(
    `SELECT (SELECT count(*) FROM missing) AS missing, (SELECT count(*) FROM gone) AS gone`,
  )
  const [missing, gone] = [Number(counts!['missing']), Number(counts!['gone'])]
  if (missing + gone === 0 || missing + gone > input.limit) return { missing, gone, keys: [] }
  const texts = columns.map(({ name }) => `CAST(${name} AS VARCHAR)`).join(', ')
  const rows = await duck.rows(
    `SELECT [${texts}] AS k FROM (SELECT * FROM missing UNION ALL SELECT * FROM gone)`,
  )
  return { missing, gone, keys: rows.map((row) => row['k'] as string[]) }
}

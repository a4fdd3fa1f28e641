import { DuckDBInstance } from '@duckdb/node-api'
import type {
  Cell,
  Engine,
  MembersWork,
  QueryResult,
  WorkMembers,
} from '../../../src/platform/engine/index.ts'

/** The engine's library in this process, for thousands of small queries: the same SQL without a child each. */
export interface Library extends Pick<Engine, 'query'> {
  /** Makes or replaces a table that queries see under this name. */
  table(name: string, select: string): Promise<void>
  /** The same from rows of texts; every column is VARCHAR. */
  fill(name: string, columns: readonly string[], rows: readonly (readonly string[])[]): Promise<void>
  rows(sql: string): Promise<Cell[][]>
  close(): void
}

export async function openLibrary(threads = 2): Promise<Library> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  await connection.run('SET ieee_floating_point_ops = false')
  const rows = async (sql: string): Promise<Cell[][]> => {
    const reader = await connection.runAndReadAll(sql)
    return reader.getRows().map((row) => row.map(cellOf))
  }
  return {
    rows,
    async table(name, select) {
      await connection.run(`CREATE OR REPLACE TABLE "${name}" AS ${select}`)
    },
    async fill(name, columns, texts) {
      const list = columns.map((column) => `"${column}" VARCHAR`).join(', ')
      await connection.run(`CREATE OR REPLACE TABLE "${name}" (${list})`)
      const appender = await connection.createAppender(name)
      for (const row of texts) {
        for (const text of row) appender.appendVarchar(text)
        appender.endRow()
      }
      appender.closeSync()
    },
    async query(work) {
      const started = performance.now()
      for (const { name, sql } of work.steps ?? []) {
        await connection.run(`CREATE OR REPLACE TEMP TABLE "${name}" AS ${sql}`)
      }
      const reader = await connection.runAndReadAll(work.sql)
      const names = reader.columnNames()
      const columns = reader.columnTypes().map((type, at) => ({ name: names[at]!, type: String(type) }))
      const result = { columns, rows: reader.getRows().map((row) => row.map(cellOf)) }
      const members = work.members && (await membersIn(work.members, 0))
      for (const { name } of work.steps ?? []) await connection.run(`DROP TABLE "${name}"`)
      const measured = { elapsedMs: performance.now() - started, peakBytes: 0 }
      return { ...result, ...(members ? { members } : {}), ...measured } satisfies QueryResult
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }

  async function membersIn({ sql, folds, unions }: MembersWork, most: number): Promise<WorkMembers> {
    const columns = (await connection.runAndReadAll(folded(sql, folds))).getColumns() as number[][]
    const [row = [], person = []] = columns
    const groups = row.reduce((last, at) => Math.max(last, at + 1), most)
    const start = new Uint32Array(groups + 1)
    for (const at of row) start[at + 1]!++
    for (let at = 1; at <= groups; at++) start[at]! += start[at - 1]!
    const next = start.slice()
    const who = new Uint32Array(row.length)
    const parts = folds.map(() => new Float64Array(row.length))
    const supports = folds.map(() => new Uint32Array(groups))
    for (let i = 0; i < row.length; i++) {
      const place = next[row[i]!]!++
      who[place] = person[i]!
      for (const [at, part] of parts.entries()) {
        part[place] = columns[2 + at]![i]!
        if (!Number.isNaN(part[place])) supports[at]![row[i]!]!++
      }
    }
    const pairs = unions === undefined ? [] : await connection.runAndReadAll(unions)
    const joined = Map.groupBy(
      'getRows' in pairs ? (pairs.getRows() as [number, number][]) : [],
      ([, to]) => to,
    )
    const size = [...joined.keys()].reduce((last, at) => Math.max(last, at + 1), 0)
    const distinct = (rests: (place: number) => boolean) =>
      Uint32Array.from({ length: size }, (_, union) => {
        const found = new Set<number>()
        for (const [at] of joined.get(union) ?? [])
          for (let place = start[at]!; place < start[at + 1]!; place++)
            if (rests(place)) found.add(who[place]!)
        return found.size
      })
    return {
      start,
      person: who,
      parts,
      supports,
      unions: {
        persons: distinct(() => true),
        supports: parts.map((part) => distinct((place) => !Number.isNaN(part[place]))),
      },
    }
  }
}

/** One row for each group and person, as the executor folds them. */
function folded(sql: string, folds: MembersWork['folds']): string {
  const columns = 1 + Math.max(-1, ...folds.map(({ of }) => of ?? -1))
  const names = ['r', 'p', ...Array.from({ length: columns }, (_, at) => `c${at}`)]
  const parts = folds.map(({ how, of }) => {
    const given = of === null ? 'CAST(1 AS DOUBLE)' : `CASE WHEN NOT isnan(c${of}) THEN c${of} END`
    const counted = how === 'count' || how === 'one' ? `CASE WHEN ${given} IS NOT NULL THEN 1 END` : given
    const fold = how === 'count' ? 'sum' : how === 'one' ? 'max' : how
    return `coalesce(CAST(${fold}(${counted}) AS DOUBLE), CAST('NaN' AS DOUBLE))`
  })
  return `SELECT ${['r', 'p', ...parts].join(', ')} FROM (${sql}) AS m(${names.join(', ')}) GROUP BY r, p`
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') {
    const near = Number(value)
    return Number.isSafeInteger(near) ? near : value.toString()
  }
  const kind = (value as object).constructor.name
  const text = (value as { toString(): string }).toString()
  if (kind === 'DuckDBDecimalValue') return text.replace(/[-.]/g, '').length > 15 ? text : Number(text)
  return kind.startsWith('DuckDBTimestamp') ? text.replace(' ', 'T') : text
}

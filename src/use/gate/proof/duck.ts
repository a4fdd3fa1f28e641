import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { TABLES } from './data.ts'
import type { Data, TableName, Value } from './model.ts'

/** DuckDB in this process with the drawn tables: many small queries, no child each. */
export interface Duck {
  readonly connection: DuckDBConnection
  load(data: Data): Promise<void>
  /** Rows with every value as the oracle writes it. */
  rows(sql: string): Promise<Value[][]>
  close(): void
}

function literal(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`
  return `'${value.replaceAll("'", "''")}'`
}

export async function openDuck(): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  // The language has no infinity: what is divided by zero is missing.
  await connection.run('SET ieee_floating_point_ops = false')
  for (const [name, { persons, columns }] of Object.entries(TABLES)) {
    const all = columns.map(({ name: column, type }) => `"${column}" ${type}`)
    await connection.run(
      `CREATE TABLE ${name} (${[...(persons ? ['__insured UINTEGER'] : []), ...all].join(', ')})`,
    )
  }
  return {
    connection,
    async load(data) {
      for (const [name, { persons }] of Object.entries(TABLES)) {
        const rows = data[name as TableName].map(
          ({ person, values }) =>
            `(${[...(persons ? [String(person)] : []), ...values.map(literal)].join(', ')})`,
        )
        await connection.run(`TRUNCATE ${name}`)
        if (rows.length > 0) await connection.run(`INSERT INTO ${name} VALUES ${rows.join(', ')}`)
      }
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRows().map((row) => row.map(valueOf))
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Dates and times as ISO text, every number as a double; what is no number (corr of one value) is missing. */
export function valueOf(value: unknown): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  const kind = (value as object).constructor.name
  const text = (value as { toString(): string }).toString()
  if (kind === 'DuckDBDecimalValue') return Number(text)
  return kind.startsWith('DuckDBTimestamp') ? text.replace(' ', 'T') : text
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** The rows of a query as Parquet, written by the engine. */
export async function parquet(sql: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-parquet-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  try {
    const connection = await instance.connect()
    const path = join(folder, 'made.parquet')
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`)
    connection.closeSync()
    return readFileSync(path)
  } finally {
    instance.closeSync()
    rmSync(folder, { recursive: true })
  }
}

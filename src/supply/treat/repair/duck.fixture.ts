import { DuckDBInstance } from '@duckdb/node-api'
import type { Duck } from '../../source/child/index.ts'

/** An engine of the test's own process. */
export async function openTestDuck(): Promise<Duck> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
  return { rows, copy: async () => 0, connection }
}

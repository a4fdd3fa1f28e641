import { DuckDBInstance } from '@duckdb/node-api'

/** Runs in an engine child: one statement in bare DuckDB with the limits that an import gets. Returns ms. */
export async function run(
  input: { sql: string; spill: string },
  tools: { softMemoryBytes: number; threads: number },
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(tools.threads),
    memory_limit: `${Math.floor(tools.softMemoryBytes / 1024)}KiB`,
    temp_directory: input.spill,
  })
  const connection = await instance.connect()
  const started = performance.now()
  await connection.run(input.sql)
  return performance.now() - started
}

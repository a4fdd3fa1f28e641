import { DuckDBInstance } from '@duckdb/node-api'

/** The bare COPY of the benchmark, in a child as an import has. @returns its wall-clock milliseconds */
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

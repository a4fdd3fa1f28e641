import { dirname, join } from 'node:path'
import { type ChildTools, openDuck, quotePath, quoteText } from '../../supply/source/child/index.ts'
import type { FactForm } from './facts/forms.ts'
import { factsSql } from './facts/sql.ts'

export interface FactsInput {
  readonly staging: string
  readonly files: readonly string[]
  readonly form: FactForm
  /** Columns of the version: some, such as the mark of void rows, may be missing. */
  readonly columns: readonly string[]
}

/** Where the persons lie below `staging`: one JSON object a line, in the order of their numbers. */
export const FACTS_FILE = 'facts.jsonl'

/** What single persons may be verified by, of each person of one version. */
export async function run(input: FactsInput, tools: ChildTools): Promise<{ persons: number }> {
  const folders = input.files.map((file) => dirname(file))
  const duck = await openDuck(tools, input.staging, [input.staging, ...folders])
  const from = `read_parquet([${input.files.map(quotePath).join(', ')}])`
  const query = factsSql(input.form, from, new Set(input.columns))
  const target = quoteText(join(input.staging, FACTS_FILE))
  return { persons: await duck.copy(`COPY (${query}) TO ${target} (FORMAT json)`) }
}

import { dirname, join } from 'node:path'
import { type ChildTools, openDuck, quotePath, quoteText } from '../../supply/source/index.ts'

export interface EnrolmentInput {
  readonly staging: string
  readonly files: readonly string[]
  /** Does the version say which rows are void? Where it does not, all hold. */
  readonly voids: boolean
}

/** Where the persons lie below `staging`: one JSON object a line, in the order of their numbers. */
export const SPANS_FILE = 'spans.jsonl'

/** The valid enrolments of each person of a version of PSN_INSU_D. A date that is none makes the row say nothing. */
export async function run(input: EnrolmentInput, tools: ChildTools): Promise<{ persons: number }> {
  const folders = input.files.map((file) => dirname(file))
  const duck = await openDuck(tools, input.staging, [input.staging, ...folders])
  const text = (column: string) => `trim(CAST(${column} AS VARCHAR))`
  const day = (column: string) => `CAST(TRY_CAST(substr(${text(column)}, 1, 10) AS DATE) AS VARCHAR)`
  const valid = input.voids ? `WHERE ${text('vali_flag')} IN ('1', 'true')` : ''
  const persons = await duck.copy(
    `COPY (
       SELECT insured, list({t: t, a: a, s: s, f: f, u: u} ORDER BY f, t, a) AS spans
       FROM (
         SELECT __insured AS insured, coalesce(${text('insutype')}, '') AS t, coalesce(${text('insu_admdvs')}, '') AS a,
                coalesce(${text('psn_insu_stas')}, '') AS s, ${day('psn_insu_date')} AS f, ${day('paus_insu_date')} AS u
         FROM read_parquet([${input.files.map(quotePath).join(', ')}]) ${valid}
       )
       WHERE f IS NOT NULL
       GROUP BY insured ORDER BY insured
     ) TO ${quoteText(join(input.staging, SPANS_FILE))} (FORMAT json)`,
  )
  return { persons }
}

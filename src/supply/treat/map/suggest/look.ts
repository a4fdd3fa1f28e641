import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, quoteName, quotePath, quoteText } from '../../../source/child/index.ts'
import { VALUE_FORMS } from './forms.ts'

export interface LookInput {
  readonly files: readonly string[]
  readonly columns: readonly string[]
  /** Dictionary → words that its codes are known by. */
  readonly words: Readonly<Record<string, readonly string[]>>
  readonly spill: string
}

/** What the values of a column look like: shares of its distinct values, never a value itself. */
export interface ColumnLook {
  readonly values: number
  readonly forms: Readonly<Record<string, number>>
  readonly lists: Readonly<Record<string, number>>
}

/** Distinct values that are looked at. */
const MOST_VALUES = 2_000
/** A dictionary is short: a column of more values is none. */
const MOST_CODES = 200

/** Compares the values of each column with known forms and dictionaries. */
export async function run(input: LookInput, tools: ChildTools): Promise<Record<string, ColumnLook>> {
  await mkdir(input.spill, { recursive: true })
  const duck = await openDuck(
    tools,
    input.spill,
    input.files.map((file) => dirname(file)),
  )
  try {
    const found: Record<string, ColumnLook> = {}
    const source = `read_parquet([${input.files.map(quotePath).join(', ')}])`
    const rows = Object.entries(input.words).flatMap(([list, words]) =>
      words.map((word) => `(${quoteText(list)}, ${quoteText(word)})`),
    )
    await duck.connection.run(
      `CREATE TEMP TABLE word AS SELECT * FROM (VALUES ${rows.join(', ') || `('', '')`}) t(list, w)`,
    )
    for (const column of input.columns) {
      const text = `nullif(trim(CAST(${quoteName(column)} AS VARCHAR)), '')`
      await duck.connection.run(
        `CREATE OR REPLACE TEMP TABLE v AS SELECT DISTINCT v FROM (SELECT ${text} AS v FROM ${source} LIMIT 200000)
         WHERE v IS NOT NULL LIMIT ${MOST_VALUES}`,
      )
      const forms = VALUE_FORMS.map(
        ({ code, pattern }) =>
          `count(*) FILTER (regexp_full_match(v, ${quoteText(pattern)})) AS ${quoteName(code)}`,
      )
      const [counts] = await duck.rows(`SELECT count(*) AS n, ${forms.join(', ')} FROM v`)
      const values = Number(counts!['n'])
      const share = (n: unknown) => (values === 0 ? 0 : Number(n) / values)
      const lists =
        values === 0 || values > MOST_CODES
          ? []
          : await duck.rows(`SELECT list, count(DISTINCT v) AS n FROM v JOIN word ON w = v GROUP BY list`)
      found[column] = {
        values,
        forms: Object.fromEntries(VALUE_FORMS.map(({ code }) => [code, share(counts![code])])),
        lists: Object.fromEntries(lists.map((row) => [String(row['list']), share(row['n'])])),
      }
    }
    return found
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}

import { dirname } from 'node:path'
import { type ChildTools, type Duck, openDuck, quoteName, quotePath } from '../../../source/child/index.ts'
import { countKinds } from '../detect.ts'
import type { ColumnCounts } from '../suggest.ts'
import { NAME_RULES } from '../words.ts'

export interface LookInput {
  readonly files: readonly string[]
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly spill: string
}

export interface LookOutput {
  readonly rows: number
  readonly counts: Record<string, ColumnCounts>
}

/** Rows looked at, evenly over the table; and distinct values of each column among them. */
const ROWS = 20_000
const VALUES = 4_000

/** Looks at the columns of texts and whole numbers (a telephone is one) of a version and counts what the cells look like. Values never leave the child. */
export async function run(input: LookInput, tools: ChildTools): Promise<LookOutput> {
  const duck = await openDuck(tools, input.spill, [input.spill, ...input.files.map((file) => dirname(file))])
  const looked = input.columns.filter((column) => /^(VARCHAR|BIGINT)$/.test(column.type))
  const texts = looked.map((column) => column.name)
  if (texts.length === 0) return { rows: 0, counts: {} }
  const step = Math.max(1, Math.floor(input.rows / ROWS))
  await duck.connection.run(
    `CREATE TEMP TABLE looked AS SELECT ${looked.map(asText).join(', ')}
     FROM read_parquet([${input.files.map(quotePath).join(', ')}], file_row_number = true)
     WHERE file_row_number % ${step} = 0`,
  )
  const [total] = await duck.rows('SELECT count(*) AS n FROM looked')
  const counts: Record<string, ColumnCounts> = {}
  const names = texts.filter((name) =>
    NAME_RULES.some((rule) => rule.kind === 'person_name' && rule.names.test(name)),
  )
  for (const name of texts) {
    const column = quoteName(name)
    const values = await duck.rows(
      `SELECT ${column} AS v, count(*)::INTEGER AS n FROM looked WHERE trim(${column}) <> ''
       GROUP BY 1 ORDER BY hash(${column}) LIMIT ${VALUES}`,
    )
    const counted = countKinds(
      values.map((row) => ({ value: String(row['v']).trim(), cells: Number(row['n']) })),
    )
    const inside = await namesInside(
      duck,
      column,
      names.filter((one) => one !== name),
    )
    const { matched } = counted
    counts[name] = {
      looked: counted.looked,
      matched: inside > (matched.name_in_text ?? 0) ? { ...matched, name_in_text: inside } : matched,
    }
  }
  return { rows: Number(total!['n']), counts }
}

const asText = ({ name }: { readonly name: string }): string =>
  `CAST(${quoteName(name)} AS VARCHAR) AS ${quoteName(name)}`

/** Cells that hold the name which another column of the same row writes alone. */
async function namesInside(duck: Duck, column: string, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0
  const tests = names.map((name) => {
    const other = quoteName(name)
    return `(length(${other}) >= 2 AND length(${column}) > length(${other}) AND contains(${column}, ${other}))`
  })
  const [row] = await duck.rows(`SELECT count(*) AS n FROM looked WHERE ${tests.join(' OR ')}`)
  return Number(row!['n'])
}

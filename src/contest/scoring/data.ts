import type { Random } from '../../kernel/random.ts'
import { type Csv, readCsv, wrong } from './csv.ts'
import { baselineOf, isBinary, takesLabels, type Value } from './metrics.ts'
import type { Metric, TaskColumn } from './model.ts'
import { orderOf, type Part, partOf } from './split.ts'

/** What a program may be given. Whoever needs more for a score that means something is to be met first. */
export const DATA_LIMITS = { rows: 100_000, columns: 500 } as const
export const DATA_MOST_BYTES = 24 * 2 ** 20
/** Few rows would tell their answers by their score, and no score of few rows means anything. */
const FEWEST_ROWS = 20
const FEWEST_OF_PART = 5
const SAMPLE_ROWS = 20
const SAMPLE_MOST_ROWS = 2000
/** Name of the column that a program finds its rows by: never the id of the table that was brought. */
export const ROW = 'row'

export interface Brought {
  readonly columns: readonly TaskColumn[]
  readonly answer: TaskColumn
  /** Without ids and answers, in the order of a keyed hash. */
  readonly features: Csv
  /** In the same order. */
  readonly answers: readonly Answer[]
  readonly publicRows: number
  readonly baseline: number
}

export interface Answer {
  /** As the organiser's table names the row. */
  readonly id: string
  readonly part: Part
  readonly value: Value
}

export interface DataPlan {
  readonly idColumn: string
  readonly answerColumn: string
  readonly metric: Metric
  readonly publicShare: number
  readonly key: Uint8Array
}

/** Divides the organiser's table into what a program may see and what it is measured by. @throws XinyuError CONTEST_TASK_DATA */
export function divide(text: string, plan: DataPlan): Brought {
  const table = readCsv(text, DATA_LIMITS)
  const names = new Set(table.columns)
  if (names.size !== table.columns.length) throw wrong('列名重复', 'two columns have the same name')
  if (table.columns.some((name) => name === '' || name.length > 200 || name === ROW))
    throw wrong(`列名为空、过长或为 ${ROW}`, `a column name is empty, too long or “${ROW}”`)
  const idAt = columnAt(table, plan.idColumn)
  const answerAt = columnAt(table, plan.answerColumn)
  if (idAt === answerAt) throw wrong('编号列与答案列相同', 'ids and answers are the same column')
  if (table.columns.length < 3) throw wrong('没有特征列', 'there is no column of features')
  const ids = table.rows.map((row) => row[idAt]!.trim())
  if (ids.includes('')) throw wrong('有的行没有编号', 'a row has no id')
  if (new Set(ids).size !== ids.length) throw wrong('行编号重复', 'two rows have the same id')
  if (ids.length < FEWEST_ROWS)
    throw wrong(`少于 ${FEWEST_ROWS} 行`, `there are fewer than ${FEWEST_ROWS} rows`)

  const order = orderOf(plan.key, ids)
  const kept = table.columns.flatMap((_, at) => (at === idAt || at === answerAt ? [] : [at]))
  const answers = order.map((at) => ({
    id: ids[at]!,
    part: partOf(plan.key, ids[at]!, plan.publicShare),
    value: answerOf(table.rows[at]![answerAt]!, plan.metric),
  }))
  const baseline = checkParts(answers, plan)
  return {
    columns: kept.map((at) => typed(table, at)),
    answer: { name: plan.answerColumn, type: takesLabels(plan.metric) ? 'text' : 'number' },
    features: {
      columns: kept.map((at) => table.columns[at]!),
      rows: order.map((at) => kept.map((column) => table.rows[at]![column]!)),
    },
    answers,
    publicRows: answers.filter(({ part }) => part === 'public').length,
    baseline,
  }
}

function columnAt(table: Csv, name: string): number {
  const at = table.columns.indexOf(name)
  if (at < 0) throw wrong('找不到指定的编号列或答案列', 'the column of ids or answers is not there')
  return at
}

function answerOf(text: string, metric: Metric): Value {
  const value = text.trim()
  if (value === '') throw wrong('有的行没有答案', 'a row has no answer')
  if (takesLabels(metric)) {
    if (value.length > 100) throw wrong('类别名称超过 100 字', 'a label is longer than 100 characters')
    return value
  }
  const number = Number(value)
  if (!Number.isFinite(number) || Math.abs(number) > MOST)
    throw wrong('答案列中有不是数字的值', 'an answer is no number')
  if (isBinary(metric) && number !== 0 && number !== 1)
    throw wrong('此指标的答案只能是 0 或 1', 'answers of this metric are 0 or 1')
  return number
}

/** Beyond this a square is no number any more. */
export const MOST = 1e120

/** Score of the best constant on the rows that decide. @throws XinyuError CONTEST_TASK_DATA */
function checkParts(answers: readonly Answer[], plan: DataPlan): number {
  const of = (part: Part) => answers.filter((one) => one.part === part).map(({ value }) => value)
  const parts = plan.publicShare === 0 ? [of('hidden')] : [of('hidden'), of('public')]
  for (const values of parts) {
    if (values.length < FEWEST_OF_PART)
      throw wrong(
        `公开或隐藏部分少于 ${FEWEST_OF_PART} 行`,
        `the public or the hidden part has fewer than ${FEWEST_OF_PART} rows`,
      )
    if (new Set(values.map(String)).size < 2)
      throw wrong('公开或隐藏部分的答案全部相同', 'all answers of the public or the hidden part are the same')
  }
  return baselineOf(plan.metric, of('hidden'))!
}

const typed = (table: Csv, at: number): TaskColumn => ({
  name: table.columns[at]!,
  type: table.rows.every((row) => isNumber(row[at]!)) ? 'number' : 'text',
})
const isNumber = (text: string) => text.trim() === '' || Number.isFinite(Number(text))

/**
 * The public sample: same columns, no id. The organiser's own, or rows made out of names and types alone, so that they
 * tell nothing of the hidden ones. @throws XinyuError CONTEST_TASK_DATA
 */
export function sampleOf(
  columns: readonly TaskColumn[],
  answer: TaskColumn,
  given: string | null,
  random: Random,
): { readonly table: Csv; readonly made: boolean } {
  const names = [...columns.map(({ name }) => name), answer.name]
  if (given === null)
    return { table: { columns: names, rows: makeRows(columns, answer, random) }, made: true }
  const table = readCsv(given, { rows: SAMPLE_MOST_ROWS, columns: DATA_LIMITS.columns })
  if (table.columns.join('\n') !== names.join('\n'))
    throw wrong(
      '样例的列须与数据的特征列和答案列一致（不含编号列）',
      'the sample needs the columns of features and the answer, in this order, without the ids',
    )
  if (table.rows.length === 0) throw wrong('样例没有行', 'the sample has no row')
  return { table, made: false }
}

function makeRows(columns: readonly TaskColumn[], answer: TaskColumn, random: Random): string[][] {
  const value = (type: TaskColumn['type'], byte: number) =>
    type === 'number' ? String(byte % 100) : 'abc'[byte % 3]!
  return Array.from({ length: SAMPLE_ROWS }, () => {
    const bytes = random.bytes(columns.length + 1)
    return [
      ...columns.map(({ type }, at) => value(type, bytes[at]!)),
      // Zero and one are answers of every metric.
      String(bytes[columns.length]! % 2),
    ].map((text, at) => (at === columns.length && answer.type === 'text' ? 'ab'[Number(text)]! : text))
  })
}

/** What a program reads: the rows under their number, features alone. */
export const numbered = ({ columns, rows }: Csv): Csv => ({
  columns: [ROW, ...columns],
  rows: rows.map((row, at) => [String(at + 1), ...row]),
})

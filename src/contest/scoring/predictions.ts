import { XinyuError } from '../../kernel/errors/index.ts'
import { readCsv } from './csv.ts'
import { MOST, ROW } from './data.ts'
import { takesLabels, type Value } from './metrics.ts'
import type { Metric } from './model.ts'

const COLUMN = 'prediction'
/** Bytes of one line of an honest answer; the rest of the allowance is for the header. */
const LINE_MOST = 128
export const predictionsMost = (rows: number): number => 1024 + rows * LINE_MOST

/**
 * What a program wrote, as it says itself: columns `row` and `prediction`, each row once, in any order; every value a
 * finite number (0 or 1 for F1; a label where labels are compared).
 * @returns the values in the order of the rows, or the sentence that says what is wrong
 */
export function readPredictions(
  bytes: Uint8Array,
  rows: number,
  metric: Metric,
): { readonly values: Value[] } | { readonly why: string } {
  if (bytes.length > predictionsMost(rows)) return { why: 'the file is too large' }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { why: 'the file is not UTF-8' }
  }
  try {
    const table = readCsv(text, { rows, columns: 2 })
    const [rowAt, valueAt] = [table.columns.indexOf(ROW), table.columns.indexOf(COLUMN)]
    if (rowAt < 0 || valueAt < 0) return { why: `columns “${ROW}” and “${COLUMN}” are needed` }
    const values = new Map<number, Value>()
    for (const line of table.rows) {
      const row = Number(line[rowAt])
      if (!/^\d{1,9}$/.test(line[rowAt]!.trim()) || row < 1 || row > rows)
        return { why: 'a row number is not among those given' }
      if (values.has(row)) return { why: `row ${row} is answered twice` }
      const value = valueOf(line[valueAt]!.trim(), metric)
      if (value === null) return { why: `the prediction of row ${row} is not allowed for this metric` }
      values.set(row, value)
    }
    if (values.size !== rows) return { why: `${rows} predictions are needed, ${values.size} were written` }
    return { values: Array.from({ length: rows }, (_, at) => values.get(at + 1)!) }
  } catch (error) {
    if (error instanceof XinyuError) return { why: String(error.params.whyEn) }
    throw error
  }
}

function valueOf(text: string, metric: Metric): Value | null {
  if (takesLabels(metric)) return text === '' || text.length > 100 ? null : text
  // Number('') is 0, Number('0x1f') is 31: neither is a prediction.
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return null
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) > MOST) return null
  if (metric === 'f1' && value !== 0 && value !== 1) return null
  return value
}

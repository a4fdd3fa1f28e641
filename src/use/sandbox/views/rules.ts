import type { CellOutput } from '../model.ts'
import { PICTURE_ROW_BYTES, ROW_BYTES } from './model.ts'

/**
 * What looking at an output costs, in rows. Splitting is never cheaper: each part is rounded up by itself, and what
 * would carry rows in another way (wide cells, lines of text, bytes of a picture) costs as much as rows.
 */
export function costOf(output: CellOutput): number {
  if (output.kind === 'image') return Math.ceil(pictureBytes(output.base64) / PICTURE_ROW_BYTES)
  if (output.kind === 'text') return textCost(output.text)
  if (output.kind === 'error') return textCost(`${output.name}: ${output.message}\n${output.trace}`)
  return Math.max(output.rows.length, bytesCost(tableBytes(output)))
}

export const costOfAll = (outputs: readonly CellOutput[]): number =>
  outputs.reduce((sum, output) => sum + costOf(output), 0)

/** Lines or bytes, whichever is more. */
export const textCost = (text: string): number => Math.max(linesOf(text), bytesCost(Buffer.byteLength(text)))

export interface Fitted {
  /** Null: nothing of it may be shown. */
  readonly shown: CellOutput | null
  readonly cost: number
  /** True where some of it was held back. */
  readonly cut: boolean
}

/** As much of an output as `rows` allow. */
export function fit(output: CellOutput, rows: number): Fitted {
  const cost = costOf(output)
  if (cost <= rows) return { shown: output, cost, cut: false }
  const shown = rows <= 0 ? null : cutTo(output, rows)
  return { shown, cost: shown === null ? 0 : costOf(shown), cut: true }
}

function cutTo(output: CellOutput, rows: number): CellOutput | null {
  // Half a picture is no picture.
  if (output.kind === 'image') return null
  if (output.kind === 'text') return { ...output, text: firstOf(output.text, rows) }
  if (output.kind === 'error') return cutError(output, rows)
  let kept = output.rows.slice(0, rows)
  // Wide rows: halved until they fit, at most a dozen times.
  while (kept.length > 0 && costOf({ ...output, rows: kept }) > rows)
    kept = kept.slice(0, Math.floor(kept.length / 2))
  const table = { ...output, rows: kept }
  return costOf(table) > rows ? null : table
}

type Failed = Extract<CellOutput, { kind: 'error' }>

/** Its sentence is worth more than its trace. */
function cutError(output: Failed, rows: number): CellOutput | null {
  const bare = { ...output, trace: '' }
  if (costOf(bare) <= rows) return bare
  const short = { ...bare, name: '', message: firstOf(`${output.name}: ${output.message}`, rows - 1) }
  return short.message === '' ? null : short
}

/** The first lines of a text, no more than so many rows are worth; never half a character. */
export function firstOf(text: string, rows: number): string {
  if (rows <= 0) return ''
  const lines = text.split('\n').slice(0, rows).join('\n')
  const bytes = Buffer.from(lines)
  if (bytes.length <= rows * ROW_BYTES) return lines
  let end = rows * ROW_BYTES
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8')
}

const bytesCost = (bytes: number): number => Math.ceil(bytes / ROW_BYTES)

function linesOf(text: string): number {
  if (text === '') return 0
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < text.length - 1; at = text.indexOf('\n', at + 1))
    lines += 1
  return lines
}

const pictureBytes = (base64: string): number => Math.ceil((base64.length * 3) / 4)

function tableBytes(output: Extract<CellOutput, { kind: 'table' }>): number {
  return Buffer.byteLength(JSON.stringify([output.columns, output.rows, output.total]))
}

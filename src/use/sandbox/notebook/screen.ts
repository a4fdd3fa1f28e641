import { z } from 'zod'
import type { CellEvent } from '../driver/driver.ts'
import type { CellOutput } from '../model.ts'
import { costOf, fit, PICTURE_MOST_BYTES } from '../views/index.ts'
import { OUTPUTS_MOST } from './model.ts'

const TEXT_MOST = 4_194_304
const NAME_MOST = 1_000
const COLUMNS_MOST = 1_000
const VALUE_MOST = 10_000

const name = z.string().transform((text) => text.slice(0, NAME_MOST))
const long = z.string().transform((text) => text.slice(0, TEXT_MOST))

/** What comes out of a kernel is written by whoever wrote the cell: nothing of it is believed before it is parsed. */
const Hostile = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), stream: z.enum(['out', 'err']), text: long }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.object({ name, type: name })).max(COLUMNS_MOST),
    rows: z.array(z.array(z.unknown()).max(COLUMNS_MOST)).max(100_000),
    total: z.int().min(0),
  }),
  z.object({
    kind: z.literal('image'),
    mime: z.enum(['image/png', 'image/svg+xml']),
    base64: z
      .string()
      .max(Math.ceil((PICTURE_MOST_BYTES * 4) / 3) + 4)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/),
  }),
  z.object({ kind: z.literal('error'), name, message: long, trace: long }),
])

export const Done = z.object({
  kind: z.literal('done'),
  state: z.enum(['ok', 'error', 'interrupted', 'time', 'memory', 'died']),
  elapsedMs: z.number().min(0).transform(Math.round),
  cpuMs: z.number().min(0).transform(Math.round),
  cut: z.boolean(),
  tables: z.array(z.string()).max(1_000),
})
export type Done = z.output<typeof Done>

/** The screen of one running cell: what is shown, bounded by the rows that were set aside for it. */
export interface Screen {
  /** Takes an event in; what of it is to be shown now. */
  take(event: CellEvent): CellOutput | null
  readonly outputs: readonly CellOutput[]
  /** Rows looked at so far. */
  readonly rows: number
  /** Something was held back. */
  readonly cut: boolean
}

export function createScreen(mostRows: number): Screen {
  const outputs: CellOutput[] = []
  let rows = 0
  let cut = false
  /** A text was cut: what comes later must not look as if it followed. */
  let full = false
  return {
    outputs,
    get rows() {
      return rows
    },
    get cut() {
      return cut
    },
    take(event) {
      const parsed = Hostile.safeParse(event)
      if (!parsed.success || full) {
        cut = true
        return null
      }
      const output = tidied(parsed.data)
      const last = outputs.at(-1)
      const joins = output.kind === 'text' && last?.kind === 'text' && last.stream === output.stream
      if (!joins && outputs.length >= OUTPUTS_MOST) {
        cut = true
        return null
      }
      // Text of one stream in a row is one text: a line that comes in pieces is one line.
      const paid = joins ? costOf(last) : 0
      const whole = joins ? { ...output, text: last.text + output.text } : output
      const fitted = fit(whole, mostRows - rows + paid)
      cut ||= fitted.cut
      full ||= fitted.cut && output.kind === 'text'
      if (fitted.shown === null || isEmpty(fitted.shown)) return null
      rows += fitted.cost - paid
      if (!joins) {
        outputs.push(fitted.shown)
        return fitted.shown
      }
      outputs[outputs.length - 1] = fitted.shown
      const more = fitted.shown.kind === 'text' ? fitted.shown.text.slice(last.text.length) : ''
      return more === '' ? null : { ...output, text: more }
    },
  }
}

type Parsed = z.output<typeof Hostile>

function tidied(event: Parsed): CellOutput {
  if (event.kind !== 'table') return event
  const width = event.columns.length
  return { ...event, rows: event.rows.map((row) => row.slice(0, width).map(valueOf)) }
}

function valueOf(value: unknown): null | boolean | number | string {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === undefined ? null : text.slice(0, VALUE_MOST)
}

const isEmpty = (output: CellOutput): boolean => output.kind === 'text' && output.text === ''

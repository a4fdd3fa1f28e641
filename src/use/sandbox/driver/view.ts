import { z } from 'zod'
import type { CellEvent, CellWork } from './driver.ts'

const MOST_COLUMNS = 260
const MOST_TEXT = 2000
const Value = z.union([z.null(), z.boolean(), z.number(), z.string().max(MOST_TEXT)])

/** What a cell may say. Anything else that comes over the connection is not shown. */
const Shown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), stream: z.enum(['out', 'err']), text: z.string() }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.object({ name: z.string().max(200), type: z.string().max(60) })).max(MOST_COLUMNS),
    rows: z.array(z.array(Value).max(MOST_COLUMNS)),
    total: z.int().nonnegative(),
  }),
  z.object({
    kind: z.literal('image'),
    mime: z.enum(['image/png', 'image/svg+xml']),
    base64: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/),
  }),
  z.object({
    kind: z.literal('error'),
    name: z.string().max(100),
    message: z.string().max(2000),
    trace: z.string().max(8000),
  }),
])

export type ShownEvent = Exclude<CellEvent, { kind: 'done' }>

/** Rows and bytes that may still be looked at: counted here, whatever the process inside counts. */
export class ViewBound {
  #rows: number
  #bytes: number
  cut = false

  constructor(work: Pick<CellWork, 'maxRows' | 'maxBytes'>) {
    this.#rows = work.maxRows
    this.#bytes = work.maxBytes
  }

  /** The event as far as it may be seen, or null. */
  pass(value: unknown): ShownEvent | null {
    const parsed = Shown.safeParse(value)
    if (!parsed.success) return this.#nothing()
    const event = parsed.data
    if (event.kind === 'text') {
      const text = this.#text(event.text)
      return text === '' ? null : { ...event, text }
    }
    if (event.kind === 'table') return this.#table(event)
    const size = event.kind === 'image' ? event.base64.length : Buffer.byteLength(event.message + event.trace)
    return this.#spend(size) ? event : this.#nothing()
  }

  #table(event: Extract<ShownEvent, { kind: 'table' }>): ShownEvent | null {
    if (!this.#spend(Buffer.byteLength(JSON.stringify(event.columns)))) return this.#nothing()
    const rows: (typeof event.rows)[number][] = []
    for (const row of event.rows) {
      if (
        this.#rows <= 0 ||
        row.length !== event.columns.length ||
        !this.#spend(Buffer.byteLength(JSON.stringify(row)))
      )
        break
      this.#rows--
      rows.push(row)
    }
    const total = Math.max(event.total, event.rows.length)
    if (rows.length < total) this.cut = true
    return { ...event, rows, total }
  }

  #text(text: string): string {
    const bytes = Buffer.byteLength(text)
    if (this.#spend(bytes)) return text
    this.cut = true
    const left = Math.max(0, this.#bytes)
    this.#bytes = 0
    return Buffer.from(text)
      .subarray(0, left)
      .toString('utf8')
      .replace(/\uFFFD+$/, '')
  }

  #spend(bytes: number): boolean {
    if (bytes > this.#bytes) return false
    this.#bytes -= bytes
    return true
  }

  #nothing(): null {
    this.cut = true
    return null
  }
}

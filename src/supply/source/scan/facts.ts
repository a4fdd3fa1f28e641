import { DATED, DECIMAL, INTEGER } from './shape.ts'

/** What the scan knows of one column after every cell of it was read. */
export interface ColumnFacts {
  /** Shapes that occur, as bits of `shape.ts`. */
  shapes: number
  /** Empty fields: NULL. */
  nulls: number
  /** Most digits before the point, and after it. */
  digits: number
  scale: number
}

export interface FileFacts {
  readonly name: string
  readonly bytes: number
  readonly digest: string
  /** Rows after the header. */
  readonly rows: number
  readonly header: readonly string[]
  readonly delimiter: string
  /** Both kinds of line end occur: the engine reads such a file in its lenient mode. */
  readonly mixedLineEnds: boolean
  /** A quoted field holds a line end: the engine must not split the file among threads. */
  readonly quotedLineEnds: boolean
  readonly columns: readonly ColumnFacts[]
}

/** The facts of all columns while they grow: columns side by side, since this is touched for every cell. */
export interface FactArrays {
  readonly shapes: Uint8Array
  readonly nulls: Float64Array
  readonly digits: Uint32Array
  readonly scale: Uint8Array
}

export const noFacts = (count: number): FactArrays => ({
  shapes: new Uint8Array(count),
  nulls: new Float64Array(count),
  digits: new Uint32Array(count),
  scale: new Uint8Array(count),
})

export const factsAt = (facts: FactArrays, i: number): ColumnFacts => ({
  shapes: facts.shapes[i]!,
  nulls: facts.nulls[i]!,
  digits: facts.digits[i]!,
  scale: facts.scale[i]!,
})

/** The facts of one column over several files. */
export const mergeFacts = (a: ColumnFacts, b: ColumnFacts): ColumnFacts => ({
  shapes: a.shapes | b.shapes,
  nulls: a.nulls + b.nulls,
  digits: Math.max(a.digits, b.digits),
  scale: Math.max(a.scale, b.scale),
})

export const isNumeric = (shapes: number): boolean => shapes !== 0 && (shapes & ~(INTEGER | DECIMAL)) === 0

export const isOnly = (shapes: number, shape: number): boolean => shapes === shape && (shape & DATED) !== 0

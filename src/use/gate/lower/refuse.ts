import type { Json } from '../../../kernel/canonical.ts'
import { type ErrorCode, type ErrorParams, XinyuError } from '../../../kernel/errors/index.ts'
import { byteOf } from './node.ts'
import { offsetOfByte, type Place, placeAt, placeOfWord } from './text.ts'

export type GateCode = Extract<ErrorCode, `GATE_${string}`>

export interface Both {
  readonly zh: string
  readonly en: string
}

export interface Refusal {
  readonly code: GateCode
  /** The rule's short name, such as `level.measure` or `clause.having`. */
  readonly rule: string
  readonly params?: ErrorParams
  /** The node of DuckDB's tree that it is about, or a place already known. */
  readonly at?: Json | undefined
  readonly place?: Place
  /** Key words to look for when the tree does not say where. */
  readonly words?: readonly string[]
  readonly table?: string | undefined
  readonly column?: string | undefined
  readonly level?: string | undefined
  readonly allowed: Both
}

/** Refuses on form: what, where, which column and level, which rule, and what would be allowed instead. */
export type Refuse = (refusal: Refusal) => never

/** A refuser that knows the user's text, so that every refusal points into it. */
export function refuser(text: string): Refuse {
  return ({ code, rule, params, at, place, words, table, column, level, allowed }) => {
    const byte = byteOf(at)
    const here =
      place ?? (byte === null ? placeOfWord(text, words ?? []) : placeAt(text, offsetOfByte(text, byte)))
    const named = { ...(table ? { table } : {}), ...(column ? { column } : {}), ...(level ? { level } : {}) }
    const where = { line: here.line, col: here.column, allowedZh: allowed.zh, allowedEn: allowed.en }
    throw new XinyuError(
      code,
      { ...where, ...params },
      { detail: { rule, ...named, place: { ...here }, allowed: { ...allowed } } },
    )
  }
}

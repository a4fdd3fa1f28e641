import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ElementType } from '../standard/model.ts'

/** What an expression yields. Numbers are whole, with a fixed number of decimal places and a bound on their digits. */
export type Kind =
  | { readonly is: 'text' | 'date' | 'time' | 'bool' }
  | {
      readonly is: 'num'
      readonly scale: number
      readonly digits: number
      /** No value is larger, nor smaller than its negative; unknown when left out. */
      readonly most?: number
    }

/** A compiled expression: SQL over the row at hand, and what it yields. `lit` where it is a constant text. */
export interface Value {
  readonly sql: string
  readonly kind: Kind
  readonly lit?: string
}

export const TEXT: Kind = { is: 'text' }
export const DATE: Kind = { is: 'date' }
export const TIME: Kind = { is: 'time' }
export const BOOL: Kind = { is: 'bool' }
/** A 128-bit integer holds 38 digits; one is kept for carries. */
export const MOST_DIGITS = 37
export const num = (scale: number, digits: number): Kind => ({ is: 'num', scale, digits })
/** Bounds are told apart safely below 2^63. */
const IN_64_BITS = 9e18
/** A number whose bound is known, if 64 bits hold it. */
export const atMost = (kind: Kind, most: number): Kind =>
  kind.is === 'num' && most <= IN_64_BITS ? { ...kind, most } : kind
export const mostOf = ({ kind }: Value): number =>
  kind.is === 'num' ? (kind.most ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY

/** How a column of a standard type is computed with: amounts in 分, months as yyyyMM, shares with six places. */
export function kindOf(type: ElementType): Kind {
  switch (type) {
    case 'date':
      return DATE
    case 'datetime':
      return TIME
    case 'month':
      return num(0, 6)
    case 'year':
      return num(0, 4)
    case 'amount':
      return num(0, 18)
    case 'quantity':
    case 'ratio':
      return num(6, 16)
    case 'integer':
      return num(0, 12)
    default:
      return TEXT
  }
}

/** @throws XinyuError RULE_TOO_LARGE */
export function fitting(name: string, scale: number, digits: number): Kind {
  if (digits > MOST_DIGITS) throw new XinyuError('RULE_TOO_LARGE', { name, digits: MOST_DIGITS })
  return num(scale, digits)
}

/** The same number with more places. @throws XinyuError RULE_TOO_LARGE */
export function rescale(name: string, value: Value, scale: number): Value {
  const { kind } = value
  if (kind.is !== 'num' || kind.scale === scale) return value
  const places = scale - kind.scale
  const larger = fitting(name, scale, kind.digits + places)
  return { sql: `(${value.sql} * ${whole(10n ** BigInt(places), kind.digits + places)})`, kind: larger }
}

/** A whole constant that makes the engine compute in 128 bits where 64 could overflow. */
export const whole = (value: bigint, digits: number): string =>
  `${value < 0n ? `(${value})` : value}::${digits > 18 ? 'HUGEINT' : 'BIGINT'}`

import type { ElementType } from '../standard/index.ts'

/** Types whose values tell nothing of a person by themselves. */
const PLAIN: readonly ElementType[] = [
  'code',
  'flag',
  'amount',
  'quantity',
  'ratio',
  'integer',
  'month',
  'year',
]
const SHOWN = 60

/**
 * A value for who looks at why a cell is dirty: how it is written stays, what it says does not. The first character and,
 * of longer values, the last stay; blanks are shown, full-width signs stay full-width.
 */
export function maskCell(value: string | null, type: ElementType | undefined): string | null {
  if (value === null) return null
  const signs = Array.from(value).slice(0, SHOWN)
  if (type !== undefined && PLAIN.includes(type)) return signs.join('').replaceAll(' ', '␣')
  const last = signs.length > 4 ? signs.length - 1 : -1
  return signs.map((sign, i) => (i === 0 || i === last ? visible(sign) : cover(sign))).join('')
}

const visible = (sign: string): string => (/\s/u.test(sign) ? '␣' : sign)

function cover(sign: string): string {
  if (/\s/u.test(sign)) return '␣'
  if (/[０-９Ａ-Ｚａ-ｚ]/u.test(sign)) return '＊'
  return /[\p{L}\p{N}]/u.test(sign) ? '*' : sign
}

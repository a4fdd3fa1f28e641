import type { NationalColumn } from '../standard/index.ts'

/** Elements that tell more about a person than a form: of a day of birth the year stays. */
const YEAR_ONLY = new Set(['brdy', 'die_date'])

/**
 * A cell as a preview shows it. Texts and identifiers keep their ends alone, so that the form can be judged and the
 * person not known; amounts, codes and days of care stay.
 */
export function masked(
  cell: string | null,
  column: Pick<NationalColumn, 'type' | 'element' | 'name'>,
): string | null {
  if (cell === null) return null
  if (YEAR_ONLY.has(column.element ?? column.name)) return `${cell.slice(0, 4)}-**-**`
  if (column.type !== 'id' && column.type !== 'text') return cell
  const letters = Array.from(cell)
  if (letters.length <= 1) return '*'
  if (letters.length <= 4) return `${letters[0]}${'*'.repeat(letters.length - 1)}`
  return `${letters.slice(0, 2).join('')}${'*'.repeat(Math.min(12, letters.length - 4))}${letters.slice(-2).join('')}`
}

/** Exact 分 of money as people write it, or null: the same as the engine does, for tests and single values. */
export function fenOf(text: string): bigint | null {
  const plain = Array.from(text)
    .map((letter) => {
      const at = '０１２３４５６７８９．，－＋（）−'.indexOf(letter)
      return at < 0 ? letter : '0123456789.,-+()-'[at]!
    })
    .join('')
    .replaceAll(/[¥￥$元圆\s]/gu, '')
  const signed = /^\(.*\)$/s.test(plain) ? `-${plain.slice(1, -1)}` : plain
  if (!/^(?:[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{0,2}0*)?|[+-]?\.\d{1,2}0*)$/.test(signed)) return null
  const [whole = '', places = ''] = signed.replaceAll(/[,+-]/g, '').split('.')
  const fen = BigInt(whole || '0') * 100n + BigInt(places.slice(0, 2).padEnd(2, '0'))
  return signed.startsWith('-') ? -fen : fen
}

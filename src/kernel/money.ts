/** Money is an integer of the smallest unit (分, cent) with its currency (ISO 4217). Never a float. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

const DECIMAL = /^(-?)(\d{1,14})(?:\.(\d{1,2})0*)?$/

/** Exact decimal text in yuan ("12.3") → integer 分 (1230); null when the text is not such a number. */
export function fenFromYuan(text: string): number | null {
  const match = DECIMAL.exec(text.trim())
  if (!match) return null
  const [, sign, whole, fraction = ''] = match
  const fen = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  return sign === '-' ? -fen : fen
}

/** Integer 分 → "12.30", exact. */
export function yuanFromFen(fen: number): string {
  const digits = Math.abs(fen).toString().padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

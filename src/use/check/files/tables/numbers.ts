/** The number that a cell shows, with thousands and percent marks taken away; null for other text. */
export function numberOf(cell: string): number | null {
  const text = cell.trim()
  if (text === '' || text.length > 40) return null
  if (!/^[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?\s*[%％]?$/.test(text)) return null
  const plain = text
    .replaceAll(',', '')
    .replace('−', '-')
    .replace(/\s*[%％]$/, '')
  const value = Number(plain)
  return plain === '' || plain === '.' || !Number.isFinite(value) ? null : value
}

/** Digits behind the decimal point as written. */
export const decimalsOf = (cell: string): number => /\.(\d+)/.exec(cell)?.[1]?.length ?? 0

const WITHHELD =
  /^(?:[-–—*.x]{1,3}|[<＜≤]\s*\d+|na|n\/a|nan|null|none|withheld|suppressed|redacted|\[redacted\]|隐去|已隐去|不展示|不予显示|略)$/i

/** A cell that its author left out on purpose. */
export const isWithheld = (cell: string): boolean => cell.trim() === '' || WITHHELD.test(cell.trim())

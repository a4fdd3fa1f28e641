import type { Cell } from '../../platform/engine/index.ts'
import type { Rounding } from './model.ts'

/**
 * A count, rounded: `base5` to the nearest multiple of 5 (halves up); `midpoint6` to the middle of its six
 * (OpenSAFELY: ceil(x / 6) × 6 − 3 × (x ≠ 0): 0 → 0, 1–6 → 3, 7–12 → 9). Whole numbers of any size, as numbers or text.
 */
export function roundCount(value: Cell, rounding: Rounding): Cell {
  if (rounding === 'none' || value === null || typeof value === 'boolean') return value
  const rounded = rounding === 'base5' ? base5(BigInt(value)) : midpoint6(BigInt(value))
  return Number.isSafeInteger(Number(rounded)) ? Number(rounded) : String(rounded)
}

/** Division of BigInt cuts towards zero: counts are never negative. */
const base5 = (count: bigint): bigint => ((count * 2n + 5n) / 10n) * 5n
const midpoint6 = (count: bigint): bigint => ((count + 5n) / 6n) * 6n - (count === 0n ? 0n : 3n)

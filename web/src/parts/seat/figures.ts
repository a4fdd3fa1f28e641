const MOST_DIGITS = 6
const TINY = 1e-4

/** Decimals that a column of numbers is shown with, so that its points stand below each other: six digits that mean something. */
export function digitsOf(values: readonly unknown[]): number {
  return Math.max(
    0,
    ...values.filter((value) => typeof value === 'number' && Number.isFinite(value)).map(decimals),
  )
}

function decimals(value: unknown): number {
  const text = String(Number(Number(value).toPrecision(MOST_DIGITS)))
  return text.includes('e') ? 0 : Math.min(MOST_DIGITS, text.split('.')[1]?.length ?? 0)
}

/** A number with so many decimals; one that would vanish in them is said by its power of ten. */
export function figure(value: number, digits: number): string {
  if (Number.isInteger(value))
    return digits > 0 && Math.abs(value) < 1e15 ? value.toFixed(digits) : String(value)
  if (Math.abs(value) < TINY || Math.abs(value) >= 1e15) return value.toPrecision(4)
  return value.toFixed(digits)
}

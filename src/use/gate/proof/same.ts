import type { Released, Value } from './model.ts'

/** Equal but for the slack of doubles. */
export function near(a: Released, b: Released): boolean {
  if (a.mark !== b.mark) return false
  if (a.mark) return true
  if (typeof a.value === 'number' && typeof b.value === 'number')
    return Math.abs(a.value - b.value) <= a.slack + b.slack + 1e-9 * Math.abs(b.value)
  return text(a.value) === text(b.value)
}

/** Midnight of a day and the day are one; so are 0 and -0. */
const text = (value: Value): string =>
  typeof value === 'string' ? value.replace(/T00:00:00$/, '') : String(value)

const sortable = (row: readonly Released[]): string =>
  JSON.stringify(
    row.map(
      ({ value, mark }) =>
        mark ?? (typeof value === 'number' ? Number(value.toPrecision(6)) || 0 : text(value)),
    ),
  )

export const shown = (rows: readonly (readonly Released[])[]): string =>
  rows.slice(0, 12).map(sortable).join('\n    ')

/** Null when two answers hold the same rows in any order, else what each has. */
export function same(
  got: readonly (readonly Released[])[],
  expected: readonly (readonly Released[])[],
): string | null {
  const apart = () =>
    `  got ${got.length}:\n    ${shown(got)}\n  expected ${expected.length}:\n    ${shown(expected)}`
  if (got.length !== expected.length) return apart()
  const left = [...expected]
  for (const row of got) {
    const at = left.findIndex(
      (one) => one.length === row.length && one.every((cell, i) => near(row[i]!, cell)),
    )
    if (at < 0) return apart()
    left.splice(at, 1)
  }
  return null
}

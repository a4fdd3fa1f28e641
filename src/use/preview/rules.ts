import type { OutputTable } from '../run/index.ts'
import { isRest, isWithheld } from '../check/index.ts'
import type { Drawn, PreviewColumn } from './model.ts'
import { isDay, type LogicalColumn } from './questions.ts'
import { type Dice, diceOf } from './random.ts'
import type { PreviewSource } from './tables.ts'

type Cell = OutputTable['rows'][number][number]

export const PREVIEW_ROWS = 20

/** A released output and what it was asked for. Nothing else feeds a preview. */
export interface Released extends Pick<PreviewSource, 'drawn' | 'columns'> {
  readonly output: OutputTable
}

interface Shares {
  readonly values: readonly Cell[]
  readonly weights: readonly number[]
}

/**
 * Rows drawn from released outputs: each column by itself, from its one-way table or around its mean. How columns hang
 * together is not drawn, since nothing about it was released. Deterministic in its arguments.
 */
export function drawPreview(
  columns: readonly LogicalColumn[],
  released: readonly Released[],
  seed: string,
  rows = PREVIEW_ROWS,
): { columns: PreviewColumn[]; rows: Cell[][] } {
  const shares = sharesOf(released)
  const means = meansOf(released)
  const visible = columns.filter(({ level }) => level !== 'hidden')
  const told = visible.map(({ name, type, level }) => {
    const drawn: Drawn = shares.has(name)
      ? 'marginal'
      : means.has(name)
        ? 'mean'
        : level === 'identity' || level === 'join'
          ? 'invented'
          : 'nothing'
    return { name, type, level, drawn }
  })
  const cell = ({ name, type, drawn }: PreviewColumn, row: number): Cell => {
    const dice = diceOf(seed, name, row)
    if (drawn === 'marginal') return shown(fromShares(shares.get(name)!, dice), type)
    if (drawn === 'mean') return aroundMean(means.get(name)!, dice)
    // Marked, and with digits that hang on the seed: no number of anybody can come out.
    return drawn === 'invented' ? `SYN-${dice.hex(8).toUpperCase()}` : null
  }
  return {
    columns: told,
    rows: Array.from({ length: rows }, (_, row) => told.map((column) => cell(column, row))),
  }
}

/** `name`, `value`, `n` of one-way tables; what was withheld has no weight. */
function sharesOf(released: readonly Released[]): Map<string, Shares> {
  const found = new Map<string, { values: Cell[]; weights: number[] }>()
  for (const { drawn, output } of released) {
    if (drawn !== 'marginal') continue
    for (const [name, value, n] of output.rows) {
      if (typeof name !== 'string' || typeof n !== 'number' || n <= 0 || isWithheld(value)) continue
      const shares = found.get(name) ?? { values: [], weights: [] }
      shares.values.push(value!)
      shares.weights.push(n)
      found.set(name, shares)
    }
  }
  return found
}

function meansOf(released: readonly Released[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const { drawn, columns, output } of released) {
    if (drawn !== 'mean') continue
    for (const [place, name] of columns.entries()) {
      const mean = Number(numberIn(output.rows[0]?.[place]))
      if (Number.isFinite(mean)) found.set(name, mean)
    }
  }
  return found
}

/** Exact decimals come as text. */
const numberIn = (cell: Cell | undefined): number | string =>
  typeof cell === 'number' || (typeof cell === 'string' && cell !== '') ? cell : Number.NaN

function fromShares({ values, weights }: Shares, dice: Dice): Cell {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let left = dice.below(Math.max(1, Math.round(total)))
  for (const [place, weight] of weights.entries()) {
    left -= weight
    if (left < 0) return values[place]!
  }
  return values.at(-1)!
}

/** `202406` of a day that was asked by month → `2024-06`. */
const shown = (value: Cell, type: string): Cell =>
  isDay(type) && typeof value === 'string' && !isRest(value) && /^\d{6}$/.test(value)
    ? `${value.slice(0, 4)}-${value.slice(4)}`
    : value

/** Half, once or one and a half times the mean, itself of one digit: a band, not a value. */
function aroundMean(mean: number, dice: Dice): number {
  const coarse = Number(mean.toPrecision(1))
  return Number(((coarse * (1 + dice.below(3))) / 2).toPrecision(3))
}

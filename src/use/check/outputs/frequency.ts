import type { CheckStep } from '../model.ts'
import { roundCount } from '../rounding.ts'
import type { CountCell, OutputOf } from './model.ts'
import { howMany, step } from './step.ts'
import type { Thresholds } from './thresholds.ts'

/** Frequencies: each count that is shown rests on enough persons, and no withheld one follows from the total. */
export function checkFrequency(
  { cells, total, rounding }: OutputOf<'frequency'>,
  rules: Thresholds,
): CheckStep[] {
  const lines = total ? [cells] : []
  return [...countSteps(cells, rounding, rules), classDisclosure([cells], rules), computable(lines)]
}

/** Crosstabs: the same by row and by column; linked tables want somebody to look for differences. */
export function checkCrosstab(
  { cells, margins, rounding, linkedTables }: OutputOf<'crosstab'>,
  rules: Thresholds,
): CheckStep[] {
  const width = Math.max(...cells.map((row) => row.length))
  const columns = Array.from({ length: width }, (_, at) => cells.flatMap((row) => row[at] ?? []))
  return [
    ...countSteps(cells.flat(), rounding, rules),
    classDisclosure([...cells, ...columns], rules),
    computable(margins ? [...cells, ...columns] : []),
    step('linked-tables', { linkedTables }, linkedTables, 'review'),
  ]
}

function countSteps(
  cells: readonly CountCell[],
  rounding: OutputOf<'frequency'>['rounding'],
  { minPersons, zerosDisclose }: Thresholds,
): CheckStep[] {
  const shown = cells.filter((cell) => cell.shown !== null)
  const small = ({ persons }: CountCell) => persons > 0 && persons < minPersons
  // Rounding what is rounded changes nothing, by either rule.
  const unrounded = ({ shown }: CountCell) =>
    !Number.isInteger(shown) || roundCount(shown, rounding) !== shown
  return [
    step('min-persons', { minPersons, cells: shown.length }, howMany(shown, small)),
    step('zeros', { zerosDisclose }, zerosDisclose ? howMany(shown, ({ persons }) => persons === 0) : 0),
    step('rounding', { rounding }, rounding === 'none' ? 0 : howMany(shown, unrounded)),
  ]
}

/** All persons of a line in one cell: what is known of the line is known of each of them. */
function classDisclosure(lines: readonly (readonly CountCell[])[], { zerosDisclose }: Thresholds): CheckStep {
  const single = (line: readonly CountCell[]) =>
    line.length > 1 && howMany(line, ({ persons }) => persons > 0) === 1
  return step('class-disclosure', { lines: lines.length, zerosDisclose }, howMany(lines, single), 'review')
}

/** A line whose total is shown and that withholds one cell alone withholds nothing. */
function computable(lines: readonly (readonly CountCell[])[]): CheckStep {
  const alone = (line: readonly CountCell[]) => howMany(line, ({ shown }) => shown === null) === 1
  return step('complementary', { linesWithTotal: lines.length }, howMany(lines, alone))
}

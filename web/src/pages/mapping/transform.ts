import type { NationalColumn, Value } from '../../api/mapping.ts'

/** Transforms that the picker offers: a source column and one step. Others are written as JSON. */
export const STEPS = [
  'copy',
  'date',
  'datetime',
  'month',
  'year',
  'fen',
  'number',
  'dictionary',
  'upper',
] as const
export type Step = (typeof STEPS)[number]

export const FORMATS = [
  'auto',
  'yyyy-mm-dd',
  'yyyy/mm/dd',
  'yyyymmdd',
  'dd/mm/yyyy',
  'mm/dd/yyyy',
  'days1970',
  'days1900',
] as const

/** The one source column of a simple value, or null for what the picker cannot show. */
export function columnOf(value: Value | undefined): string | null {
  if (!value) return null
  if (value.fn === 'copy') return value.column
  if (!(STEPS as readonly string[]).includes(value.fn) || !('of' in value) || Array.isArray(value.of))
    return null
  const inner = value.of
  return inner.fn === 'copy' ? inner.column : null
}

export const isSimple = (value: Value | undefined): boolean =>
  value === undefined || columnOf(value) !== null || value.fn === 'constant'

/** A value of one step on a column. */
export function valueOf(
  step: Step,
  column: string,
  target: NationalColumn,
  format?: (typeof FORMATS)[number],
): Value {
  const of: Value = { fn: 'copy', column }
  switch (step) {
    case 'copy':
      return of
    case 'date':
    case 'datetime':
      return { fn: step, of, format: format ?? 'auto' }
    case 'dictionary':
      return { fn: step, of, list: target.codeList ?? 'gend' }
    default:
      return { fn: step, of }
  }
}

/** The step that a column of this type begins with. */
export function firstStep(target: NationalColumn): Step {
  if (target.type === 'amount') return 'fen'
  if (
    target.type === 'date' ||
    target.type === 'datetime' ||
    target.type === 'month' ||
    target.type === 'year'
  )
    return target.type
  if (target.type === 'quantity' || target.type === 'ratio' || target.type === 'integer') return 'number'
  return target.codeList === undefined ? 'copy' : 'dictionary'
}

import type { OutputTable } from '../api/types.ts'

type Cell = OutputTable['rows'][number][number]

export const CHART_FORMS = ['bar', 'line', 'stacked', 'across'] as const
export type ChartForm = (typeof CHART_FORMS)[number]

/** What to draw of a released table: null marks a cell that was withheld, and is never drawn as zero. */
export interface ChartPlan {
  readonly form: ChartForm
  readonly x: string
  readonly y: string
  readonly categories: readonly string[]
  readonly series: readonly {
    readonly name: string
    readonly values: readonly (number | null | undefined)[]
  }[]
}

const MOST_CATEGORIES = 60
const MOST_SERIES = 8

export const isWithheld = (cell: Cell): cell is { withheld: 'protected' | 'min-group' } =>
  typeof cell === 'object' && cell !== null && 'withheld' in cell
/** The key of the row that small groups were merged into. */
export const isRest = (cell: Cell): cell is { rest: true } =>
  typeof cell === 'object' && cell !== null && 'rest' in cell

/** Words that a label needs where a key is no value. */
export interface ChartWords {
  readonly rest: string
}
const labelOf =
  ({ rest }: ChartWords) =>
  (cell: Cell): string =>
    cell === null ? '∅' : isWithheld(cell) ? '–' : isRest(cell) ? rest : String(cell)
const isTime = (type: string, values: readonly string[]) =>
  /DATE|TIMESTAMP/.test(type) || values.every((value) => /^(19|20)\d{2}(-?(0[1-9]|1[0-2]))?$/.test(value))

export interface ChartChoice {
  readonly statistic?: string | undefined
  /** Chosen from the columns where left out. */
  readonly form?: ChartForm | undefined
}

/** Chooses a chart from the columns, or null when the table does not lend itself to one. */
export function chartPlan(
  table: OutputTable,
  { statistic, form }: ChartChoice = {},
  words: ChartWords = { rest: '*' },
): ChartPlan | null {
  const label = labelOf(words)
  const keys = table.columns
    .map((column, place) => ({ ...column, place }))
    .filter((one) => one.role === 'key')
  const numbers = table.columns
    .map((column, place) => ({ ...column, place }))
    .filter((one) => one.role === 'statistic')
  const y = numbers.find((one) => one.name === statistic) ?? numbers[0]
  if (!y || keys.length === 0 || keys.length > 2 || table.rows.length < 2) return null
  const distinct = (place: number) => [...new Set(table.rows.map((row) => label(row[place]!)))]
  const time = keys.find((key) => isTime(key.type, distinct(key.place)))
  const wider = keys.toSorted((a, b) => distinct(b.place).length - distinct(a.place).length)[0]!
  const x = time ?? wider
  const split = keys.find((key) => key !== x)
  const categories = time ? distinct(x.place).toSorted() : distinct(x.place)
  const names = split ? distinct(split.place) : [y.name]
  if (categories.length > MOST_CATEGORIES || names.length > MOST_SERIES || categories.length < 2) return null
  const series = names.map((name) => ({
    name,
    values: categories.map((category) => {
      const row = table.rows.find(
        (one) => label(one[x.place]!) === category && (!split || label(one[split.place]!) === name),
      )
      if (!row) return undefined
      const cell = row[y.place]!
      if (typeof cell === 'number') return cell
      // Exact decimals come as text.
      if (typeof cell === 'string' && cell !== '' && Number.isFinite(Number(cell))) return Number(cell)
      return isWithheld(cell) ? null : undefined
    }),
  }))
  const fitting = time && categories.length > 2 ? 'line' : 'bar'
  return { form: form ?? fitting, x: x.name, y: y.name, categories, series }
}

/** What the chart shows, for its title: an i18n key with params. */
/** Below this ratio of the highest to the lowest they are called even. */
const EVEN = 1.05

export type Finding =
  | {
      readonly key: 'finding.change'
      readonly params: { y: string; from: string; to: string; share: number }
    }
  | {
      readonly key: 'finding.most'
      readonly params: { y: string; most: string; value: number; least: string; times: number }
    }
  | { readonly key: 'finding.even'; readonly params: { y: string; least: number; most: number } }
  | { readonly key: 'finding.none'; readonly params: { y: string } }

export function finding(plan: ChartPlan): Finding {
  const shown = plan.series.flatMap((series) =>
    series.values.flatMap((value, place) =>
      typeof value === 'number'
        ? [
            {
              value,
              name:
                plan.series.length > 1
                  ? `${plan.categories[place]} · ${series.name}`
                  : plan.categories[place]!,
            },
          ]
        : [],
    ),
  )
  if (shown.length < 2) return { key: 'finding.none', params: { y: plan.y } }
  if (plan.form === 'line' && plan.series.length === 1 && shown[0]!.value !== 0) {
    const [first, last] = [shown[0]!, shown.at(-1)!]
    return {
      key: 'finding.change',
      params: { y: plan.y, from: first.name, to: last.name, share: last.value / first.value - 1 },
    }
  }
  const sorted = shown.toSorted((a, b) => b.value - a.value)
  const [most, least] = [sorted[0]!, sorted.at(-1)!]
  const times = least.value > 0 ? most.value / least.value : 0
  // "1.0 times the lowest" would be no finding.
  if (times > 0 && times < EVEN)
    return { key: 'finding.even', params: { y: plan.y, least: least.value, most: most.value } }
  return {
    key: 'finding.most',
    params: { y: plan.y, most: most.name, value: most.value, least: least.name, times },
  }
}

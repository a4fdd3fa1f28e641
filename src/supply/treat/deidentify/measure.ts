import { type Duck, quoteName } from '../../source/child/index.ts'
import {
  distanceNominal,
  distanceOrdered,
  entropyDiversity,
  type RiskClass,
  risksOf,
  SIZES,
  sizeOf,
} from './figures.ts'
import type { RiskFigures } from './model.ts'

export interface MeasureWork {
  /** SQL of a relation. */
  readonly relation: string
  readonly quasi: readonly string[]
  /** Column that tells persons apart; null: each row is a record of its own. */
  readonly person: string | null
  readonly sensitive: string | null
  readonly ordered: boolean
  readonly maxRisk: number
  /** A table of the population with the same quasi-identifiers, or the share of it that the relation holds. */
  readonly population?:
    | { readonly relation: string; readonly person: string | null }
    | { readonly fraction: number }
    | null
}

type Counted = Required<RiskClass>
type Asker = Pick<Duck, 'rows'>

/** Measures a result over its quasi-identifiers; an empty cell is a value like any other. */
export async function measure(duck: Asker, work: MeasureWork): Promise<RiskFigures> {
  const { classes, population } = await classesOf(duck, work)
  const bySize = spread(classes)
  const records = classes.reduce((total, one) => total + one.f * one.times, 0)
  const risks = risksOf(classes, work.maxRisk)
  return {
    quasi: [...work.quasi],
    unit: work.person === null ? 'row' : 'person',
    records,
    classes: classes.reduce((total, one) => total + one.times, 0),
    k: classes.reduce((least, one) => Math.min(least, one.f), classes.length === 0 ? 0 : Infinity),
    sizes: bySize,
    uniques: records === 0 ? 0 : bySize[0]!.records / records,
    ...risks,
    population,
    diversity: work.sensitive === null ? null : await diversityOf(duck, work, work.sensitive),
  }
}

const grouping = (quasi: readonly string[], alias = ''): string =>
  quasi.length === 0 ? '1 AS q0' : quasi.map((name, i) => `${alias}${quoteName(name)} AS q${i}`).join(', ')
const keys = (quasi: readonly string[]): string[] =>
  quasi.length === 0 ? ['q0'] : quasi.map((_, i) => `q${i}`)

/** Most sizes of classes are shared by many classes: they are counted in the engine and come back as pairs. */
async function classesOf(
  duck: Asker,
  { relation, quasi, person, population }: MeasureWork,
): Promise<{ classes: Counted[]; population: RiskFigures['population'] }> {
  const sample = classSql(relation, quasi, person)
  const join = keys(quasi)
    .map((key) => `s.${key} IS NOT DISTINCT FROM w.${key}`)
    .join(' AND ')
  const pairs =
    population && 'relation' in population
      ? // A class that the population table does not know is at least as large as here.
        `SELECT s.f, greatest(coalesce(w.f, 0), s.f) AS n FROM (${sample}) s
         LEFT JOIN (${classSql(population.relation, quasi, population.person)}) w ON ${join}`
      : `SELECT f, f AS n FROM (${sample})`
  const found = await duck.rows(`SELECT f, n, count(*) AS times FROM (${pairs}) GROUP BY ALL`)
  const share = population && 'fraction' in population ? population.fraction : 1
  const classes = found.map((row) => ({
    f: Number(row['f']),
    population: Number(row['n']) / share,
    times: Number(row['times']),
  }))
  return { classes, population: population ? ('relation' in population ? 'table' : 'fraction') : 'sample' }
}

const classSql = (relation: string, quasi: readonly string[], person: string | null): string =>
  `SELECT ${keys(quasi).join(', ')}, ${person === null ? 'count(*)' : 'count(DISTINCT person)'} AS f
   FROM (SELECT ${grouping(quasi)}${person === null ? '' : `, ${quoteName(person)} AS person`} FROM ${relation}) GROUP BY ALL`

function spread(classes: readonly Counted[]): RiskFigures['sizes'] {
  return SIZES.map((size) => {
    const those = classes.filter((one) => sizeOf(one.f) === size)
    return {
      size,
      classes: those.reduce((total, one) => total + one.times, 0),
      records: those.reduce((total, one) => total + one.f * one.times, 0),
    }
  })
}

/** Distinct and entropy l-diversity of the least diverse class, and t-closeness of the farthest. */
async function diversityOf(
  duck: Asker,
  { relation, quasi, person, ordered }: MeasureWork,
  sensitive: string,
): Promise<NonNullable<RiskFigures['diversity']>> {
  const value = quoteName(sensitive)
  const cells = await duck.rows(
    `SELECT dense_rank() OVER (ORDER BY ${keys(quasi).join(', ')}) AS class, dense_rank() OVER (ORDER BY s) AS value, f FROM (
       SELECT ${keys(quasi).join(', ')}, s, ${person === null ? 'count(*)' : 'count(DISTINCT person)'} AS f
       FROM (SELECT ${grouping(quasi)}, ${value} AS s${person === null ? '' : `, ${quoteName(person)} AS person`} FROM ${relation})
       GROUP BY ALL)`,
  )
  const values = cells.reduce((most, row) => Math.max(most, Number(row['value'])), 0)
  const whole = Array.from({ length: values }, () => 0)
  const byClass = new Map<number, Map<number, number>>()
  for (const row of cells) {
    const [place, at, f] = [Number(row['class']), Number(row['value']) - 1, Number(row['f'])]
    whole[at]! += f
    const counts = byClass.get(place) ?? new Map<number, number>()
    byClass.set(place, counts.set(at, f))
  }
  const q = shares(whole)
  let [distinct, entropy, closeness] = [Infinity, Infinity, 0]
  for (const counts of byClass.values()) {
    const dense = Array.from({ length: values }, () => 0)
    for (const [at, f] of counts) dense[at] = f
    distinct = Math.min(distinct, counts.size)
    entropy = Math.min(entropy, entropyDiversity([...counts.values()]))
    closeness = Math.max(closeness, (ordered ? distanceOrdered : distanceNominal)(shares(dense), q))
  }
  const none = byClass.size === 0
  return { sensitive, distinct: none ? 0 : distinct, entropy: none ? 0 : entropy, closeness, ordered }
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((all, count) => all + count, 0)
  return counts.map((count) => (total === 0 ? 0 : count / total))
}

/** Equivalence classes of one size: records in the result (`f`), and in the population (`F`); `times` such classes. */
export interface RiskClass {
  readonly f: number
  readonly population: number
  /** 1 when left out. */
  readonly times?: number
}

const timesOf = (one: RiskClass): number => one.times ?? 1

export interface Risks {
  readonly prosecutor: { readonly max: number; readonly mean: number; readonly atRisk: number }
  readonly journalist: { readonly max: number; readonly mean: number; readonly atRisk: number }
  readonly marketer: number
}

/**
 * Risks of re-identification by El Emam (Guide to the De-Identification of Personal Health Information, 2013, ch. 16):
 * with f_j records of class j in the data, F_j in the population, n = Σ f_j and J classes,
 * prosecutor: max 1/min f_j, mean J/n; journalist: max 1/min F_j, mean max(J/ΣF_j, Σ(f_j/F_j)/n);
 * marketer: Σ(f_j/F_j)/n. `atRisk` is the share of records whose 1/f_j (1/F_j) exceeds `maxRisk`.
 */
export function risksOf(classes: readonly RiskClass[], maxRisk: number): Risks {
  const n = sum(classes.map((one) => one.f * timesOf(one)))
  const count = sum(classes.map(timesOf))
  if (n === 0) {
    const none = { max: 0, mean: 0, atRisk: 0 }
    return { prosecutor: none, journalist: none, marketer: 0 }
  }
  const people = sum(classes.map((one) => one.population * timesOf(one)))
  const marketer = sum(classes.map((one) => (one.f / one.population) * timesOf(one))) / n
  const above = (size: (one: RiskClass) => number) =>
    sum(classes.filter((one) => 1 / size(one) > maxRisk).map((one) => one.f * timesOf(one))) / n
  return {
    prosecutor: {
      max: classes.reduce((most, one) => Math.max(most, 1 / one.f), 0),
      mean: count / n,
      atRisk: above((one) => one.f),
    },
    journalist: {
      max: classes.reduce((most, one) => Math.max(most, 1 / one.population), 0),
      mean: Math.max(count / people, marketer),
      atRisk: above((one) => one.population),
    },
    marketer,
  }
}

/**
 * Entropy of a distribution of counts, as effective number of values e^H: entropy l-diversity of one class
 * (Machanavajjhala et al. 2007, definition 4.1: −Σ p log p ≥ log l).
 */
export function entropyDiversity(counts: readonly number[]): number {
  const n = sum(counts)
  const h = sum(counts.filter((count) => count > 0).map((count) => -(count / n) * Math.log(count / n)))
  return Math.exp(h)
}

/** Earth mover's distance where any two values are equally far: half the sum of differences (Li et al. 2007, §5.2). */
export const distanceNominal = (p: readonly number[], q: readonly number[]): number =>
  sum(p.map((value, i) => Math.abs(value - q[i]!))) / 2

/** The same over values with an order, neighbours 1/(m−1) apart (Li et al. 2007, §5.1). */
export function distanceOrdered(p: readonly number[], q: readonly number[]): number {
  if (p.length < 2) return 0
  let carried = 0
  let total = 0
  for (let i = 0; i < p.length; i++) {
    carried += p[i]! - q[i]!
    total += Math.abs(carried)
  }
  return total / (p.length - 1)
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const SIZES = ['1', '2', '3-4', '5-9', '10-19', '20+'] as const
export const sizeOf = (f: number): (typeof SIZES)[number] =>
  f <= 1 ? '1' : f === 2 ? '2' : f < 5 ? '3-4' : f < 10 ? '5-9' : f < 20 ? '10-19' : '20+'

/** Fewest records of a class that keep both demands: k, and 1/f at most `maxRisk`. */
export const leastClass = ({ minK, maxRisk }: { readonly minK: number; readonly maxRisk: number }): number =>
  Math.max(minK, Math.ceil(1 / maxRisk - 1e-9))

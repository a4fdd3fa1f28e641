import type { Metric } from './model.ts'

/** One value of a column of answers or predictions: a number, or a label of a class. */
export type Value = number | string

/** For the errors less is better, for the rest more. */
export const higherIsBetter = (metric: Metric): boolean => metric !== 'rmse' && metric !== 'mae'
/** Labels may be words only where they are compared; everywhere else answers are numbers. */
export const takesLabels = (metric: Metric): boolean => metric === 'accuracy'
/** Ranking and F1 know two classes, 0 and 1. */
export const isBinary = (metric: Metric): boolean => metric === 'auc' || metric === 'f1'

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

/**
 * The score of predictions, row by row against the answers. Null where it is not defined: no row, one class alone for
 * the area under the curve, or a sum beyond every number.
 */
export function scoreOf(
  metric: Metric,
  answers: readonly Value[],
  predictions: readonly Value[],
): number | null {
  if (answers.length === 0 || answers.length !== predictions.length) return null
  const score = SCORES[metric](answers, predictions)
  return score !== null && Number.isFinite(score) ? score : null
}

type Score = (answers: readonly Value[], predictions: readonly Value[]) => number | null

const SCORES: Readonly<Record<Metric, Score>> = {
  rmse: (answers, predictions) =>
    Math.sqrt(mean(answers.map((one, at) => (Number(one) - Number(predictions[at])) ** 2))),
  mae: (answers, predictions) =>
    mean(answers.map((one, at) => Math.abs(Number(one) - Number(predictions[at])))),
  accuracy: (answers, predictions) =>
    mean(answers.map((one, at) => (sameLabel(one, predictions[at]!) ? 1 : 0))),
  auc: areaUnderCurve,
  f1: (answers, predictions) => {
    let [hits, named, there] = [0, 0, 0]
    for (const [at, answer] of answers.entries()) {
      const says = Number(predictions[at]) === 1
      const is = Number(answer) === 1
      if (says) named += 1
      if (is) there += 1
      if (says && is) hits += 1
    }
    return named + there === 0 ? null : (2 * hits) / (named + there)
  },
}

/** `1` and `1.0` are one class; words are compared as they stand. */
function sameLabel(one: Value, other: Value): boolean {
  if (String(one).trim() === String(other).trim()) return true
  const [a, b] = [Number(one), Number(other)]
  return String(one).trim() !== '' && String(other).trim() !== '' && a === b
}

/** Chance that a row of class 1 stands above one of class 0 (Mann and Whitney); equal predictions count half. */
function areaUnderCurve(answers: readonly Value[], predictions: readonly Value[]): number | null {
  const order = predictions
    .map((value, at) => ({ value: Number(value), one: Number(answers[at]) === 1 }))
    .sort((a, b) => a.value - b.value)
  const ones = order.filter(({ one }) => one).length
  const zeros = order.length - ones
  if (ones === 0 || zeros === 0) return null
  let ranks = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && order[to]!.value === order[from]!.value) to += 1
    // Ranks count from 1: equal ones share the middle of theirs.
    const rank = (from + 1 + to) / 2
    ranks += rank * order.slice(from, to).filter(({ one }) => one).length
    from = to
  }
  return (ranks - (ones * (ones + 1)) / 2) / (ones * zeros)
}

/** What the best constant reaches on these answers: the zero of the normalised score. */
export function baselineOf(metric: Metric, answers: readonly Value[]): number | null {
  const constant = bestConstant(metric, answers)
  return scoreOf(
    metric,
    answers,
    answers.map(() => constant),
  )
}

export function bestConstant(metric: Metric, answers: readonly Value[]): Value {
  if (metric === 'rmse') return mean(answers.map(Number))
  if (metric === 'mae') return median(answers.map(Number))
  if (metric === 'f1') return 1
  if (metric === 'auc') return 0
  const counts = Map.groupBy(answers, (one) => String(one))
  return [...counts.values()].reduce((most, some) => (some.length > most.length ? some : most))[0]!
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/**
 * 0 to 100 for every metric: how much of the way from the best constant to the perfect answer was gone. A constant gets
 * 0, so does what is worse than one; the perfect answer gets 100.
 */
export function normalised(metric: Metric, score: number, baseline: number): number {
  const perfect = higherIsBetter(metric) ? 1 : 0
  if (baseline === perfect) return score === perfect ? 100 : 0
  return 100 * Math.min(1, Math.max(0, (score - baseline) / (perfect - baseline)))
}

/** What is shown of a score: further digits would let many runs feel their way to single answers. */
export const rounded = (score: number, digits: number): number => Number(score.toFixed(digits))

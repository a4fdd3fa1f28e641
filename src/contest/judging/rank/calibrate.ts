import type { ExpertShape } from './model.ts'
import { solve } from './solve.ts'

export interface Mark {
  readonly workId: string
  readonly expert: string
  /** Score of the sheet, 0..100. */
  readonly score: number
}

/**
 * A scale of 1 weighs as much as this many works of an ordinary spread: with few works, or works that hardly differ, an
 * expert stays near it. The spread is that of the marks; that of the levels would let noise speak where works are alike.
 */
export const PRIOR_WORKS = 8
/** No expert counts as more than twice as bold, or as timid, as the others. */
const [LEAST, MOST] = [0.5, 2]

const total = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
const average = (values: readonly number[]) => total(values) / values.length

/**
 * What an expert adds to every work and how wide the expert marks, beside the others who judged the same works:
 *
 *   score = level of the work + offset of the expert, by least squares over the works in common;
 *   then each expert's scale by least squares against those levels, drawn towards 1 (`PRIOR_WORKS`).
 *
 * Offsets are not drawn anywhere: a part of a constant would stay in the order. They are estimated within each group of
 * experts that works in common link, where they sum to 0 over the sheets: between groups nothing can be compared.
 * Returns each mark without offset and scale, beside the shapes.
 */
export function calibrate(given: readonly Mark[]): { marks: Mark[]; experts: ExpertShape[] } {
  // The order of the input must not reach the last digit of a sum.
  const marks = given.toSorted((a, b) => order(a.expert, b.expert) || order(a.workId, b.workId))
  const byExpert = Map.groupBy(marks, ({ expert }) => expert)
  const byWork = Map.groupBy(marks, ({ workId }) => workId)
  const calibrated: Mark[] = []
  const shapes: ExpertShape[] = []
  for (const [at, group] of groupsOf(byExpert, byWork).entries()) {
    const offsets = offsetsOf(group, byExpert, byWork)
    const works = new Set(group.flatMap((one) => byExpert.get(one)!.map(({ workId }) => workId)))
    const levels = new Map(
      [...works].map((id) => [
        id,
        average(byWork.get(id)!.map((one) => one.score - offsets.get(one.expert)!)),
      ]),
    )
    const centre = average([...levels.values()])
    const marked = group.flatMap((one) => byExpert.get(one)!)
    const prior =
      PRIOR_WORKS * average(marked.map((one) => (one.score - offsets.get(one.expert)! - centre) ** 2))
    for (const expert of group) {
      const own = byExpert.get(expert)!
      const shared = own.filter(({ workId }) => byWork.get(workId)!.length > 1)
      const { offset, scale } = shapeOf(shared, levels, centre, prior, offsets.get(expert)!)
      const level = average(own.map(({ score }) => score))
      shapes.push({
        expert,
        sheets: own.length,
        shared: shared.length,
        mean: level,
        offset,
        scale,
        group: at + 1,
      })
      for (const one of own)
        calibrated.push({ ...one, score: centre + (one.score - offset - centre) / scale })
    }
  }
  return { marks: calibrated, experts: shapes.toSorted((a, b) => order(a.expert, b.expert)) }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function shapeOf(
  shared: readonly Mark[],
  levels: ReadonlyMap<string, number>,
  centre: number,
  prior: number,
  offset: number,
): { offset: number; scale: number } {
  if (shared.length === 0) return { offset, scale: 1 }
  const x = shared.map(({ workId }) => levels.get(workId)! - centre)
  const y = shared.map(({ score }) => score)
  const [meanX, meanY] = [average(x), average(y)]
  const xx = total(x.map((one) => (one - meanX) ** 2))
  const xy = total(x.map((one, at) => (one - meanX) * (y[at]! - meanY)))
  if (xx + prior < 1e-9) return { offset, scale: 1 }
  const scale = Math.min(MOST, Math.max(LEAST, (xy + prior) / (xx + prior)))
  return { offset: meanY - centre - scale * meanX, scale }
}

/** Experts that works in common link to each other, directly or by others. */
function groupsOf(
  byExpert: ReadonlyMap<string, readonly Mark[]>,
  byWork: ReadonlyMap<string, readonly Mark[]>,
): string[][] {
  const seen = new Set<string>()
  const groups: string[][] = []
  for (const first of byExpert.keys()) {
    if (seen.has(first)) continue
    const group = [first]
    seen.add(first)
    for (const expert of group)
      for (const { workId } of byExpert.get(expert)!)
        for (const other of byWork.get(workId)!)
          if (!seen.has(other.expert)) {
            seen.add(other.expert)
            group.push(other.expert)
          }
    groups.push(group.toSorted(order))
  }
  return groups
}

/** The normal equations with the levels taken out; the last expert's offset is held at 0, then all are centred. */
function offsetsOf(
  group: readonly string[],
  byExpert: ReadonlyMap<string, readonly Mark[]>,
  byWork: ReadonlyMap<string, readonly Mark[]>,
): Map<string, number> {
  const at = new Map(group.map((expert, index) => [expert, index]))
  const size = group.length - 1
  const matrix = Array.from({ length: size }, () => new Float64Array(size))
  const right = new Float64Array(size)
  for (const [row, expert] of group.slice(0, size).entries()) {
    for (const { workId, score } of byExpert.get(expert)!) {
      const marks = byWork.get(workId)!
      right[row]! += score - average(marks.map((one) => one.score))
      matrix[row]![row]! += 1
      for (const other of marks) {
        const column = at.get(other.expert)!
        if (column < size) matrix[row]![column]! -= 1 / marks.length
      }
    }
  }
  const solved = [...solve(matrix, right), 0]
  const sheets = group.map((expert) => byExpert.get(expert)!.length)
  const centre = total(solved.map((one, index) => one * sheets[index]!)) / total(sheets)
  return new Map(group.map((expert, index) => [expert, solved[index]! - centre]))
}

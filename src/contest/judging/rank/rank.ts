import { calibrate } from './calibrate.ts'
import { compare, type Exact, exact, gridded, mean, shown } from './exact.ts'
import { ascending, median, spread, trimmedMean } from './middle.ts'
import {
  DISAGREE,
  type RankCriterion,
  type Ranked,
  type RankInput,
  type Ranking,
  type RankSheet,
  type RankWork,
} from './model.ts'
import { scorer, share } from './sheet.ts'
import { type Standing, standingOrder } from './ties.ts'

/**
 * From the sheets to the places: the same answer whatever order works, sheets and experts come in. Works with fewer
 * sheets than the scheme asks for have no score and share the last place.
 */
export function rank(input: RankInput): Ranking {
  const { scoring } = input
  const score = scorer(input.criteria)
  const raw = new Map(input.sheets.map((sheet) => [sheet, score(sheet.scores)]))
  const { marks, experts } = calibrate(
    input.sheets.map((sheet) => ({ ...sheet, score: shown(raw.get(sheet)!) })),
  )
  const adjusted = Map.groupBy(marks, ({ workId }) => workId)
  const given = Map.groupBy(input.sheets, ({ workId }) => workId)
  const standings = input.works.map((work) => {
    const sheets = given.get(work.workId) ?? []
    return standingOf(
      input,
      work,
      sheets,
      sheets.map((one) => raw.get(one)!),
      () => (adjusted.get(work.workId) ?? []).map(({ score }) => gridded(score)),
    )
  })
  const rows = placed(standings, scoring.ties)
  const missing = rows.filter(({ score }) => score === null).map(({ workId }) => workId)
  return { rows, experts: experts.map(rounded), missing }
}

function standingOf(
  { scoring, criteria, hidden }: RankInput,
  work: RankWork,
  sheets: readonly RankSheet[],
  raw: readonly Exact[],
  adjusted: () => readonly Exact[],
): Standing {
  const enough = sheets.length >= scoring.fewest
  const plain = enough ? trimmedMean(raw, scoring) : null
  const calibrated = enough && scoring.calibrate !== 'off' ? trimmedMean(adjusted(), scoring) : null
  const test = hidden?.[work.teamId] ?? null
  return {
    work,
    sheets: sheets.length,
    raw: plain,
    calibrated,
    score: scoring.calibrate === 'rank' ? calibrated : plain,
    criterion: enough ? criterionMeans(criteria, sheets) : [],
    median: enough ? median(raw) : null,
    lowest: enough ? ascending(raw)[0]! : null,
    spread: enough ? spread(raw) : null,
    hidden: test === null ? null : exact(test),
  }
}

/** Means of the criteria, from the heaviest; of equal weight in the order of the rubric. */
const criterionMeans = (criteria: readonly RankCriterion[], sheets: readonly RankSheet[]): Exact[] =>
  criteria
    .toSorted((a, b) => compare(exact(b.weight), exact(a.weight)))
    .map((one) => mean(sheets.map(({ scores }) => share(one, scores))))

function placed(standings: readonly Standing[], ties: RankInput['scoring']['ties']): Ranked[] {
  const order = standingOrder(ties)
  // Equal ones stand in the order of their ids so that the list is the same each time; their rank is equal.
  const sorted = standings.toSorted((a, b) => order(a, b).by || (a.work.workId < b.work.workId ? -1 : 1))
  const rows: Ranked[] = []
  const inDivision = new Map<string, { seen: number; rank: number; last: Standing }>()
  for (const [at, one] of sorted.entries()) {
    const before = sorted[at - 1]
    const division = inDivision.get(one.work.division)
    const seen = (division?.seen ?? 0) + 1
    const divisionRank = division && order(division.last, one).by === 0 ? division.rank : seen
    inDivision.set(one.work.division, { seen, rank: divisionRank, last: one })
    const tie = tieOf(order, before, one) ?? tieOf(order, one, sorted[at + 1])
    rows.push({
      teamId: one.work.teamId,
      workId: one.work.workId,
      division: one.work.division,
      rank: before && order(before, one).by === 0 ? rows[at - 1]!.rank : at + 1,
      divisionRank,
      score: read(one.score),
      raw: read(one.raw),
      calibrated: read(one.calibrated),
      sheets: one.sheets,
      median: read(one.median),
      lowest: read(one.lowest),
      spread: read(one.spread),
      disagree: one.spread !== null && compare(one.spread, exact(DISAGREE)) > 0,
      ...(tie ? { tie } : {}),
    })
  }
  return rows
}

const read = (value: Exact | null) => (value === null ? null : shown(value))

function tieOf(
  order: ReturnType<typeof standingOrder>,
  a: Standing | undefined,
  b: Standing | undefined,
): Ranked['tie'] {
  if (!a || !b || a.score === null || b.score === null) return undefined
  const { rule } = order(a, b)
  return rule === 'score' ? undefined : rule
}

const rounded = <T extends { mean: number; offset: number; scale: number }>(shape: T): T => ({
  ...shape,
  mean: shown(gridded(shape.mean)),
  offset: shown(gridded(shape.offset)),
  scale: shown(gridded(shape.scale)),
})

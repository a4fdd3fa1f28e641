import { canonical } from '../../../kernel/canonical.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { type Assignment, assignmentsOf } from '../../panel/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import { type SubmittedWork, submittedWorks } from '../../submission/index.ts'
import type { RankInput, RankSheet, RankWork } from '../rank/index.ts'
import { type SheetRow, sheetsOf } from '../store.ts'

/** A sheet that counts, with where it stands in evidence. */
export interface CountedSheet extends RankSheet {
  readonly assignment: string
  readonly code: string
  readonly edition: number
}

/** Everything of a round as it stands. */
export interface Gathered {
  readonly works: readonly SubmittedWork[]
  readonly assignments: readonly Assignment[]
  readonly sheets: ReadonlyMap<string, SheetRow>
  readonly counted: readonly CountedSheet[]
  /** Assignments without a submitted sheet. */
  readonly due: readonly Assignment[]
  readonly input: RankInput
}

export async function gather(db: Db | Tx, contest: Contest, round: Round): Promise<Gathered> {
  const at = { contestId: contest.id, round: round.code }
  const works = await submittedWorks(db, contest.id, round.code)
  const known = new Set(works.map(({ id }) => id))
  // A team that withdrew takes its work along.
  const assignments = (await assignmentsOf(db, at)).filter(({ workId }) => known.has(workId))
  const sheets = await sheetsOf(db, contest.id, round.code)
  const labels = labelled(assignments.map(({ expertId }) => expertId))
  const counted = assignments.flatMap((one): CountedSheet[] => {
    const sheet = sheets.get(one.id)
    if (sheet?.state !== 'submitted') return []
    const { id: assignment, code, workId, expertId } = one
    return [
      {
        assignment,
        code,
        workId,
        expert: labels.get(expertId)!,
        edition: sheet.edition,
        scores: sheet.scores,
      },
    ]
  })
  return {
    works,
    assignments,
    sheets,
    counted,
    due: assignments.filter(({ id }) => sheets.get(id)?.state !== 'submitted'),
    input: inputOf(round, works.map(workOf), counted),
  }
}

const workOf = ({ id, teamId, division, submittedAt }: SubmittedWork): RankWork => ({
  workId: id,
  teamId,
  division,
  submittedAt,
})

export function inputOf(round: Round, works: readonly RankWork[], sheets: readonly RankSheet[]): RankInput {
  const { trim, trimFrom, calibrate, fewest, ties } = round.review.scoring
  return {
    criteria: round.review.rubric.criteria.map(({ code, weight, max }) => ({ code, weight, max })),
    scoring: { trim, trimFrom, calibrate, fewest, ties },
    works,
    sheets,
  }
}

/** E001, E002, … by their ids: a ranking and its recomputation sum up in the same order. */
export function labelled(expertIds: readonly string[]): Map<string, string> {
  const ids = [...new Set(expertIds)].toSorted()
  return new Map(ids.map((id, at) => [id, `E${String(at + 1).padStart(3, '0')}`]))
}

/** The hash of everything that a ranking was made from: rubric, rules, works and every sheet. */
export function inputsHash(input: RankInput, sheets: readonly CountedSheet[]): string {
  const value = {
    criteria: input.criteria,
    scoring: input.scoring,
    works: input.works.toSorted((a, b) => (a.workId < b.workId ? -1 : 1)),
    sheets: sheets
      .map(({ assignment, code, edition, workId, expert, scores }) => ({
        assignment,
        code,
        edition,
        workId,
        expert,
        scores,
      }))
      .toSorted((a, b) => (a.assignment < b.assignment ? -1 : 1)),
  }
  return digestOf(canonical(value))
}

import { canonical } from '../../../kernel/canonical.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { type Contest, roundOf } from '../../scheme/index.ts'
import { type SubmittedWork, submittedWorks } from '../../submission/index.ts'
import { type Pair, pairKey, type Problem } from '../assign/index.ts'
import { plainName } from '../conflict/names.ts'
import { crowds } from '../conflict/rules.ts'
import { aliasesOf, poolOf, tiesOf } from '../pool/store.ts'
import { panelistsOf, standingConflicts } from '../store.ts'

export interface AssignOptions {
  readonly seed: string
  readonly minLoad: number
  /** For everybody; what an expert says himself counts where it is less. */
  readonly maxLoad: number
  readonly prefer: Problem['prefer']
}

export interface Built {
  readonly problem: Problem
  readonly works: readonly SubmittedWork[]
  /** Of everything that the answer depends on: what was looked at is what is done. */
  readonly inputsDigest: string
  /** On the panel and not asked: they have not declared, or are away. */
  readonly undeclared: readonly string[]
  readonly away: readonly string[]
}

/** Everything that decides who gets what, as it stands now. */
export async function buildProblem(
  db: Db | Tx,
  contest: Contest,
  round: string,
  options: AssignOptions,
): Promise<Built> {
  const { review } = roundOf(contest, round)
  const works = await submittedWorks(db, contest.id, round)
  const panel = await panelistsOf(db, contest.id, round)
  const asked = panel.filter(({ state, declaredAt }) => state === 'active' && declaredAt !== null)
  const pool = await poolOf(
    db,
    contest.organiserId,
    asked.map(({ expertId }) => expertId),
  )
  const groups = crowds(pool.map(tiesOf), await aliasesOf(db, contest.organiserId))
  const known = divisionsOf(contest)
  const rows = await db
    .selectFrom('contest_assignment')
    .select(['expert_id', 'work_id', 'state'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', round)
    .orderBy('id')
    .execute()
  const pairOf = (row: (typeof rows)[number]): Pair => ({ workId: row.work_id, expertId: row.expert_id })
  const conflicts = await standingConflicts(db, contest.id)
  const forbidden = new Set(
    rows.filter(({ state }) => state !== 'assigned').map((row) => pairKey(pairOf(row))),
  )
  for (const { id, teamId } of works)
    for (const expert of pool)
      if (conflicts.has(`${expert.id} ${teamId}`)) forbidden.add(pairKey({ workId: id, expertId: expert.id }))
  const problem: Problem = {
    seed: options.seed,
    prefer: options.prefer,
    minLoad: options.minLoad,
    reviews: review.scoring.reviewsPerWork,
    works: works.map(({ id, division }) => ({ id, division })),
    experts: pool.map(({ id, fields, maxLoad }) => ({
      id,
      fields: [...new Set(fields.flatMap((field) => known.get(plainName(field)) ?? []))].sort(),
      maxLoad: Math.min(maxLoad, options.maxLoad),
      body: groups.get(id) ?? null,
    })),
    standing: rows.filter(({ state }) => state === 'assigned').map(pairOf),
    forbidden,
  }
  return {
    problem,
    works,
    inputsDigest: digestOf(canonical(inputsOf(problem))),
    undeclared: panel.filter((one) => one.declaredAt === null).map(({ expertId }) => expertId),
    away: panel.filter((one) => one.state === 'away').map(({ expertId }) => expertId),
  }
}

/** A field of an expert is the code of a division, or one of its titles. */
const divisionsOf = ({ scheme }: Contest): Map<string, string> =>
  new Map(
    scheme.divisions.flatMap(({ code, titleZh, titleEn }) =>
      [code, titleZh, titleEn].map((word) => [plainName(word), code] as const),
    ),
  )

/** The same for every order in which rows come. */
const inputsOf = (problem: Problem) => {
  const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
    items.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    ...problem,
    works: byId(problem.works),
    experts: byId(problem.experts),
    standing: problem.standing.map(pairKey).sort(),
    forbidden: [...problem.forbidden].sort(),
  }
}

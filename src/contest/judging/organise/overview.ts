import type { Core } from '../../../safeguard/evidence/index.ts'
import { panelistsOf } from '../../panel/index.ts'
import { openingAt } from '../../scheme/index.ts'
import type { ExpertProgress, JudgingView, RankingHead } from '../model.ts'
import { type ExpertShape, rank, sheetScore, shown } from '../rank/index.ts'
import { type Gathered, gather, labelled } from '../ranking/gather.ts'
import type { RankingRow } from '../store.ts'
import type { Place } from './who.ts'

export const headOf = (row: RankingRow): RankingHead => ({
  number: row.number,
  createdAt: row.created_at,
  word: row.word,
  inputsDigest: row.inputs_digest,
  shortlistedAt: row.shortlisted_at,
  publishedAt: row.published_at,
})

/** How far the review is, and how each expert scores beside the others. */
export async function judgingView(core: Core, place: Place): Promise<JudgingView> {
  const { contest, round } = place
  const all = await gather(core.db, contest, round)
  const { experts, missing } = rank(all.input)
  const rankings = await core.db
    .selectFrom('contest_ranking')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', round.code)
    .orderBy('number', 'desc')
    .execute()
  const { waiting } = await core.db
    .selectFrom('contest_appeal')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('contest_id', '=', contest.id)
    .where('round', '=', round.code)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  const progress = await progressOf(core, place, all, experts)
  const sum = (pick: (one: ExpertProgress) => number) => progress.reduce((total, one) => total + pick(one), 0)
  return {
    contestId: contest.id,
    round: round.code,
    titleZh: round.titleZh,
    titleEn: round.titleEn,
    now: core.clock.now(),
    opensAt: round.review.opensAt,
    closesAt: round.review.closesAt,
    opening: openingAt(round.review, core.clock.now()),
    works: all.works.length,
    sheets: {
      due: all.assignments.length,
      submitted: all.counted.length,
      drafts: sum(({ drafts }) => drafts),
      late: sum(({ late }) => late),
    },
    thin: missing.length,
    groups: new Set(experts.map(({ group }) => group)).size,
    experts: progress,
    rankings: rankings.map(headOf),
    appeals: waiting,
  }
}

const STEPS = 10

async function progressOf(
  core: Core,
  { contest, round }: Place,
  all: Gathered,
  shapes: readonly ExpertShape[],
): Promise<ExpertProgress[]> {
  const panel = await panelistsOf(core.db, contest.id, round.code)
  const reminders = await core.db
    .selectFrom('contest_review_reminder')
    .select(['expert_id', 'at'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', round.code)
    .execute()
  const reminded = new Map(reminders.map(({ expert_id, at }) => [expert_id, at]))
  const labels = labelled(all.assignments.map(({ expertId }) => expertId))
  const shapeOf = new Map(shapes.map((shape) => [shape.expert, shape]))
  const own = Map.groupBy(all.assignments, ({ expertId }) => expertId)
  const counted = Map.groupBy(all.counted, ({ expert }) => expert)
  return panel.map((one) => {
    const label = labels.get(one.expertId) ?? ''
    const assigned = own.get(one.expertId) ?? []
    const rows = assigned.map(({ id }) => all.sheets.get(id))
    const shape = shapeOf.get(label)
    const steps = Array.from({ length: STEPS }, () => 0)
    for (const { scores } of counted.get(label) ?? []) {
      const score = shown(sheetScore(all.input.criteria, scores))
      steps[Math.min(STEPS - 1, Math.floor(score / STEPS))]! += 1
    }
    return {
      expertId: one.expertId,
      name: one.name,
      assigned: assigned.length,
      submitted: rows.filter((row) => row?.state === 'submitted').length,
      drafts: rows.filter((row) => row?.state === 'draft').length,
      late: rows.filter((row) => row?.state === 'submitted' && row.late).length,
      declared: one.declaredAt !== null,
      remindedAt: reminded.get(one.expertId) ?? null,
      shape: shape
        ? {
            mean: shape.mean,
            offset: shape.offset,
            scale: shape.scale,
            shared: shape.shared,
            group: shape.group,
            steps,
          }
        : null,
    }
  })
}

import { type Contest, type Scheme } from '../../scheme/index.ts'
import type { NextStep } from '../model.ts'
import { type Counts, roundCounts } from './counts.ts'

const DAY_MS = 86_400_000
/** So long before a review opens its works have to be given to experts. */
const ASSIGN_BEFORE_MS = 3 * DAY_MS
/** So long before a review ends missing sheets are asked for. */
const REMIND_BEFORE_MS = 3 * DAY_MS

/**
 * What the organiser has to do next, the most urgent first: what is late, then by its moment. Decided from counts and
 * clock alone.
 */
export function nextSteps(contest: Contest, counts: Counts, now: number): NextStep[] {
  const { scheme } = contest
  if (contest.state === 'closed') return []
  if (contest.state === 'draft') return [step('publish', null, 1, scheme.entry.opensAt)]
  const steps = [
    ...standing(scheme, counts),
    ...scheme.rounds.flatMap((round) => ofRound(round, counts, now)),
    ...ofEnd(scheme, counts, now),
  ]
  return steps.toSorted((a, b) => (a.by ?? now) - (b.by ?? now))
}

const step = (code: NextStep['code'], round: string | null, count: number, by: number | null): NextStep => ({
  code,
  round,
  count,
  by,
})

/** What people wait for. */
function standing({ rounds }: Scheme, counts: Counts): NextStep[] {
  const entries = counts.teams.submitted ?? 0
  const found: NextStep[] = []
  // Who is not admitted before the deadline cannot hand in.
  if (entries > 0) found.push(step('entries', null, entries, rounds[0]!.submission.closesAt))
  if (counts.waitingQuestions > 0) found.push(step('questions', null, counts.waitingQuestions, null))
  if (counts.postDrafts > 0) found.push(step('post_drafts', null, counts.postDrafts, null))
  return found
}

function ofRound(
  { code, submission, review }: Scheme['rounds'][number],
  counts: Counts,
  now: number,
): NextStep[] {
  const { works, assignments, sheets, shortlist } = roundCounts(counts, code)
  const handedIn = now >= submission.closesAt + submission.graceMs
  if (!handedIn || works === 0 || shortlist > 0) return []
  const missing = works * review.scoring.reviewsPerWork - assignments
  const found: NextStep[] = []
  if (missing > 0 && now >= review.opensAt - ASSIGN_BEFORE_MS && now < review.closesAt)
    found.push(step('assign', code, missing, review.opensAt))
  if (assignments > sheets && now >= review.closesAt - REMIND_BEFORE_MS)
    found.push(step('sheets', code, assignments - sheets, review.closesAt))
  if (now >= review.closesAt) found.push(step('shortlist', code, works, review.closesAt))
  return found
}

function ofEnd({ rounds, final, awards }: Scheme, counts: Counts, now: number): NextStep[] {
  const last = rounds.at(-1)!
  const { shortlist } = roundCounts(counts, last.code)
  const ends = final?.closesAt ?? last.review.closesAt
  const found: NextStep[] = []
  if (final && shortlist > counts.finalists && now < final.closesAt)
    found.push(step('finalists', null, shortlist - counts.finalists, final.opensAt))
  if (now >= ends && counts.awards === 0 && shortlist > 0)
    found.push(step('awards', null, awards.length, ends))
  if (now >= ends && counts.awards > 0) found.push(step('close', null, 1, null))
  return found
}

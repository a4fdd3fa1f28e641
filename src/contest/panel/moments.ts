import { XinyuError } from '../../kernel/errors/index.ts'
import { type Contest, roundOf } from '../scheme/index.ts'
import { FINAL } from './model.ts'

/** A panel is for a round of the scheme, or for the defence where there is one. @throws XinyuError NOT_FOUND */
export function mustHaveRound(contest: Contest, round: string): void {
  if (round !== FINAL || contest.scheme.final === null) roundOf(contest, round)
}

/** What is judged must not change any more. @throws XinyuError NOT_FOUND, PANEL_TOO_EARLY */
export function mustBeOver(contest: Contest, round: string, now: number): void {
  const { submission } = roundOf(contest, round)
  if (now < submission.closesAt + submission.graceMs) throw new XinyuError('PANEL_TOO_EARLY')
}

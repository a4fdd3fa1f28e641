import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Rubric } from '../../scheme/index.ts'
import type { Points } from '../model.ts'

/** A draft may be as empty as it likes, but holds nothing that the rubric does not ask for. @throws XinyuError SHEET_INCOMPLETE */
export function withinRubric({ criteria }: Rubric, scores: Points): Points {
  for (const [code, points] of Object.entries(scores)) {
    const criterion = criteria.find((one) => one.code === code)
    if (!criterion || points > criterion.max)
      throw new XinyuError('SHEET_INCOMPLETE', {
        criterion: criterion?.titleZh ?? code,
        max: criterion?.max ?? 0,
      })
  }
  return scores
}

/** What is submitted has points for everything. @throws XinyuError SHEET_INCOMPLETE */
export function complete(rubric: Rubric, scores: Points): Points {
  withinRubric(rubric, scores)
  const left = rubric.criteria.find(({ code }) => scores[code] === undefined)
  if (left) throw new XinyuError('SHEET_INCOMPLETE', { criterion: left.titleZh, max: left.max })
  return scores
}

export interface Standing {
  readonly state: 'none' | 'draft' | 'submitted'
  /** A ranking was made. */
  readonly frozen: boolean
  /** A time for new scores after the discussion is open. */
  readonly rescore: boolean
  readonly opening: 'before' | 'open' | 'over'
}

/** Late sheets are taken until the round is ranked; then, and for what is submitted, only while a re-score is open. */
export const editable = ({ state, frozen, rescore, opening }: Standing): boolean =>
  opening !== 'before' && (rescore || (!frozen && state !== 'submitted'))

import { XinyuError } from '../../kernel/errors/index.ts'
import { TEAM_STATES, type TeamState } from './model.ts'

/** Who moves an entry: the team by its captain, or the body that holds the contest. */
export const MOVERS = ['team', 'organiser'] as const
export type Mover = (typeof MOVERS)[number]

/** Every move that there is; what is not named is forbidden. */
const MOVES: Readonly<Record<Mover, Readonly<Partial<Record<TeamState, readonly TeamState[]>>>>> = {
  team: {
    draft: ['submitted', 'withdrawn'],
    submitted: ['withdrawn'],
    supplement: ['submitted', 'withdrawn'],
    admitted: ['withdrawn'],
  },
  organiser: {
    submitted: ['admitted', 'rejected', 'supplement'],
    supplement: ['rejected'],
    // Looked at again, for a reason: a mistake of either kind can be mended.
    admitted: ['submitted'],
    rejected: ['submitted'],
  },
}

export const mayMove = (who: Mover, from: TeamState, to: TeamState): boolean =>
  MOVES[who][from]?.includes(to) ?? false

const WORDS: Readonly<Record<TeamState, readonly [zh: string, en: string]>> = {
  draft: ['填写中', 'a draft'],
  submitted: ['已提交', 'submitted'],
  supplement: ['待补正', 'waiting for a supplement'],
  admitted: ['已录取', 'admitted'],
  rejected: ['未通过', 'rejected'],
  withdrawn: ['已撤回', 'withdrawn'],
}

export const stateError = (state: TeamState): XinyuError =>
  new XinyuError('TEAM_STATE', { stateZh: WORDS[state][0], stateEn: WORDS[state][1] })

/** @throws XinyuError TEAM_STATE */
export function mustMove(who: Mover, from: TeamState, to: TeamState): void {
  if (!mayMove(who, from, to)) throw stateError(from)
}

/** States in which members, bodies and words of an entry change. */
export const isEditable = (state: TeamState): boolean => state === 'draft' || state === 'supplement'

/** States in which a team counts for the persons who are in it. */
export const STANDING = TEAM_STATES.filter((state) => state !== 'rejected' && state !== 'withdrawn')

import { XinyuError } from '../../kernel/errors/index.ts'
import type { RequestState } from './model.ts'

/** In what part somebody moves a request: its author, the checkers by their last opinion, who releases, or the space. */
export const MOVERS = ['author', 'checkers', 'releaser', 'guardian', 'machine'] as const
export type Mover = (typeof MOVERS)[number]

type Moves = Readonly<Partial<Record<RequestState, readonly Mover[]>>>

/**
 * From → to → who. What does not stand here is forbidden. `checkers` is never one person: it is the opinions of all of
 * them, in the moment that the last one is in. `machine` is the inspection and the clock.
 */
export const TRANSITIONS: Readonly<Record<RequestState, Moves>> = {
  draft: { checking: ['author'], withdrawn: ['author'], expired: ['machine'] },
  checking: { review: ['machine'], returned: ['machine'], approved: ['machine'], withdrawn: ['author'] },
  review: {
    differ: ['checkers'],
    approved: ['checkers'],
    returned: ['checkers'],
    rejected: ['checkers'],
    withdrawn: ['author'],
    expired: ['machine'],
  },
  differ: {
    approved: ['checkers'],
    returned: ['checkers'],
    rejected: ['checkers'],
    withdrawn: ['author'],
    expired: ['machine'],
  },
  returned: { checking: ['author'], withdrawn: ['author'], expired: ['machine'] },
  approved: { released: ['releaser', 'machine'], withdrawn: ['author'], expired: ['machine'] },
  released: { revoked: ['guardian'] },
  rejected: {},
  withdrawn: {},
  expired: {},
  revoked: {},
}

export const mayMove = (who: Mover, from: RequestState, to: RequestState): boolean =>
  TRANSITIONS[from][to]?.includes(who) ?? false

/** @throws XinyuError AIRLOCK_STATE */
export function mustMove(who: Mover, from: RequestState, to: RequestState): void {
  if (!mayMove(who, from, to)) throw new XinyuError('AIRLOCK_STATE', { state: shown(from) })
}

/**
 * The state as it may be said to somebody: that the checkers differ tells a third one, or the author, what two have
 * decided.
 */
export const shown = (state: RequestState): RequestState => (state === 'differ' ? 'review' : state)

/** Files, words and title may still change. */
export const EDITABLE: readonly RequestState[] = ['draft', 'returned']
/** Opinions are being given. */
export const OPEN: readonly RequestState[] = ['review', 'differ']
/** No state follows but a revocation: bytes are kept only while they are needed. */
export const CLOSED: readonly RequestState[] = ['released', 'rejected', 'withdrawn', 'expired', 'revoked']

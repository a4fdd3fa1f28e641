import { XinyuError } from '../../kernel/errors/index.ts'
import type { Policy } from '../../flow/policy/index.ts'

/**
 * Where a contract asks people to examine each result, none is given at once: what is computed in a seat goes out
 * through the airlock, where they do (ADR 0011). Null: it asks for none.
 */
export const needsPeople = ({ disclosure: { checkers } }: Policy): XinyuError | null =>
  checkers > 0 ? new XinyuError('RUN_NEEDS_CHECKERS', { checkers }) : null

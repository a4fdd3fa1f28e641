import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  type Collected,
  collectState,
  type Decision,
  decide,
  lockForUse,
  type UseContract,
  type UseFacts,
  type UseRequest,
} from '../../../flow/decision/index.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Tools } from '../tools.ts'
import { requestOf, type Use } from '../use.ts'

export interface Decided {
  readonly row: UseContract
  readonly request: UseRequest
  readonly decision: Decision
  readonly consentId: string | null
}

declare module '../../../kernel/events.ts' {
  interface Events {
    /** A decision about a use was made; for those who tell the other side (TC609-6-2025-15 executionFeedback). */
    'grant.decided': { runId: string; contractId: string; decision: Decision }
  }
}

/** Locks the contract and decides one use under it. Every decision is made here. @throws XinyuError NOT_FOUND */
export async function decideUse(
  { core, intact }: Tools,
  { tx, now }: ActionScope,
  actor: UserActor,
  contractId: string,
  use: Use,
  own?: UseFacts['own'],
): Promise<Decided> {
  const row = await lockForUse(tx, contractId)
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  const asked = requestOf(actor, row.terms, use)
  const facts: UseFacts = { ...use.facts, ...(own ? { own } : {}) }
  const { request, state, consentId }: Collected = await collectState(core, tx, row, asked, facts, {
    now,
    intact,
  })
  return { row, request, decision: decide(request, state), consentId }
}

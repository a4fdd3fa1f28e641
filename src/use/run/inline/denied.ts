import type { UserActor } from '../../../kernel/actor.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Decided } from '../moments/decide.ts'
import { STATE_OF } from '../moments/grant.ts'
import { insertRun, type RunContract, runSubject } from '../moments/row.ts'
import type { Use } from '../use.ts'

/** A use that the decision did not allow, with its facts. */
export async function recordDenied(
  scope: ActionScope,
  actor: UserActor,
  contract: RunContract,
  use: Use,
  runId: string,
  { row, decision, request, consentId }: Decided,
): Promise<void> {
  const state = STATE_OF[decision.value]
  await insertRun(scope, actor, contract, use, {
    runId,
    epoch: row.epoch,
    state,
    grantUntil: null,
    decision,
    problem: null,
    consentId,
  })
  const { action, text } = use
  scope.note({
    kind: `run.${state}`,
    subject: runSubject(runId, contract),
    payload: { decision, action, purpose: request.purpose, contractHash: row.hash, sql: text },
  })
}

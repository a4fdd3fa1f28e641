import type { UserActor } from '../../../kernel/actor.ts'
import { leaseRun } from '../../../flow/contract/index.ts'
import { type Decision, leaseDraws, makeNotice, type Notice } from '../../../flow/decision/index.ts'
import { type Acted, act } from '../../../safeguard/evidence/index.ts'
import type { ProblemView, RunState } from '../model.ts'
import type { Tools } from '../tools.ts'
import type { Use } from '../use.ts'
import { decideUse } from './decide.ts'
import { insertRun, type RunContract, runSubject } from './row.ts'

export interface Granted {
  readonly runId: string
  readonly decision: Decision
  readonly epoch: number
  readonly consentId: string | null
  /** What the provider is told; null where nothing was granted. */
  readonly notice: Notice | null
}

/** State and kind of evidence that each value of a decision leaves a run in. */
export const STATE_OF = {
  allowed: 'granted',
  conditional: 'conditional',
  denied: 'denied',
  'denied-by-default': 'denied',
} as const satisfies Record<Decision['value'], RunState>

/** Grant: decide under the locked contract, lease what the use draws, record the decision with its facts. */
export async function grantRun(
  tools: Tools,
  actor: UserActor,
  contract: RunContract,
  use: Use,
): Promise<Acted<Granted>> {
  return tools.inTurn(actor, contract.id, async (scope) => {
    const { tx, now, id, note, emit } = scope
    const { row, request, decision, consentId } = await decideUse(tools, scope, actor, contract.id, use)
    const runId = id()
    const allowed = decision.value === 'allowed'
    if (allowed) await leaseRun(tx, row.id)
    const leases = allowed ? await leaseDraws(tx, row.id, decision.draws, now) : []
    await insertRun(scope, actor, contract, use, {
      runId,
      epoch: row.epoch,
      state: STATE_OF[decision.value],
      grantUntil: allowed ? now + tools.grantMs : null,
      decision,
      problem: null,
      leases,
      consentId,
    })
    const notice = allowed ? await makeNotice(scope, row, request, runId) : null
    note({
      kind: `run.${STATE_OF[decision.value]}`,
      subject: runSubject(runId, contract),
      payload: {
        decision,
        action: use.action,
        purpose: contract.terms.purpose,
        contractHash: row.hash,
        notice: notice?.id ?? null,
        sql: use.text,
      },
    })
    emit('grant.decided', { runId, contractId: row.id, decision })
    return { runId, decision, epoch: row.epoch, consentId, notice }
  })
}

/** A request that was refused on its form: recorded, because repeated refusals are a signal; nothing is leased. */
export function refuseRun(
  { core }: Tools,
  actor: UserActor,
  contract: RunContract,
  use: Pick<Use, 'kind' | 'title' | 'text'>,
  problem: ProblemView,
): Promise<Acted<string>> {
  return act(core, actor, async (scope) => {
    const runId = scope.id()
    await insertRun(
      scope,
      actor,
      contract,
      { ...use, fields: [] },
      {
        runId,
        epoch: 0,
        state: 'refused',
        grantUntil: null,
        decision: null,
        problem,
      },
    )
    scope.note({
      kind: 'run.refused',
      subject: runSubject(runId, contract),
      payload: { sql: use.text, code: problem.code },
    })
    return runId
  })
}

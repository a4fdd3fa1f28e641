import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { makeNotice, type Notices } from '../../../flow/decision/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { decideUse } from '../moments/decide.ts'
import { insertRun, type RunContract, runSubject } from '../moments/row.ts'
import { problemOf } from '../problem.ts'
import type { Tools } from '../tools.ts'
import type { Use } from '../use.ts'
import { recordDenied } from './denied.ts'

export interface Asked {
  readonly runId: string
  readonly denied: boolean
}

/** A provider that may veto is asked before the transaction: nobody waits for another body with a contract locked. */
export async function askFirst(
  tools: Tools,
  notices: Notices,
  actor: UserActor,
  contract: RunContract,
  use: Use,
): Promise<Asked> {
  const { core } = tools
  const asked = await tools.inTurn(actor, contract.id, async (scope) => {
    const decided = await decideUse(tools, scope, actor, contract.id, use)
    const runId = scope.id()
    if (decided.decision.value !== 'allowed') {
      await recordDenied(scope, actor, contract, use, runId, decided)
      return { runId, notice: null }
    }
    const notice = await makeNotice(scope, decided.row, decided.request, runId)
    scope.note({ kind: 'run.asked', subject: runSubject(runId, contract), payload: { notice: notice.id } })
    return { runId, notice }
  })
  const { runId, notice } = asked.value
  if (!notice) return { runId, denied: true }
  if ((await notices.verdict(notice)) === 'allow') return { runId, denied: false }
  const problem = problemOf(new XinyuError('RUN_VETOED', { by: 'provider' }))
  await act(core, actor, async (scope) => {
    const start = { runId, epoch: 0, state: 'denied', grantUntil: null, decision: null, problem } as const
    await insertRun(scope, actor, contract, use, start)
    scope.note({
      kind: 'run.denied',
      subject: runSubject(runId, contract),
      payload: { code: problem.code, notice: notice.id },
    })
  })
  return { runId, denied: true }
}

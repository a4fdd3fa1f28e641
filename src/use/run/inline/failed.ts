import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { drawRun, leaseRun } from '../../../flow/contract/index.ts'
import { drawLeases, leaseDraws, settleLeases } from '../../../flow/decision/index.ts'
import { decideUse } from '../moments/decide.ts'
import { insertRun, type RunContract, runSubject } from '../moments/row.ts'
import { problemOf } from '../problem.ts'
import type { Tools } from '../tools.ts'
import type { Use } from '../use.ts'

/**
 * The answer failed and was undone. It counts all the same where the contract has a run left: otherwise failures would
 * be a way to ask for nothing. Returns the run's id.
 */
export async function recordFailed(
  tools: Tools,
  actor: UserActor,
  contract: RunContract,
  use: Use,
  error: unknown,
): Promise<string> {
  if (!isXinyuError(error)) tools.core.log.error({ err: error, contract: contract.id }, 'inline use failed')
  const problem = problemOf(isXinyuError(error) ? error : new XinyuError('INTERNAL', { id: contract.id }))
  const acted = await tools.inTurn(actor, contract.id, async (scope) => {
    const { tx, now } = scope
    const { row, decision } = await decideUse(tools, scope, actor, contract.id, use)
    const counted = decision.value === 'allowed'
    const runId = scope.id()
    if (counted) {
      await leaseRun(tx, row.id)
      await drawRun(tx, row.id)
      const leases = await drawLeases(tx, row.id, await leaseDraws(tx, row.id, decision.draws, now))
      await settleLeases(tx, row.id, leases, { rows: 0, bytes: 0 })
    }
    const start = { runId, epoch: row.epoch, state: 'failed', grantUntil: null, decision, problem } as const
    await insertRun(scope, actor, contract, use, start)
    const subject = runSubject(runId, contract)
    if (counted) scope.note({ kind: 'run.opened', subject, payload: { sql: use.text } })
    scope.note({ kind: 'run.failed', subject, payload: { counted, code: problem.code } })
    return runId
  })
  return acted.value
}

import type { UserActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Decision } from '../../../flow/decision/index.ts'
import type { Acted } from '../../../safeguard/evidence/index.ts'
import type { Tools } from '../tools.ts'
import type { Use } from '../use.ts'
import { decideUse } from './decide.ts'
import type { Granted } from './grant.ts'
import { type RunContract, runSubject } from './row.ts'

/**
 * Renews a grant by a fresh decision while the work goes on; what the run holds itself does not stand in its way. The
 * rows that it may see must be the same as before. Returns the decision; anything but `allowed` ends the work.
 */
export function renewGrant(
  tools: Tools,
  actor: UserActor,
  contract: RunContract,
  use: Use,
  granted: Granted,
): Promise<Acted<Decision>> {
  return tools.inTurn(actor, contract.id, async (scope) => {
    const { tx, now, note, emit } = scope
    const run = await tx.selectFrom('run').select('leases').where('id', '=', granted.runId).executeTakeFirst()
    if (!run) throw new XinyuError('GRANT_VOID')
    const person = granted.consentId === null ? null : { consentId: granted.consentId }
    const held = { ...use, facts: { ...use.facts, person } }
    const own = { runs: 1, leases: run.leases }
    const { decision } = await decideUse(tools, scope, actor, contract.id, held, own)
    const same = canonical(decision.rows) === canonical(granted.decision.rows)
    const value = decision.value === 'allowed' && !same ? 'denied' : decision.value
    if (value === 'allowed') {
      const renewed = await tx
        .updateTable('run')
        .set({ grant_until: now + tools.grantMs })
        .where('id', '=', granted.runId)
        .where('state', '=', 'running')
        .where('epoch', '=', granted.epoch)
        .executeTakeFirst()
      if (renewed.numUpdatedRows !== 1n) throw new XinyuError('GRANT_VOID')
    }
    note({
      kind: value === 'allowed' ? 'run.renewed' : 'run.renewal_denied',
      subject: runSubject(granted.runId, contract),
      payload: { decision },
    })
    emit('grant.decided', { runId: granted.runId, contractId: contract.id, decision })
    return { ...decision, value, because: same ? decision.because : 'valueExpression' }
  })
}

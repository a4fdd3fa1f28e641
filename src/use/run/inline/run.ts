import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { visibleContract } from '../../../flow/contract/index.ts'
import type { Notices } from '../../../flow/decision/index.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import { refuseRun } from '../moments/grant.ts'
import { needsPeople } from '../people.ts'
import { problemOf } from '../problem.ts'
import { visibleRun } from '../store.ts'
import type { Tools } from '../tools.ts'
import { askFirst } from './ask.ts'
import { recordFailed } from './failed.ts'
import { type InlineAnswer, type InlineUse, useOf } from './model.ts'
import { type Done, once } from './once.ts'

/** Grant, step and release of an inline use in one transaction: it happens whole, with its evidence, or not at all. */
export async function runInline<T>(
  tools: Tools,
  notices: Notices,
  actor: UserActor,
  inline: InlineUse<T>,
): Promise<InlineAnswer<T>> {
  const { core } = tools
  const contract = await visibleContract(core, actor, inline.contractId)
  const use = useOf(inline)
  const examined = needsPeople(contract.terms.policy)
  if (examined) {
    const runId = (await refuseRun(tools, actor, contract, use, problemOf(examined))).value
    return { run: await visibleRun(core, actor, runId), value: null }
  }
  const vetoable = contract.terms.policy.notice.veto
  const asked = vetoable ? await askFirst(tools, notices, actor, contract, use) : null
  if (asked?.denied) return { run: await visibleRun(core, actor, asked.runId), value: null }
  let done: Done<T>
  try {
    const work = (scope: ActionScope) => once(tools, scope, actor, contract, inline, asked)
    done = (await tools.inTurn(actor, contract.id, work)).value
  } catch (error) {
    // It stands, or nothing can be written at all: neither is a failure of the answer.
    if (isXinyuError(error) && error.code.startsWith('EVIDENCE_')) throw error
    const runId = await recordFailed(tools, actor, contract, use, error)
    return { run: await visibleRun(core, actor, runId), value: null }
  }
  if (done.notice) notices.tell(done.notice)
  return { run: await visibleRun(core, actor, done.runId), value: done.value }
}

import type { Actor } from '../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { Notice, Notices } from '../../flow/decision/index.ts'
import { closeRun } from './moments/close.ts'
import { problemOf } from './problem.ts'
import type { Tools } from './tools.ts'

/** The provider is told before data is opened, and waited for where the contract gives it a veto. */
export async function mustNotBeVetoed(
  notices: Notices,
  notice: Notice | null,
  signal: AbortSignal,
): Promise<void> {
  if (notice === null) return
  if (notice.answerUntil === null) notices.tell(notice)
  else if ((await notices.verdict(notice, signal)) === 'veto')
    throw new XinyuError('RUN_VETOED', { by: 'provider' })
}

/** Closes a run that came to no result, for the reason that it was stopped for or the error that it met. */
export async function closeAs(
  tools: Tools,
  actor: Actor,
  runId: string,
  signal: AbortSignal,
  error: unknown,
  because: string,
): Promise<void> {
  if (signal.aborted && signal.reason === 'cancelled') {
    await closeRun(tools, actor, runId, 'cancelled', null)
    return
  }
  const known = signal.aborted ? stoppedBy(signal.reason, because) : error
  if (!isXinyuError(known)) tools.core.log.error({ err: error, run: runId }, 'run failed unforeseen')
  const problem = problemOf(isXinyuError(known) ? known : new XinyuError('INTERNAL', { id: runId }))
  const vetoed = isXinyuError(known) && known.code === 'RUN_VETOED'
  await closeRun(tools, actor, runId, vetoed ? 'denied' : 'failed', problem)
}

/** Why a use was stopped, as its users are told. */
export function stoppedBy(reason: unknown, because: string): XinyuError {
  if (reason === 'consent') return new XinyuError('RUN_CONSENT_GONE')
  if (reason === 'renewal') return new XinyuError('RUN_RENEWAL_DENIED', { why: because })
  return new XinyuError('GRANT_VOID')
}

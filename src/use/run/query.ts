import type { UserActor } from '../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { ContractView } from '../../flow/contract/index.ts'
import type { Notices } from '../../flow/decision/index.ts'
import { checkTable } from '../check/index.ts'
import type { LiveRuns } from './live.ts'
import type { OutputTable } from './model.ts'
import { closeRun } from './moments/close.ts'
import { type Granted, grantRun } from './moments/grant.ts'
import { openData } from './moments/open.ts'
import { releaseRun } from './moments/release.ts'
import { writeOutput } from './outputs.ts'
import { problemOf } from './problem.ts'
import { keepRenewed, type Renewal } from './renewal.ts'
import type { GrantTerms, Prepared } from './step.ts'
import type { Tools } from './tools.ts'
import type { Use } from './use.ts'

/** What a prepared use runs with. */
export interface Work {
  readonly tools: Tools
  readonly notices: Notices
  readonly live: LiveRuns
  readonly actor: UserActor
  readonly contract: ContractView
  readonly use: Use
  readonly prepared: Prepared
  readonly terms: GrantTerms
}

/** The one path, after the form was checked: grant, the provider's say, step, check, release. Returns the run's id. */
export async function carryOut(work: Work): Promise<string> {
  const { tools, live, actor, contract, use } = work
  const granted = (await grantRun(tools, actor, contract, use)).value
  if (granted.decision.value !== 'allowed') return granted.runId

  const abort = new AbortController()
  const { providerId, consumerId } = contract.terms
  const { consentId } = granted
  live.add(granted.runId, { contractId: contract.id, bodies: [providerId, consumerId], consentId, abort })
  const renewal = keepRenewed(tools, actor, contract, use, granted, abort)
  try {
    await mustNotBeVetoed(work, granted, abort.signal)
    await step(work, granted, abort.signal, renewal)
  } catch (error) {
    await close(work, granted, abort.signal, error, renewal.because())
  } finally {
    await renewal.stop()
    live.remove(granted.runId)
  }
  return granted.runId
}

async function step(work: Work, granted: Granted, signal: AbortSignal, renewal: Renewal): Promise<void> {
  const { tools, actor, contract, terms } = work
  const prepared = work.prepared.restricted(granted.decision.rows)
  await openData(tools, actor, contract, granted, prepared.plan)
  renewal.start()
  signal.throwIfAborted()
  const raw = await prepared.execute(signal)
  const checked = checkTable(raw, { minGroup: terms.minGroup })
  const output: OutputTable = {
    columns: checked.columns.map(({ name, type, role }) => ({ name, type, role })),
    rows: prepared.arrange(checked.rows).map((row) => [...row]),
    minGroup: terms.minGroup,
  }
  const file = await writeOutput(tools.core.home, granted.runId, output)
  signal.throwIfAborted()
  await releaseRun(tools, actor, contract, granted, {
    state: checked.verdict === 'withheld' ? 'withheld' : 'released',
    sha256: file.sha256,
    bytes: file.bytes,
    rows: output.rows.length,
    elapsedMs: Math.round(raw.elapsedMs),
    check: checked.record,
  })
}

/** The provider is told before data is opened, and waited for where the contract gives it a veto. */
async function mustNotBeVetoed({ notices }: Work, { notice }: Granted, signal: AbortSignal): Promise<void> {
  if (notice === null) return
  if (notice.answerUntil === null) notices.tell(notice)
  else if ((await notices.verdict(notice, signal)) === 'veto')
    throw new XinyuError('RUN_VETOED', { by: 'provider' })
}

async function close(
  { tools, actor }: Work,
  { runId }: Granted,
  signal: AbortSignal,
  error: unknown,
  because: string,
): Promise<void> {
  const { core } = tools
  if (signal.aborted && signal.reason === 'cancelled') {
    await closeRun(tools, actor, runId, 'cancelled', null)
    return
  }
  const known = signal.aborted ? stopped(signal.reason, because) : error
  if (!isXinyuError(known)) core.log.error({ err: error, run: runId }, 'run failed unforeseen')
  const problem = problemOf(isXinyuError(known) ? known : new XinyuError('INTERNAL', { id: runId }))
  const vetoed = isXinyuError(known) && known.code === 'RUN_VETOED'
  await closeRun(tools, actor, runId, vetoed ? 'denied' : 'failed', problem)
}

function stopped(reason: unknown, because: string): XinyuError {
  if (reason === 'consent') return new XinyuError('RUN_CONSENT_GONE')
  if (reason === 'renewal') return new XinyuError('RUN_RENEWAL_DENIED', { why: because })
  return new XinyuError('GRANT_VOID')
}

import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { InlineUse, Runs } from '../run/index.ts'

export interface Answered<T> {
  readonly runId: string
  readonly value: T
  readonly receipt: unknown
}

/**
 * One verification to its end: decided, counted, answered and recorded in one transaction, with a receipt.
 * @throws XinyuError VERIFY_DENIED, VERIFY_FAILED
 */
export async function answered<T>(
  core: Core,
  runs: Runs,
  actor: UserActor,
  use: InlineUse<T>,
): Promise<Answered<T>> {
  const { run, value } = await runs.inline<T>(actor, use)
  if (value === null) {
    const code = run.state === 'failed' ? 'VERIFY_FAILED' : 'VERIFY_DENIED'
    throw new XinyuError(code, { run: run.id }, { detail: { run: run.id } })
  }
  const receipt = await core.evidence.receiptFor(run.releaseLeaf!)
  return { runId: run.id, value, receipt: JSON.parse(receipt.toString('utf8')) }
}

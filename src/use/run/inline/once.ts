import type { UserActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { useConsent } from '../../../flow/consent/index.ts'
import { drawRun, leaseRun } from '../../../flow/contract/index.ts'
import {
  drawLeases,
  leaseDraws,
  makeNotice,
  type Notice,
  settleLeases,
} from '../../../flow/decision/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import { decideUse } from '../moments/decide.ts'
import { inheritedFrom, insertRun, type RunContract, runSubject, versionsOf } from '../moments/row.ts'
import type { Tools } from '../tools.ts'
import type { Asked } from './ask.ts'
import { recordDenied } from './denied.ts'
import { inTime } from './in-time.ts'
import { type InlineUse, useOf } from './model.ts'

export interface Done<T> {
  readonly runId: string
  readonly value: T | null
  /** What the provider is told afterwards; null where it was asked before, or nothing was granted. */
  readonly notice: Notice | null
}

/** The whole use inside its transaction; one that is not allowed is recorded there as well. */
export async function once<T>(
  tools: Tools,
  scope: ActionScope,
  actor: UserActor,
  contract: RunContract,
  inline: InlineUse<T>,
  asked: Asked | null,
): Promise<Done<T>> {
  const { tx, now, id, note, emit } = scope
  const use = useOf(inline)
  const decided = await decideUse(tools, scope, actor, contract.id, use)
  const { row, decision, request, consentId } = decided
  const runId = asked?.runId ?? id()
  emit('grant.decided', { runId, contractId: row.id, decision })
  if (decision.value !== 'allowed') {
    await recordDenied(scope, actor, contract, use, runId, decided)
    return { runId, value: null, notice: null }
  }
  await leaseRun(tx, row.id)
  await drawRun(tx, row.id)
  const leases = await drawLeases(tx, row.id, await leaseDraws(tx, row.id, decision.draws, now))
  if (consentId !== null) await useConsent(tx, consentId, runId)
  const began = tools.core.clock.now()
  const answer = await inTime(tx, inline)
  const digest = digestOf(canonical(answer.output))
  await settleLeases(tx, row.id, leases, answer)
  const notice = asked ? null : await makeNotice(scope, row, request, runId)
  const inherits = inheritedFrom(contract)
  await insertRun(scope, actor, contract, use, {
    runId,
    epoch: row.epoch,
    state: 'released',
    grantUntil: null,
    decision,
    problem: null,
    leases: leases.map((lease) => ({ ...lease, drawn: true })),
    consentId,
    inherits,
    outputHash: digest,
    outputRows: answer.rows,
    elapsedMs: Math.max(0, Math.round(tools.core.clock.now() - began)),
  })
  const subject = runSubject(runId, contract)
  const under: Record<string, string> = consentId === null ? {} : { consent: consentId }
  const { purpose } = request
  note({
    kind: 'run.granted',
    subject,
    payload: { decision, action: use.action, purpose, contractHash: row.hash, sql: use.text },
  })
  note({
    kind: 'run.opened',
    subject: { ...subject, ...versionsOf(contract), ...under },
    payload: { asked: inline.asked, fields: [...use.fields] },
  })
  const result = { digest, bytes: answer.bytes, rows: answer.rows }
  note({
    kind: 'run.released',
    subject: { ...subject, ...under },
    payload: { result, contractHash: row.hash, purpose, inherits },
  })
  return { runId, value: answer.value, notice }
}

import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { contractById } from '../../flow/contract/index.ts'
import { drawLeases, leaseDraws, makeNotice, type Notices, settleLeases } from '../../flow/decision/index.ts'
import type { RunView } from './model.ts'
import { decideUse } from './moments/decide.ts'
import { runSubject } from './moments/row.ts'
import { outputBytes, visibleRun } from './store.ts'
import type { Tools } from './tools.ts'
import { environmentOf, type Origin, type Use } from './use.ts'

/**
 * The released bytes of a run, taken away: a use of its own under the contract (结果下载), decided, counted and
 * recorded. `sent` makes what really goes out of them, such as CSV.
 * @throws XinyuError NOT_FOUND, OUTPUT_NONE, OUTPUT_DAMAGED, RUN_OUTPUT_DESTROYED, DECISION_DENIED, DECISION_CONDITIONAL, RUN_VETOED
 */
export async function downloadOutput<T extends { readonly length: number }>(
  tools: Tools,
  notices: Notices,
  actor: UserActor,
  runId: string,
  asked: { readonly format: 'json' | 'csv' | 'file'; readonly origin: Origin },
  sent: (body: Buffer) => T,
): Promise<T> {
  const { core } = tools
  const run = await visibleRun(core, actor, runId)
  if ((asked.format === 'file') !== (run.kind === 'file')) throw new XinyuError('OUTPUT_NONE')
  const body = sent(await outputBytes(core, actor, runId))
  const contract = await contractById(core, run.contractId)
  if (!contract) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  const use = useOf(run, body.length, asked)
  const acted = await tools.inTurn(actor, contract.id, async (scope) => {
    const { tx, now, note, emit } = scope
    const { row, request, decision } = await decideUse(tools, scope, actor, contract.id, use)
    const allowed = decision.value === 'allowed'
    emit('grant.decided', { runId, contractId: row.id, decision })
    const notice = allowed ? await makeNotice(scope, row, request, runId) : null
    // Where the provider may veto, what is counted is counted once it has said so.
    if (allowed && notice?.answerUntil === null) {
      const leases = await drawLeases(tx, row.id, await leaseDraws(tx, row.id, decision.draws, now))
      await settleLeases(tx, row.id, leases, { rows: run.outputRows ?? 0, bytes: body.length })
    }
    note({
      kind: allowed
        ? notice?.answerUntil === null
          ? 'run.downloaded'
          : 'run.download_asked'
        : 'run.download_denied',
      subject: runSubject(runId, contract),
      payload: { decision, format: asked.format, bytes: body.length, notice: notice?.id ?? null },
    })
    return { decision, notice }
  })
  const { decision, notice } = acted.value
  if (decision.value === 'conditional')
    throw new XinyuError('DECISION_CONDITIONAL', { why: decision.because ?? '' }, { detail: { decision } })
  if (!notice)
    throw new XinyuError('DECISION_DENIED', { why: decision.because ?? '' }, { detail: { decision } })
  if (notice.answerUntil === null) notices.tell(notice)
  else
    await afterVeto(tools, notices, actor, {
      runId,
      contractId: contract.id,
      use,
      notice,
      bytes: body.length,
    })
  return body
}

interface Waiting {
  readonly runId: string
  readonly contractId: string
  readonly use: Use
  readonly notice: Parameters<Notices['verdict']>[0]
  readonly bytes: number
}

/** The provider did not veto: decided once more, since time has passed, and counted. */
async function afterVeto(tools: Tools, notices: Notices, actor: UserActor, waiting: Waiting): Promise<void> {
  const { runId, contractId, use, notice, bytes } = waiting
  if ((await notices.verdict(notice)) === 'veto') throw new XinyuError('RUN_VETOED', { by: 'provider' })
  await tools.inTurn(actor, contractId, async (scope) => {
    const { tx, now, note } = scope
    const { row, decision } = await decideUse(tools, scope, actor, contractId, use)
    if (decision.value !== 'allowed') throw new XinyuError('DECISION_DENIED', { why: decision.because ?? '' })
    const leases = await drawLeases(tx, row.id, await leaseDraws(tx, row.id, decision.draws, now))
    await settleLeases(tx, row.id, leases, { rows: use.facts.most.rows ?? 0, bytes })
    note({
      kind: 'run.downloaded',
      subject: runSubject(runId, { id: row.id, hash: row.hash, terms: row.terms }),
      payload: { decision, bytes, notice: notice.id },
    })
  })
}

/** A result in a file: what was computed on, on its way out (TC609-6-2025-14: 交付方式 文件). */
const useOf = (run: RunView, bytes: number, { origin }: { readonly origin: Origin }): Use => ({
  kind: 'download',
  action: 'download',
  title: run.title,
  text: '',
  fields: run.fields,
  environment: environmentOf(origin, 'xinyu/portal', { delivery: '01' }),
  facts: { person: null, most: { rows: run.outputRows ?? 0, bytes }, enforceable: [] },
})

import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { visibleContract } from '../../flow/contract/index.ts'
import type { Notices } from '../../flow/decision/index.ts'
import { closeAs, mustNotBeVetoed } from './ending.ts'
import type { Held, HoldAsk, NotHeld } from './held.ts'
import type { LiveRuns, StopReason } from './live.ts'
import { grantRun } from './moments/grant.ts'
import { endHeld, stepHeld } from './moments/held.ts'
import { openData } from './moments/open.ts'
import { keepRenewed } from './renewal.ts'
import type { Tools } from './tools.ts'
import { environmentOf, type Use } from './use.ts'

const KEEPER = systemActor('held')

/** Decides, tells the provider, opens, and keeps the grant for as long as the work goes on. */
export async function holdRun(
  tools: Tools,
  notices: Notices,
  live: LiveRuns,
  actor: UserActor,
  ask: HoldAsk,
): Promise<Held | NotHeld> {
  const { core } = tools
  const contract = await visibleContract(core, actor, ask.contractId)
  const use = useOf(ask)
  const granted = (await grantRun(tools, actor, contract, use)).value
  const { runId, decision, consentId } = granted
  if (decision.value !== 'allowed') return { runId, decision }

  const abort = new AbortController()
  const { signal } = abort
  const { providerId, consumerId } = contract.terms
  live.add(runId, { contractId: contract.id, bodies: [providerId, consumerId], consentId, abort })
  const renewal = keepRenewed(tools, actor, contract, use, granted, abort)
  const began = core.clock.now()
  let ended: Promise<void> | undefined
  const finish = async (why: 'done' | StopReason) => {
    await renewal.stop()
    try {
      if (why === 'done' && !signal.aborted) await endHeld(tools, KEEPER, contract, granted, began)
      else {
        abort.abort(why)
        await closeAs(tools, KEEPER, runId, signal, null, renewal.because())
      }
    } finally {
      live.remove(runId)
    }
  }
  const end = (why: 'done' | StopReason) => (ended ??= finish(why))
  try {
    await mustNotBeVetoed(notices, granted.notice, signal)
    await openData(tools, actor, contract, granted, { held: ask.kind, fields: [...ask.fields] })
    signal.throwIfAborted()
  } catch (error) {
    await renewal.stop()
    await closeAs(tools, actor, runId, signal, error, renewal.because())
    live.remove(runId)
    throw error
  }
  // Whoever holds it may be busy saving: the record does not wait for that.
  const onStop = () =>
    void end(signal.reason as StopReason).catch((error: unknown) =>
      core.log.error({ err: error, run: runId }, 'a stopped seat could not be closed; recovery does'),
    )
  signal.addEventListener('abort', onStop, { once: true })
  renewal.start()
  return {
    runId,
    contractId: contract.id,
    decision,
    signal,
    step: (by, step) => stepHeld(tools, by, contract, granted, step),
    end,
  }
}

/** Work in a data sandbox (TC609-6-2025-14: 数据沙箱): it computes, and nothing leaves by it. */
const useOf = (ask: HoldAsk): Use => ({
  kind: ask.kind,
  action: 'compute',
  title: ask.title,
  text: '',
  fields: ask.fields,
  environment: environmentOf(ask.origin, 'xinyu/sandbox', { execution: '02' }),
  facts: { person: null, most: { rows: 0, bytes: 0 }, enforceable: [] },
})

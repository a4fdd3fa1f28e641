import { setTimeout } from 'node:timers/promises'
import type { UserActor } from '../../kernel/actor.ts'
import type { ContractView } from '../../flow/contract/index.ts'
import type { Notices } from '../../flow/decision/index.ts'
import { checkBases, isRest, isWithheld, type Shown } from '../check/index.ts'
import { closeAs, mustNotBeVetoed } from './ending.ts'
import type { LiveRuns } from './live.ts'
import type { OutputTable } from './model.ts'
import { type Granted, grantRun } from './moments/grant.ts'
import { openData } from './moments/open.ts'
import { releaseRun } from './moments/release.ts'
import { writeOutput } from './outputs.ts'
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
    await mustNotBeVetoed(work.notices, granted.notice, abort.signal)
    await step(work, granted, abort.signal, renewal)
  } catch (error) {
    await closeAs(tools, actor, granted.runId, abort.signal, error, renewal.because())
  } finally {
    await renewal.stop()
    live.remove(granted.runId)
  }
  return granted.runId
}

async function step(work: Work, granted: Granted, signal: AbortSignal, renewal: Renewal): Promise<void> {
  const { tools, actor, contract, terms } = work
  const { core } = tools
  const prepared = work.prepared.restricted(granted.decision.rows)
  await openData(tools, actor, contract, granted, prepared.plan)
  renewal.start()
  signal.throwIfAborted()
  const began = core.clock.now()
  const executed = await prepared.execute(signal)
  const checked = checkBases(executed.bases, terms.rules, core.random)
  const bases = executed.bases.map((raw, at) => ({ raw, checked: checked.bases[at]! }))
  const { minGroup } = terms.rules
  const candidate = { projectId: contract.terms.projectId, runId: granted.runId, minGroup, bases }
  await tools.history.settle(candidate, async (settled) => {
    const answer = prepared.finish(settled.bases)
    const output: OutputTable = {
      columns: answer.columns.map(({ name, type, role }) => ({ name, type, role })),
      rows: answer.rows.map((row) => [...row]),
      minGroup: terms.rules.minGroup,
    }
    const file = await writeOutput(core.home, granted.runId, output)
    const elapsedMs = await onTheGrid(core.clock.now() - began, core.config.gate.timeGridMs, signal)
    await releaseRun(tools, actor, contract, granted, {
      state: answer.rows.flat().some(isShown) ? 'released' : 'withheld',
      digest: file.digest,
      bytes: file.bytes,
      rows: output.rows.length,
      elapsedMs,
      check: [...checked.record, ...settled.record],
      segment: settled.segment,
    })
  })
}

/** It depends on what is shown alone: no rows, rows below k and a cell of nobody look the same. */
const isShown = (cell: Shown): boolean => !isWithheld(cell) && !isRest(cell)

/** Waits for the next step of a coarse grid, so that the time of an answer tells little of the rows it rests on. */
async function onTheGrid(elapsedMs: number, gridMs: number, signal: AbortSignal): Promise<number> {
  const told = Math.max(1, Math.ceil(elapsedMs / gridMs)) * gridMs
  await setTimeout(told - elapsedMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  return told
}

import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type ContractTerms, visibleContract } from '../../flow/contract/index.ts'
import type { Notices } from '../../flow/decision/index.ts'
import { closeAs, mustNotBeVetoed } from './ending.ts'
import type { FileRelease } from './held.ts'
import type { LiveRuns } from './live.ts'
import { grantRun, refuseRun } from './moments/grant.ts'
import { openData } from './moments/open.ts'
import { releaseRun } from './moments/release.ts'
import { FILE_MOST_BYTES, writeFileOutput } from './outputs.ts'
import { problemOf } from './problem.ts'
import type { Tools } from './tools.ts'
import { environmentOf, type Use } from './use.ts'

/** One file that the airlock lets go: decided anew, since the contract may have changed since it was made. */
export async function releaseFile(
  tools: Tools,
  notices: Notices,
  live: LiveRuns,
  actor: UserActor,
  file: FileRelease,
): Promise<{ runId: string; leaf: number }> {
  const { core } = tools
  const contract = await visibleContract(core, actor, file.contractId)
  const use = useOf(file, contract.terms)
  const refused = refusalOf(file, contract.terms)
  if (refused) {
    await refuseRun(tools, actor, contract, use, problemOf(refused))
    throw refused
  }
  const granted = (await grantRun(tools, actor, contract, use)).value
  const { runId, decision, consentId } = granted
  const detail = { run: runId, decision }
  if (decision.value === 'conditional')
    throw new XinyuError('DECISION_CONDITIONAL', { why: decision.because ?? '' }, { detail })
  if (decision.value !== 'allowed')
    throw new XinyuError('DECISION_DENIED', { why: decision.because ?? '' }, { detail })

  const abort = new AbortController()
  const { signal } = abort
  const { providerId, consumerId } = contract.terms
  live.add(runId, { contractId: contract.id, bodies: [providerId, consumerId], consentId, abort })
  try {
    await mustNotBeVetoed(notices, granted.notice, signal)
    await openData(tools, actor, contract, granted, { file: file.kind, bytes: file.bytes.length })
    const { digest, bytes } = await writeFileOutput(core.home, runId, file.bytes)
    signal.throwIfAborted()
    const check = file.record
    const made = { digest, bytes, rows: 0, elapsedMs: 0, check, segment: null, fileName: file.name }
    const { entries } = await releaseRun(tools, actor, contract, granted, { state: 'released', ...made })
    return { runId, leaf: entries.at(-1)!.leaf }
  } catch (error) {
    await closeAs(tools, actor, runId, signal, error, '')
    if (signal.aborted) throw new XinyuError('GRANT_VOID')
    throw error
  } finally {
    live.remove(runId)
  }
}

function refusalOf({ kind, bytes }: FileRelease, { policy }: ContractTerms): XinyuError | null {
  const { outputs } = policy.disclosure
  if (!outputs.includes(kind)) return new XinyuError('RUN_FILE_KIND', { kind, allowed: outputs.join(', ') })
  if (bytes.length > FILE_MOST_BYTES)
    return new XinyuError('RUN_OUTPUT_TOO_LARGE', { bytes: bytes.length, limit: FILE_MOST_BYTES })
  return null
}

/** What was computed in a data sandbox, delivered as a file (TC609-6-2025-14: 数据沙箱, 文件). */
const useOf = (file: FileRelease, { policy }: ContractTerms): Use => ({
  kind: 'file',
  action: 'compute',
  title: file.title,
  text: '',
  fields: Object.entries(policy.columns).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, level]) => (level === 'hidden' ? [] : [`${table}.${column}`])),
  ),
  environment: environmentOf(file.origin, 'xinyu/airlock', { execution: '02', delivery: '01' }),
  facts: { person: null, most: { rows: 0, bytes: file.bytes.length }, enforceable: [] },
})

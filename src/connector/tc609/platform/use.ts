import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import { type Origin, type Runs, visibleRun } from '../../../use/run/index.ts'
import { returnCodeOf } from '../codes.ts'
import type { Answer, Request } from '../fields.ts'
import { productCode } from '../identity.ts'
import { contractOf, type FromConnector, ownDraft } from './draft.ts'

/** An instruction's 32 characters are the strategy's id without hyphens. */
export const instructionOf = (strategyId: string): string => strategyId.replaceAll('-', '')

/**
 * A use over the wire: the same one path as for everybody (`runs.run`), by the connector's technical user. What is
 * refused is an answer with its reason, as it is in the portal.
 */
export async function useData(
  core: Core,
  runs: Runs,
  sender: FromConnector,
  message: Request<'use'>,
  origin: Origin,
): Promise<Answer<'use'>> {
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  const contract = await contractOf(core, draft.number, ['active', 'suspended', 'ended'], 'use')
  const provider = await participantById(core, contract.terms.providerId)
  const expected = {
    productId: productCode(provider!, contract.terms.productId),
    ctrlInstructiontId: instructionOf(draft.strategy_id),
    targetConnectorId: sender.node,
    issuerConnectorId: sender.claims.iss,
  }
  for (const [field, value] of Object.entries(expected))
    if (message[field as keyof typeof expected] !== value)
      throw new XinyuError('TC609_FIELD', { interface: 'use', field, why: 'of another contract' })
  const asked = { contractId: contract.id, kind: 'query' as const, sql: message.sql }
  const runId = await runs.run(
    sender.actor,
    message.title ? { ...asked, title: message.title } : asked,
    origin,
  )
  return answerOf(core, runs, sender, runId, origin)
}

async function answerOf(
  core: Core,
  runs: Runs,
  sender: FromConnector,
  runId: string,
  origin: Origin,
): Promise<Answer<'use'>> {
  const run = await visibleRun(core, sender.actor, runId)
  const problem = run.problem && { code: run.problem.code, zh: run.problem.zh, en: run.problem.en }
  const denied = run.state === 'denied' ? denial(run.decision) : null
  const released = run.outputHash !== null && run.releaseLeaf !== null
  const output = released ? await bytesOf(runs, sender, runId, origin) : null
  const receipt =
    released && typeof output === 'string'
      ? (await core.evidence.receiptFor(run.releaseLeaf!, { payload: true })).toString('utf8')
      : null
  const why = typeof output === 'object' && output !== null ? output : (problem ?? denied)
  return {
    code: why ? returnCodeOf(why.code) : '10000',
    message: why?.zh ?? '成功',
    runId,
    state: run.state,
    problem: why,
    output: typeof output === 'string' ? output : null,
    receipt,
  }
}

/** The exact released bytes; or why they may not be taken away, which is a decision of its own. */
async function bytesOf(runs: Runs, sender: FromConnector, runId: string, origin: Origin) {
  try {
    const body = await runs.download(sender.actor, runId, { format: 'json', origin }, (bytes) => bytes)
    return body.toString('utf8')
  } catch (error) {
    if (!isXinyuError(error)) throw error
    const { zh, en } = errorText(error.code, error.params)
    return { code: error.code, zh, en }
  }
}

interface Fact {
  readonly rule: string
  readonly holds: boolean
}

function denial(decision: unknown): { code: string; zh: string; en: string } {
  const facts = (decision as { facts?: readonly Fact[] } | null)?.facts ?? []
  const rules = facts.filter((fact) => !fact.holds).map((fact) => fact.rule)
  const text = rules.slice(0, 5).join(', ')
  return { code: 'USE_DENIED', zh: `不予许可：${text}`, en: `Denied: ${text}` }
}

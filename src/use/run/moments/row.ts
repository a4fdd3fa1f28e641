import type { UserActor } from '../../../kernel/actor.ts'
import type { ContractTerms } from '../../../flow/contract/index.ts'
import type { Decision, Lease } from '../../../flow/decision/index.ts'
import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import type { Inherited, ProblemView, RunState } from '../model.ts'
import type { Use } from '../use.ts'

/** The contract of a run as its moments name it. */
export interface RunContract {
  readonly id: string
  readonly hash: string
  readonly terms: ContractTerms
}

/** How a run begins, or how it is at once where grant, step and release are one. */
export interface RunStart {
  readonly runId: string
  readonly epoch: number
  readonly state: RunState
  readonly grantUntil: number | null
  readonly decision: Decision | null
  readonly problem: ProblemView | null
  readonly leases?: readonly Lease[]
  readonly consentId?: string | null
  readonly inherits?: Inherited
  readonly outputHash?: string
  readonly outputRows?: number
  readonly elapsedMs?: number
}

export async function insertRun(
  { tx, now }: ActionScope,
  actor: UserActor,
  contract: RunContract,
  use: Pick<Use, 'kind' | 'title' | 'text' | 'fields'>,
  start: RunStart,
): Promise<void> {
  await tx
    .insertInto('run')
    .values({
      id: start.runId,
      contract_id: contract.id,
      project_id: contract.terms.projectId,
      provider_id: contract.terms.providerId,
      consumer_id: contract.terms.consumerId,
      user_id: actor.userId,
      kind: use.kind,
      title: use.title,
      sql: use.text,
      state: start.state,
      epoch: start.epoch,
      grant_until: start.grantUntil,
      decision: start.decision === null ? null : JSON.stringify(start.decision),
      problem: start.problem === null ? null : JSON.stringify(start.problem),
      output_hash: start.outputHash ?? null,
      output_rows: start.outputRows ?? null,
      elapsed_ms: start.elapsedMs ?? null,
      created_at: now,
      ended_at: start.state === 'granted' ? null : now,
      leases: JSON.stringify(start.leases ?? []),
      consent_id: start.consentId ?? null,
      fields: [...use.fields],
      inherits: start.inherits ? JSON.stringify(start.inherits) : null,
    })
    .execute()
}

export const runSubject = (runId: string, contract: RunContract): Record<string, string> => ({
  run: runId,
  contract: contract.id,
  project: contract.terms.projectId,
  product: contract.terms.productId,
  provider: contract.terms.providerId,
  consumer: contract.terms.consumerId,
})

/** `version1`, `version2`, …: which immutable versions were opened. */
export const versionsOf = ({ terms }: RunContract): Record<string, string> =>
  Object.fromEntries(Object.values(terms.tables).map((version, index) => [`version${index + 1}`, version]))

/** What a result carries with it of its policy. */
export function inheritedFrom({ id, hash, terms }: RunContract): Inherited {
  const { policy } = terms
  const actions = (rules: readonly { actions: readonly string[] }[]) => [
    ...new Set(rules.flatMap((rule) => rule.actions)),
  ]
  return {
    contractId: id,
    contractHash: hash,
    until: policy.until,
    minGroup: policy.minGroup,
    permits: actions(policy.permissions),
    forbids: actions(policy.prohibitions),
    owes: [...new Set(policy.obligations.map(({ action }) => action))],
  }
}

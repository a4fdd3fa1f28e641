import type { Actor, UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type ContractView, drawRun, giveBackRun, leaseRun, lockContract } from '../../flow/contract/index.ts'
import { type Decision, decide } from '../../flow/decision/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import { productById } from '../../supply/catalog/index.ts'
import type { CheckRecord } from '../check/index.ts'
import type { NewRun, ProblemView, RunState } from './model.ts'

/** The three moments of a use as actions, each with its evidence (design rule 1). `runs.ts` puts them in order. */

/** A grant is valid for minutes; longer work renews it by a fresh decision. */
export const GRANT_MS = 5 * 60_000

export interface Granted {
  readonly runId: string
  readonly decision: Decision
  readonly epoch: number
}

/** Grant: decide under the locked contract, lease one run, record the decision with its facts. */
export async function grantRun(
  core: Core,
  actor: UserActor,
  contract: ContractView,
  input: NewRun,
): Promise<Acted<Granted>> {
  const bodies = await participantsByIds(core, [actor.participantId, contract.terms.providerId])
  const product = await productById(core, contract.terms.productId)
  return act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    const row = await lockContract(tx, contract.id)
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'contract' })
    const decision = decide({
      now,
      askingBody: actor.participantId,
      consumerId: row.consumer_id,
      bodyActive: bodies.get(actor.participantId)?.state === 'active',
      providerActive: bodies.get(contract.terms.providerId)?.state === 'active',
      contractState: row.state,
      until: row.until_at,
      productState: product?.state ?? 'withdrawn',
      purpose: contract.terms.purpose,
      allowedPurposes: contract.terms.policy.purposes,
      runsUsed: row.runs_used,
      runsLeased: row.runs_leased,
      maxRuns: row.max_runs,
    })
    const allowed = decision.value === 'allowed'
    if (allowed) await leaseRun(tx, row.id)
    const runId = id()
    await insertRun(scope, actor, contract, input, {
      runId,
      epoch: row.epoch,
      state: allowed ? 'granted' : 'denied',
      decision,
      problem: null,
    })
    note({
      kind: allowed ? 'run.granted' : 'run.denied',
      subject: runSubject(runId, contract),
      payload: { decision, purpose: contract.terms.purpose, contractHash: row.hash, sql: input.sql },
    })
    return { runId, decision, epoch: row.epoch }
  })
}

/** A request that was refused on its form: recorded, because repeated refusals are a signal; nothing is leased. */
export function refuseRun(
  core: Core,
  actor: UserActor,
  contract: ContractView,
  input: NewRun,
  problem: ProblemView,
): Promise<Acted<string>> {
  return act(core, actor, async (scope) => {
    const runId = scope.id()
    await insertRun(scope, actor, contract, input, {
      runId,
      epoch: 0,
      state: 'refused',
      decision: null,
      problem,
    })
    scope.note({
      kind: 'run.refused',
      subject: runSubject(runId, contract),
      payload: { sql: input.sql, code: problem.code },
    })
    return runId
  })
}

/** Step: the grant's epoch is checked, its lease drawn down, the opening recorded. After this the run counts. */
export function openData(
  core: Core,
  actor: UserActor,
  contract: ContractView,
  granted: Granted,
  plan: Json,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await lockContract(tx, contract.id)
    const live = row?.state === 'active' && row.epoch === granted.epoch && now <= row.until_at
    if (!live) throw new XinyuError('GRANT_VOID')
    await drawRun(tx, contract.id)
    const opened = await tx
      .updateTable('run')
      .set({ state: 'running' })
      .where('id', '=', granted.runId)
      .where('state', '=', 'granted')
      .where('grant_until', '>=', now)
      .executeTakeFirst()
    if (opened.numUpdatedRows !== 1n) throw new XinyuError('GRANT_VOID')
    note({
      kind: 'run.opened',
      subject: { ...runSubject(granted.runId, contract), ...versionsOf(contract) },
      payload: { plan },
    })
  })
}

export interface Release {
  readonly state: 'released' | 'withheld'
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly elapsedMs: number
  readonly check: CheckRecord
}

/** Release: what goes out, its hash and what the output check looked at. Refused when the contract was stopped meanwhile. */
export function releaseRun(
  core: Core,
  actor: UserActor,
  contract: ContractView,
  granted: Granted,
  release: Release,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await lockContract(tx, contract.id)
    if (row?.state !== 'active' || row.epoch !== granted.epoch) throw new XinyuError('GRANT_VOID')
    const done = await tx
      .updateTable('run')
      .set({
        state: release.state,
        output_hash: release.sha256,
        output_rows: release.rows,
        elapsed_ms: release.elapsedMs,
        ended_at: now,
      })
      .where('id', '=', granted.runId)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (done.numUpdatedRows !== 1n) throw new XinyuError('GRANT_VOID')
    note({
      kind: 'run.checked',
      subject: { run: granted.runId, provider: row.provider_id },
      payload: padded(release.check),
    })
    note({
      kind: `run.${release.state}`,
      subject: { ...runSubject(granted.runId, contract), ...versionsOf(contract) },
      payload: {
        result: { sha256: release.sha256, bytes: release.bytes, rows: release.rows },
        contractHash: contract.hash,
        purpose: contract.terms.purpose,
      },
    })
  })
}

const PAD_TO = 1024

/** The check's record counts what was left out: its size in the public entry must not tell how much (ADR 0002). */
function padded(check: CheckRecord): Json {
  const bare = JSON.stringify(check).length
  return { check: check as never, pad: ' '.repeat(PAD_TO - (bare % PAD_TO)) }
}

/** The run ended without a result. A lease that was not drawn is given back; a drawn one stays counted. */
export function closeRun(
  core: Core,
  actor: Actor,
  runId: string,
  state: 'failed' | 'cancelled' | 'lost',
  problem: ProblemView | null,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const run = await tx
      .selectFrom('run')
      .selectAll()
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const open = run.state === 'granted' || run.state === 'running'
    if (run.state === 'granted') await giveBackRun(tx, run.contract_id)
    if (open) {
      await tx
        .updateTable('run')
        .set({ state, ended_at: now, problem: problem === null ? null : JSON.stringify(problem) })
        .where('id', '=', runId)
        .execute()
    }
    note({
      kind: open ? `run.${state}` : 'run.close_repeated',
      subject: {
        run: runId,
        contract: run.contract_id,
        project: run.project_id,
        provider: run.provider_id,
        consumer: run.consumer_id,
      },
      payload: { counted: run.state !== 'granted', code: problem?.code ?? null },
    })
  })
}

interface RunStart {
  readonly runId: string
  readonly epoch: number
  readonly state: RunState
  readonly decision: Decision | null
  readonly problem: ProblemView | null
}

async function insertRun(
  { tx, now }: ActionScope,
  actor: UserActor,
  contract: ContractView,
  input: NewRun,
  start: RunStart,
): Promise<void> {
  const granted = start.state === 'granted'
  await tx
    .insertInto('run')
    .values({
      id: start.runId,
      contract_id: contract.id,
      project_id: contract.terms.projectId,
      provider_id: contract.terms.providerId,
      consumer_id: contract.terms.consumerId,
      user_id: actor.userId,
      kind: input.kind,
      title: input.title ?? null,
      sql: input.sql,
      state: start.state,
      epoch: start.epoch,
      grant_until: granted ? now + GRANT_MS : null,
      decision: start.decision === null ? null : JSON.stringify(start.decision),
      problem: start.problem === null ? null : JSON.stringify(start.problem),
      output_hash: null,
      output_rows: null,
      elapsed_ms: null,
      created_at: now,
      ended_at: granted ? null : now,
    })
    .execute()
}

const runSubject = (runId: string, contract: ContractView): Record<string, string> => ({
  run: runId,
  contract: contract.id,
  project: contract.terms.projectId,
  product: contract.terms.productId,
  provider: contract.terms.providerId,
  consumer: contract.terms.consumerId,
})

/** `version1`, `version2`, …: which immutable versions were opened. */
const versionsOf = (contract: ContractView): Record<string, string> =>
  Object.fromEntries(
    Object.values(contract.terms.tables).map((version, index) => [`version${index + 1}`, version]),
  )

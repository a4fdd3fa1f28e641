import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { decisionOf } from '../../flow/decision/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { OutputTable, RunState, RunView } from './model.ts'
import { formOf, readOutput } from './outputs.ts'

export interface RunFilter extends Page {
  readonly contractId?: string | undefined
  readonly state?: RunState | undefined
  readonly mine?: boolean | undefined
}

const OVERSEERS = ['auditor', 'security_officer'] as const

/** Runs that the actor may know of: of the own body as consumer or provider; all for overseeing officers. */
export async function listRuns(
  core: Core,
  actor: UserActor,
  filter: RunFilter,
): Promise<{ items: RunView[]; total: number }> {
  let query = core.db.selectFrom('run')
  if (!overseer(actor)) {
    const body = actor.participantId
    query = query.where((eb) => eb.or([eb('consumer_id', '=', body), eb('provider_id', '=', body)]))
  }
  if (filter.contractId) query = query.where('contract_id', '=', filter.contractId)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.mine) query = query.where('user_id', '=', actor.userId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await runViews(core, rows), total: count }
}

/** One run that the actor may know of. Another's looks the same as none. @throws XinyuError NOT_FOUND */
export async function visibleRun(core: Core, actor: UserActor, id: string): Promise<RunView> {
  const row = await selectRuns(core).where('id', '=', id).executeTakeFirst()
  const own = row && [row.consumer_id, row.provider_id].includes(actor.participantId)
  if (!row || !(own || overseer(actor))) throw new XinyuError('NOT_FOUND', { what: 'run' })
  return (await runViews(core, [row]))[0]!
}

/**
 * The exact released bytes of a run. Only the body that the release was made to may have them.
 * @throws XinyuError NOT_FOUND, OUTPUT_NONE, OUTPUT_DAMAGED, RUN_OUTPUT_DESTROYED, RUN_OUTPUT_REVOKED
 */
export async function outputBytes(core: Core, actor: UserActor, id: string): Promise<Buffer> {
  const run = await visibleRun(core, actor, id)
  if (run.consumerId !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'output' })
  // What an inline use gave out went to its caller alone and is kept nowhere.
  if (run.outputHash === null || run.kind === 'inline') throw new XinyuError('OUTPUT_NONE')
  if (run.outputRevokedAt !== null) throw new XinyuError('RUN_OUTPUT_REVOKED')
  if (run.outputDestroyedAt !== null) throw new XinyuError('RUN_OUTPUT_DESTROYED')
  return readOutput(core.home, id, run.outputHash, formOf(run.kind))
}

/** The released table of a run, or null where there is none or the actor may only know that it was. */
export async function outputOf(core: Core, actor: UserActor, run: RunView): Promise<OutputTable | null> {
  if (run.outputHash === null || run.consumerId !== actor.participantId) return null
  if (run.kind === 'inline' || run.kind === 'file' || run.outputDestroyedAt !== null) return null
  return JSON.parse((await readOutput(core.home, run.id, run.outputHash)).toString('utf8')) as OutputTable
}

const overseer = (actor: UserActor): boolean => OVERSEERS.some((role) => actor.roles.includes(role))

const selectRuns = (core: Core) => core.db.selectFrom('run').selectAll()
type RunRow = Awaited<ReturnType<ReturnType<typeof selectRuns>['execute']>>[number]

const GRANT_KINDS = ['run.granted', 'run.denied', 'run.conditional', 'run.refused']
const RELEASE_KINDS = ['run.released', 'run.withheld', 'run.failed', 'run.cancelled', 'run.lost']

async function runViews(core: Core, rows: readonly RunRow[]): Promise<RunView[]> {
  const leaves = await core.evidence.leavesAbout(rows.map((row) => row.id))
  return rows.map((row) => {
    const of = (kinds: readonly string[]) =>
      leaves.find((entry) => entry.subject === row.id && kinds.includes(entry.kind))?.leaf ?? null
    return {
      id: row.id,
      contractId: row.contract_id,
      projectId: row.project_id,
      providerId: row.provider_id,
      consumerId: row.consumer_id,
      userId: row.user_id,
      kind: row.kind,
      title: row.title,
      sql: row.sql,
      state: row.state,
      fields: row.fields,
      decision: row.decision === null ? null : decisionOf(row.decision),
      problem: row.problem,
      grantLeaf: of(GRANT_KINDS),
      stepLeaf: of(['run.opened']),
      releaseLeaf: of(RELEASE_KINDS),
      outputHash: row.output_hash,
      outputRows: row.output_rows,
      elapsedMs: row.elapsed_ms,
      inherits: row.inherits,
      outputDestroyedAt: row.output_destroyed_at,
      fileName: row.file_name,
      outputRevokedAt: row.output_revoked_at,
      createdAt: row.created_at,
      endedAt: row.ended_at,
    }
  })
}

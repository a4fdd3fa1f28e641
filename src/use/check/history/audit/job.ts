import type { Json } from '../../../../kernel/canonical.ts'
import { type Actor, systemActor } from '../../../../kernel/actor.ts'
import { act, type Core } from '../../../../safeguard/evidence/index.ts'
import { createBreath } from '../breath.ts'
import { loadProject } from '../segment/load.ts'
import { usedOf } from '../store.ts'
import { AUDIT_LIMITS, auditFamily, type AuditLimits, type FamilyAudit, isLinear } from './family.ts'

const KIND = 'history-audit'
const CLOCKWORK: Actor = systemActor('history')
/** Newly kept cells after which a project is audited again. */
export const AUDIT_EVERY = 50

type AuditWork = { auditId: string; projectId: string }

/**
 * Registers the kind of job `history-audit`. It works on the segments alone and holds up no query. Families that are
 * done are kept, so that it goes on where it was after a kill.
 */
export function registerAudit(core: Core, limits: AuditLimits = AUDIT_LIMITS): void {
  core.jobs.register<AuditWork>(KIND, async ({ input, signal, progress }): Promise<Json> => {
    const tell = (share: number) => progress(share, 'history.auditing')
    try {
      return await audit(core, input, limits, signal, tell)
    } catch (error) {
      if (signal.aborted && signal.reason === 'cancel') await cancelled(core, input)
      throw error
    }
  })
}

/** Asks for an audit of a project, unless one is waiting or under way. Returns its job. */
export async function requestAudit(core: Core, actor: Actor, projectId: string): Promise<string> {
  const open = await openAudit(core, projectId)
  const job = open?.job_id ? await core.jobs.get(open.job_id) : undefined
  if (job?.state === 'queued' || job?.state === 'active') return job.id
  const { segments, cells } = await usedOf(core, projectId)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const auditId = open?.id ?? id()
    const jobId = await core.jobs.enqueue(tx, actor, KIND, { auditId, projectId })
    const row = { job_id: jobId, segments, cells }
    await tx
      .insertInto('history_audit')
      .values({
        ...row,
        id: auditId,
        project_id: projectId,
        state: 'queued',
        narrowest: null,
        closed: false,
        detail: '[]',
        created_at: now,
        ended_at: null,
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    note({ kind: 'history.audit_requested', subject: { project: projectId, audit: auditId, job: jobId } })
    return jobId
  })
  return value
}

/** Asks for the audits that are due. Called by the clock of the space. */
export async function auditDue(core: Core): Promise<void> {
  const due = await core.db
    .selectFrom('history_segment as s')
    .select(['s.project_id', (eb) => eb.fn.sum<string>('s.cells').as('cells')])
    .groupBy('s.project_id')
    .having((eb) =>
      eb(
        eb.fn.sum('s.cells'),
        '>=',
        eb
          .selectFrom('history_audit as a')
          .select((inner) =>
            inner(inner.fn.coalesce(inner.fn.max('a.cells'), inner.val(0)), '+', AUDIT_EVERY).as('n'),
          )
          .whereRef('a.project_id', '=', 's.project_id'),
      ),
    )
    .execute()
  for (const { project_id } of due) await requestAudit(core, CLOCKWORK, project_id)
}

async function audit(
  core: Core,
  { auditId, projectId }: AuditWork,
  limits: AuditLimits,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Json> {
  const row = await auditById(core, auditId)
  if (row?.state !== 'queued') return null
  const { segments, cells } = await usedOf(core, projectId)
  const project = await loadProject(core, projectId, 1, false)
  const families = [...new Set(project.records.map(({ family }) => family))].filter(isLinear).sort()
  const done: FamilyAudit[] = [...(row.detail as FamilyAudit[])]
  const breath = createBreath(signal)
  for (const family of families) {
    if (done.some((one) => one.family === family)) continue
    tell(done.length / families.length)
    done.push(await auditFamily(project, family, limits, breath, signal))
    await core.db
      .updateTable('history_audit')
      .set({ detail: JSON.stringify(done) })
      .where('id', '=', auditId)
      .execute()
  }
  const narrowest = done.reduce((least, one) => Math.min(least, one.narrowest ?? 1), 1)
  // Intervals of sums are reported alone: what was made to agree narrows them too, and to something that is not so.
  const closed = done.some(({ settled }) => settled)
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    await tx
      .updateTable('history_audit')
      .set({ state: 'done', segments, cells, narrowest, closed, ended_at: now })
      .where('id', '=', auditId)
      .execute()
    const subject = { project: projectId, audit: auditId }
    note({ kind: 'history.audited', subject, payload: { narrowest, closed, families: done } })
    if (closed) note({ kind: 'history.closed', subject, payload: { by: 'audit' } })
  })
  return { closed, families: done.length }
}

async function cancelled(core: Core, { auditId }: AuditWork): Promise<void> {
  await core.db
    .updateTable('history_audit')
    .set({ state: 'cancelled', ended_at: core.clock.now() })
    .where('id', '=', auditId)
    .where('state', '=', 'queued')
    .execute()
}

const openAudit = (core: Core, projectId: string) =>
  core.db
    .selectFrom('history_audit')
    .select(['id', 'job_id'])
    .where('project_id', '=', projectId)
    .where('state', '=', 'queued')
    .executeTakeFirst()

const auditById = (core: Core, id: string) =>
  core.db.selectFrom('history_audit').select(['state', 'detail']).where('id', '=', id).executeTakeFirst()

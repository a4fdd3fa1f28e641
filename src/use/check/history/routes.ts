import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { requestAudit } from './audit/job.ts'
import { budgetOf } from './budget.ts'

/** What is told of a budget: steps of 5 %, since finer steps would count the persons of single answers. */
const Budget = z.object({
  projectId: z.uuid(),
  /** Share of the largest exposure allowed, in whole percent, rounded up to 5. */
  exposurePercent: z.number(),
  /** Share of the cells allowed, in whole percent, rounded up to 5. */
  cellsPercent: z.number(),
  closed: z.boolean(),
  /** When released values were last audited, ms; null before the first time. */
  auditedAt: z.number().nullable(),
})

/** The release budget of a project, for its page. */
export function historyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/projects/:id/budget',
    access: ['developer', 'data_officer', 'steward', 'output_checker', 'auditor'],
    summary: 'How much of its release budget a project has used, in steps of 5 %',
    tag: 'use',
    params: Id,
    response: Budget,
    handler: async ({ actor, params }) => {
      await mustSee(core, actor, params.id)
      const { exposure, maxExposure, cells, maxCells, closed, audit } = await budgetOf(core, params.id)
      return {
        projectId: params.id,
        exposurePercent: inSteps(exposure / maxExposure),
        cellsPercent: inSteps(cells / maxCells),
        closed,
        auditedAt: audit?.at ?? null,
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/projects/:id/audit',
    access: ['auditor'],
    summary: 'Audit the released values of a project by linear programming, now',
    tag: 'use',
    params: Id,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => {
      await mustSee(core, actor, params.id)
      return { jobId: await requestAudit(core, actor, params.id) }
    },
  })
}

const inSteps = (share: number): number => Math.min(100, Math.ceil(share * 20) * 5)

/** The consumer, the providers of its contracts, and auditors. Another's looks the same as none. @throws NOT_FOUND */
async function mustSee(core: Core, actor: UserActor, projectId: string): Promise<void> {
  const project = await core.db
    .selectFrom('project')
    .select('consumer_id')
    .where('id', '=', projectId)
    .executeTakeFirst()
  const provider = await core.db
    .selectFrom('contract')
    .select('id')
    .where('project_id', '=', projectId)
    .where('provider_id', '=', actor.participantId)
    .executeTakeFirst()
  const sees = actor.roles.includes('auditor') || project?.consumer_id === actor.participantId || provider
  if (!project || !sees) throw new XinyuError('NOT_FOUND', { what: 'project' })
}

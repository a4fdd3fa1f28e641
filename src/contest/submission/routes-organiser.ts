import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import { teamById } from '../entry/index.ts'
import { mustOrganise, roundOf } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { openWorkFile } from './files/open.ts'
import { askHints } from './hints/job.ts'
import { HintRun, HintView } from './hints/model.ts'
import { hintRunOf, hintsOf, noteHint } from './hints/store.ts'
import { WorkBrief, WorkDetail } from './model.ts'
import { downloadName, noteDownload, remind, workDetail, worksOf } from './works.ts'

const tag = 'contest'
const OFFICER = ['data_officer'] as const
const OfRound = z.object({ round: z.string().max(40) })

/** The works of a contest as its organiser sees them. Drafts stay the teams' own. */
export function organiserRoutes(app: App, tools: ContestTools): void {
  const { core } = tools
  route(app, {
    method: 'GET',
    url: '/contests/:id/works',
    access: OFFICER,
    summary: 'Teams that may hand in for a round, with state, files and what is missing',
    tag,
    params: Id,
    query: Page.extend({
      round: z.string().max(40),
      state: z.enum(['none', 'draft', 'submitted']).optional(),
      division: z.string().max(40).optional(),
      q: z.string().trim().max(100).optional(),
    }),
    response: listOf(WorkBrief).extend({ submitted: z.int(), teams: z.int() }),
    handler: async ({ actor, params, query }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const all = await worksOf(tools, contest, query.round)
      const q = query.q?.toLowerCase()
      const found = all.filter(
        (work) =>
          (query.state === undefined || work.state === query.state) &&
          (query.division === undefined || work.division === query.division) &&
          (!q || `${work.number} ${work.team} ${work.title}`.toLowerCase().includes(q)),
      )
      return {
        items: found.slice(query.offset, query.offset + query.limit),
        total: found.length,
        submitted: all.filter(({ state }) => state === 'submitted').length,
        teams: all.length,
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/works/:team',
    access: OFFICER,
    summary: 'What one team handed in for a round: every version, with its files',
    tag,
    params: Id.extend({ team: z.uuid() }),
    query: OfRound,
    response: WorkDetail,
    handler: async ({ actor, params, query }) =>
      workDetail(tools, await mustOrganise(core, actor, params.id), query.round, params.team),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/works/:team/files/:file',
    access: OFFICER,
    summary: 'Take a file that was handed in; the name tells who took it, and it is evidence',
    tag,
    params: Id.extend({ team: z.uuid(), file: z.uuid() }),
    handler: async ({ actor, params, reply }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const row = await core.db
        .selectFrom('contest_file')
        .selectAll()
        .where('id', '=', params.file)
        .where('team_id', '=', params.team)
        .where('contest_id', '=', contest.id)
        .where('state', '=', 'whole')
        .executeTakeFirst()
      if (!row || !(await wasHandedIn(tools, row))) throw new XinyuError('NOT_FOUND', { what: 'file' })
      const stream = await openWorkFile(core, row.id)
      await noteDownload(core, actor, contest, row)
      const { number } = await teamById(core.db, row.team_id)
      const name = downloadName(row, number, actor, core.clock.now())
      void reply
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .header('content-length', String(row.bytes))
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .type('application/octet-stream')
      await reply.send(stream)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/works/remind',
    access: OFFICER,
    summary: 'Remind every team that has not handed in of what is missing',
    tag,
    params: Id,
    body: z.strictObject({ round: z.string().max(40) }),
    response: z.object({ teams: z.int() }),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      return { teams: await remind(tools, actor, contest, roundOf(contest, body.round).code) }
    },
  })
  hintRoutes(app, tools)
}

/** A draft's file is not the organiser's to read. */
async function wasHandedIn({ core }: ContestTools, file: { id: string; team_id: string; round: string }) {
  const rows = await core.db
    .selectFrom('contest_work_version as v')
    .innerJoin('contest_work as w', 'w.id', 'v.work_id')
    .select('v.files')
    .where('w.team_id', '=', file.team_id)
    .where('w.round', '=', file.round)
    .execute()
  return rows.some(({ files }) => files.some(({ id }) => id === file.id))
}

function hintRoutes(app: App, { core }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/hints',
    access: OFFICER,
    summary: 'Pairs of works with passages in common: to be looked at, never a verdict',
    tag,
    params: Id,
    query: Page.extend(OfRound.shape),
    response: listOf(HintView).extend({ run: HintRun.nullable() }),
    handler: async ({ actor, params, query }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const run = await hintRunOf(core.db, contest.id, query.round)
      return { ...(await hintsOf(core.db, contest.id, query.round, query)), run }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/hints',
    access: OFFICER,
    summary: 'Compare the works of a round after its deadline; answers with the job',
    tag,
    params: Id,
    body: z.strictObject({ round: z.string().max(40) }),
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      return { jobId: await askHints(core, actor, contest, body.round) }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/hints/:hint',
    access: OFFICER,
    summary: 'Write down what was found at a pair of works',
    tag,
    params: Id.extend({ hint: z.uuid() }),
    body: z.strictObject({ note: z.string().trim().min(1).max(2000) }),
    response: z.object({}),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await noteHint(core, actor, contest, params.hint, body.note)
      return {}
    },
  })
}

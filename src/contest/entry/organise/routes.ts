import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { contestById, type Contest, mustOrganise } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { CONTEST } from '../door/door.ts'
import { Counts, Decision, EntryBrief, EntryFilter, EntryView, Pair } from '../model.ts'
import { judgePaper } from '../people/real-name.ts'
import { teamById } from '../store.ts'
import { entryView } from '../team/view.ts'
import { decideEntries } from './decide.ts'
import { exportEntries } from './export.ts'
import { importEntries } from './import.ts'
import { listEntries } from './list.ts'
import { pairsIn } from './pairs.ts'

const tag = 'contest'
const READERS = ['data_officer', 'auditor'] as const
const OfTeam = Id.extend({ team: z.uuid() })
const OfPaper = Id.extend({ team: z.uuid(), entrant: z.uuid() })
/** A file of two thousand lines with intros. */
const IMPORT_BYTES = 4 * 2 ** 20

const Refusal = z.object({
  teamId: z.uuid(),
  number: z.string().nullable(),
  code: z.string(),
  zh: z.string(),
  en: z.string(),
})

/** The contest for whoever may read its entries: its organiser in full, an auditor masked. @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER */
async function read(core: Core, actor: UserActor, id: string): Promise<{ contest: Contest; full: boolean }> {
  if (actor.roles.includes('auditor') && !actor.roles.includes('data_officer'))
    return { contest: await contestById(core, id), full: false }
  return { contest: await mustOrganise(core, actor, id), full: true }
}

/** Entries as the body that holds the contest works on them. */
export function organiserRoutes(app: App, { core }: ContestTools): void {
  readingRoutes(app, core)
  decidingRoutes(app, core)
  paperRoutes(app, core)
}

function readingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/entries',
    access: READERS,
    summary: 'Entries of a contest with numbers by state and division; persons masked',
    tag,
    params: Id,
    query: Page.extend(EntryFilter.shape),
    response: listOf(EntryBrief).extend({ counts: Counts }),
    handler: async ({ actor, params, query }) => {
      const { contest, full } = await read(core, actor, params.id)
      return listEntries(core, contest, query, full)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/entries/pairs',
    access: READERS,
    summary: 'Pairs of entries that look like one person or one work twice',
    tag,
    params: Id,
    response: listOf(Pair),
    handler: async ({ actor, params }) => {
      const { contest, full } = await read(core, actor, params.id)
      const items = await pairsIn(core, contest.id, full)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/entries/export',
    access: ['data_officer'],
    summary: 'Entries as CSV that no spreadsheet runs; names and phones masked unless asked for; recorded',
    tag,
    params: Id,
    query: EntryFilter.omit({ q: true }).extend({ people: z.stringbool().default(false) }),
    handler: async ({ actor, params, query, reply }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const text = await exportEntries(core, actor, contest, query)
      void reply.header('content-disposition', `attachment; filename="${contest.code}-entries.csv"`)
      await reply.type('text/csv; charset=utf-8').send(text)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/entries/:team',
    access: READERS,
    summary:
      'One entry with members, bodies, what it lacks and what was decided; phones and mails when asked for, recorded',
    tag,
    params: OfTeam,
    query: z.object({ people: z.stringbool().default(false) }),
    response: EntryView,
    handler: async ({ actor, params, query }) => {
      const { contest, full } = await read(core, actor, params.id)
      const team = await teamIn(core, contest.id, params.team)
      if (!full) return entryView(core.db, contest, team, 'masked')
      if (query.people) await notePeopleRead(core, actor, contest.id, team.id)
      return entryView(core.db, contest, team, query.people ? 'full' : 'names')
    },
  })
}

/** Whoever looks up how to call the people of a team leaves a trace. */
async function notePeopleRead(core: Core, actor: UserActor, contest: string, team: string): Promise<void> {
  await act(core, CONTEST, async ({ note }) =>
    note({ kind: 'entry.people_read', subject: { contest, team, by: actor.userId } }),
  )
}

function decidingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/contests/:id/entries/decide',
    access: ['data_officer'],
    summary: 'Admit, reject, ask for a supplement or reopen, one entry or many: all or each',
    tag,
    params: Id,
    body: Decision,
    response: z.object({ done: z.array(z.uuid()), refused: z.array(Refusal) }),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const { done, refused } = await decideEntries(core, actor, contest.id, body)
      return { done: [...done], refused: [...refused] }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/entries/import',
    access: ['data_officer'],
    summary: 'Make teams from CSV, all lines or none; `dry` only looks. Captains and members are invited',
    tag,
    params: Id,
    body: z.strictObject({ text: z.string().min(1).max(IMPORT_BYTES), dry: z.boolean().default(false) }),
    bodyLimit: IMPORT_BYTES * 2,
    response: z.object({ teams: z.int() }),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      return importEntries(core, actor, contest.id, body)
    },
  })
}

function paperRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/entries/:team/papers/:entrant',
    access: ['data_officer'],
    summary: 'The statement by which a member asks to be verified; only while it waits',
    tag,
    params: OfPaper,
    handler: async ({ actor, params, reply }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await memberIn(core, contest.id, params)
      const paper = await core.db
        .selectFrom('contest_entrant_paper')
        .select(['bytes', 'file_type', 'file_name'])
        .where('entrant_id', '=', params.entrant)
        .executeTakeFirst()
      if (!paper) throw new XinyuError('NOT_FOUND', { what: 'document' })
      // A PDF may hold script: it is saved, never shown inside the portal's origin.
      const file = `attachment; filename*=UTF-8''${encodeURIComponent(paper.file_name)}`
      void reply.header('content-disposition', file).header('x-content-type-options', 'nosniff')
      await reply.type(paper.file_type).send(paper.bytes)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/entries/:team/papers/:entrant',
    access: ['data_officer'],
    summary: 'Say whether the paper shows who the member is; the paper is destroyed',
    tag,
    params: OfPaper,
    body: z.strictObject({ right: z.boolean(), reason: z.string().trim().max(500).default('') }),
    response: z.object({}),
    handler: async ({ actor, params, body }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await memberIn(core, contest.id, params)
      await judgePaper(core, actor, { contest: contest.id, entrant: params.entrant }, body)
      return {}
    },
  })
}

/** @throws XinyuError NOT_FOUND, also for a team of another contest */
async function teamIn(core: Core, contestId: string, id: string) {
  const team = await teamById(core.db, id)
  if (team.contestId !== contestId) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return team
}

/** An entrant who is in this team of this contest: nobody else's paper is this organiser's to see. @throws XinyuError NOT_FOUND */
async function memberIn(core: Core, contestId: string, { team, entrant }: { team: string; entrant: string }) {
  await teamIn(core, contestId, team)
  const row = await core.db
    .selectFrom('contest_member')
    .select('id')
    .where('team_id', '=', team)
    .where('entrant_id', '=', entrant)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'member' })
}

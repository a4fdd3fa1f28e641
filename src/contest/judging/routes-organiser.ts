import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { appealsOf, decideAppeal } from './appeal/appeals.ts'
import {
  AppealDecision,
  AppealView,
  JudgingView,
  NewRanking,
  NewRescore,
  NewShortlist,
  Publish,
  RankingView,
  Recomputed,
  Reopen,
  RoundCode,
  SheetBrief,
  WorkSheets,
} from './model.ts'
import { judgingView } from './organise/overview.ts'
import { remindExperts } from './organise/remind.ts'
import { listSheets, SHEET_FILTERS, workSheets } from './organise/sheets.ts'
import { rankingCsv, rankingView } from './organise/table.ts'
import { auditedBy, judgedBy, managedBy } from './organise/who.ts'
import { makeRanking } from './ranking/freeze.ts'
import { publishRanking } from './ranking/publish.ts'
import { rankingEvidence, recompute } from './ranking/recompute.ts'
import { decideShortlist } from './ranking/shortlist.ts'
import { reopenSheet } from './sheets/reopen.ts'
import { openRescore } from './sheets/rescore.ts'
import { latestRanking } from './store.ts'

const access = ['data_officer'] as const
const READERS = ['data_officer', 'auditor'] as const
const tag = 'contest'
const OfRound = Id.extend({ round: RoundCode })
const Done = z.object({})
const Search = Page.extend({ q: z.string().max(100).optional() })

/** Judging for the body that holds the contest. */
export function organiserRoutes(app: App, core: Core): void {
  progressRoutes(app, core)
  sheetRoutes(app, core)
  rankingRoutes(app, core)
  resultRoutes(app, core)
}

function progressRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/judging',
    access,
    summary: 'How far the review of a round is, and how each expert scores beside the others',
    tag,
    params: OfRound,
    response: JudgingView,
    handler: async ({ actor, params }) =>
      judgingView(core, await judgedBy(core, actor, params.id, params.round)),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/sheets',
    access,
    summary: 'Score sheets of a round: missing, late, submitted or all',
    tag,
    params: OfRound,
    query: Search.extend({ show: z.enum(SHEET_FILTERS).default('missing') }),
    response: listOf(SheetBrief),
    handler: async ({ actor, params, query }) =>
      listSheets(core, await judgedBy(core, actor, params.id, params.round), query),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/remind-experts',
    access,
    summary: 'Ask every expert whose sheets are missing; once in twelve hours each',
    tag,
    params: OfRound,
    response: z.object({ experts: z.int() }),
    handler: async ({ actor, params }) => ({
      experts: await remindExperts(core, actor, await managedBy(core, actor, params.id, params.round)),
    }),
  })
}

function sheetRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/sheets/:assignment/reopen',
    access,
    summary: 'Give a submitted sheet back to its expert, with the reason',
    tag,
    params: OfRound.extend({ assignment: z.uuid() }),
    body: Reopen,
    response: Done,
    handler: async ({ actor, params, body }) => {
      const place = await managedBy(core, actor, params.id, params.round)
      await reopenSheet(core, actor, place, params.assignment, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/judged-works/:work',
    access,
    summary: 'Every sheet of one work side by side, and its discussion',
    tag,
    params: OfRound.extend({ work: z.uuid() }),
    response: WorkSheets,
    handler: async ({ actor, params }) =>
      workSheets(core, await judgedBy(core, actor, params.id, params.round), params.work),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/judged-works/:work/rescore',
    access,
    summary: 'Let the experts of a work score again until a moment, with the reason',
    tag,
    params: OfRound.extend({ work: z.uuid() }),
    body: NewRescore,
    response: Done,
    handler: async ({ actor, params, body }) => {
      const place = await managedBy(core, actor, params.id, params.round)
      await openRescore(core, actor, place, params.work, body)
      return {}
    },
  })
}

function rankingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/ranking',
    access,
    summary:
      'The order of a round with raw and calibrated scores: as frozen last, or live as it would be now',
    tag,
    params: OfRound,
    query: Search.extend({ live: z.stringbool().default(false) }),
    response: RankingView,
    handler: async ({ actor, params, query: { q, ...query } }) =>
      rankingView(core, await judgedBy(core, actor, params.id, params.round), {
        ...query,
        ...(q === undefined ? {} : { search: q }),
      }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/ranking',
    access,
    summary: 'Rank the round from its sheets and freeze them',
    tag,
    params: OfRound,
    body: NewRanking,
    response: z.object({ number: z.int() }),
    handler: async ({ actor, params, body }) => ({
      number: await makeRanking(
        core,
        actor,
        await managedBy(core, actor, params.id, params.round),
        body.word,
      ),
    }),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/ranking.csv',
    access,
    summary: 'The frozen order as a table, with the names of teams',
    tag,
    params: OfRound,
    handler: async ({ actor, params, reply }) => {
      const text = await rankingCsv(core, await judgedBy(core, actor, params.id, params.round))
      void reply
        .header('content-disposition', `attachment; filename="ranking-${params.round}.csv"`)
        .header('cache-control', 'no-store')
        .type('text/csv; charset=utf-8')
      await reply.send(text)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/recompute',
    access: READERS,
    summary: 'The latest ranking done again from the entries of the evidence and their payloads alone',
    tag,
    params: OfRound,
    response: Recomputed,
    ratePerMinute: 20,
    handler: async ({ actor, params }) => {
      const { contest, round } = await auditedBy(core, actor, params.id, params.round)
      const standing = await latestRanking(core.db, contest.id, round.code)
      return recompute(await rankingEvidence(core, contest.id), {
        round: round.code,
        ...(standing ? { standing: standing.rows } : {}),
      })
    },
  })
}

function resultRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/shortlist',
    access,
    summary: 'Decide who goes on: by rank and quota, with manual changes and their reasons',
    tag,
    params: OfRound,
    body: NewShortlist,
    response: z.object({ teams: z.int() }),
    handler: async ({ actor, params, body }) => ({
      teams: await decideShortlist(core, actor, await managedBy(core, actor, params.id, params.round), body),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/publish',
    access,
    summary: 'Set the moment from which every team sees its own result',
    tag,
    params: OfRound,
    body: Publish,
    response: z.object({ at: z.int() }),
    handler: async ({ actor, params, body }) => ({
      at: await publishRanking(core, actor, await managedBy(core, actor, params.id, params.round), body),
    }),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/rounds/:round/appeals',
    access,
    summary: 'Appeals of teams, the ones that wait first',
    tag,
    params: OfRound,
    query: Page,
    response: listOf(AppealView),
    handler: async ({ actor, params, query }) => {
      const { contest, round } = await judgedBy(core, actor, params.id, params.round)
      const all = await appealsOf(core, contest, round)
      return { items: all.slice(query.offset, query.offset + query.limit), total: all.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/rounds/:round/appeals/:appeal',
    access,
    summary: 'Decide an appeal, with the reason that the team reads',
    tag,
    params: OfRound.extend({ appeal: z.uuid() }),
    body: AppealDecision,
    response: Done,
    handler: async ({ actor, params, body }) => {
      const place = await managedBy(core, actor, params.id, params.round)
      await decideAppeal(core, actor, place, params.appeal, body)
      return {}
    },
  })
}

import { z } from 'zod'
import { type App, listOf, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { declineAssignment } from '../panel/index.ts'
import { ownSheetsCsv } from './desk/export.ts'
import { deskRounds, deskWorks } from './desk/rounds.ts'
import { deskFile, deskWork } from './desk/work.ts'
import { discussionOf, remark } from './discussion/talk.ts'
import {
  DeskDiscussion,
  DeskRound,
  DeskWork,
  DeskWorkView,
  Reason,
  RoundCode,
  Saved,
  SheetDraft,
  WorkCode,
} from './model.ts'
import { saveDraft } from './sheets/draft.ts'
import { workSeat } from './sheets/seats.ts'
import { submitSheet } from './sheets/submit.ts'

const access = ['expert'] as const
const tag = 'contest'
const OfRound = z.strictObject({ contestId: z.uuid(), round: RoundCode })
const OfWork = OfRound.extend({ code: WorkCode })
const Done = z.object({})

/**
 * The expert's desk. Works are called by the reader's own code for them: no id of a work, a team, an assignment or a file
 * is in any answer, since ids tell when they were made.
 */
export function deskRoutes(app: App, core: Core): void {
  readingRoutes(app, core)
  sheetRoutes(app, core)
  talkRoutes(app, core)
}

function readingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/desk',
    access,
    summary: 'Rounds in which the reader judges, with how far the reader is',
    tag,
    response: listOf(DeskRound),
    handler: async ({ actor }) => {
      const items = await deskRounds(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/desk/:contestId/:round/works',
    access,
    summary: 'Own works of a round in the order of their codes',
    tag,
    params: OfRound,
    query: z.object({ q: z.string().max(100).default('') }),
    response: listOf(DeskWork),
    handler: async ({ actor, params, query }) => {
      const items = await deskWorks(core, actor, params, query.q)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/desk/:contestId/:round/works/:code',
    access,
    summary: 'One blind work beside the rubric and the own sheet',
    tag,
    params: OfWork,
    response: DeskWorkView,
    handler: ({ actor, params }) => deskWork(core, actor, params),
  })
  route(app, {
    method: 'GET',
    url: '/desk/:contestId/:round/works/:code/files/:place',
    access,
    summary: 'A file of a blind work, without names and properties',
    tag,
    params: OfWork.extend({ place: z.coerce.number().int().min(1).max(1000) }),
    handler: async ({ actor, params, reply }) => {
      const { name, bytes, stream } = await deskFile(core, actor, params, params.place)
      void reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('content-length', String(bytes))
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .type('application/octet-stream')
      await reply.send(stream)
    },
  })
  route(app, {
    method: 'GET',
    url: '/desk/:contestId/:round/export',
    access,
    summary: 'Own sheets of a round as a table: codes, points and comments',
    tag,
    params: OfRound,
    handler: async ({ actor, params, reply }) => {
      const text = await ownSheetsCsv(core, actor, params)
      void reply
        .header('content-disposition', `attachment; filename="sheets-${params.round}.csv"`)
        .header('cache-control', 'no-store')
        .type('text/csv; charset=utf-8')
      await reply.send(text)
    },
  })
}

function sheetRoutes(app: App, core: Core): void {
  route(app, {
    method: 'PUT',
    url: '/desk/:contestId/:round/works/:code/sheet',
    access,
    summary: 'Keep the own sheet as a draft',
    tag,
    params: OfWork,
    body: SheetDraft,
    response: Saved,
    handler: ({ actor, params, body }) => saveDraft(core, actor, params, body),
  })
  route(app, {
    method: 'POST',
    url: '/desk/:contestId/:round/works/:code/submit',
    access,
    summary: 'Hand the own sheet in; it does not change after',
    tag,
    params: OfWork,
    body: SheetDraft,
    response: z.object({ edition: z.int() }),
    handler: ({ actor, params, body }) => submitSheet(core, actor, params, body),
  })
  route(app, {
    method: 'POST',
    url: '/desk/:contestId/:round/works/:code/decline',
    access,
    summary: 'Give a work back, with the reason; a conflict of interest is kept as one',
    tag,
    params: OfWork,
    body: z.strictObject({ reason: Reason, conflict: z.boolean().default(false) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      const { assignment } = await workSeat(core, actor, params.contestId, params.round, params.code)
      await declineAssignment(core, actor, assignment, body)
      return {}
    },
  })
}

function talkRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/desk/:contestId/:round/works/:code/discussion',
    access,
    summary: 'Sheets and remarks of a work, once all of its sheets are in',
    tag,
    params: OfWork,
    response: DeskDiscussion,
    handler: ({ actor, params }) => discussionOf(core, actor, params),
  })
  route(app, {
    method: 'POST',
    url: '/desk/:contestId/:round/works/:code/discussion',
    access,
    summary: 'A remark in the discussion of a work',
    tag,
    params: OfWork,
    body: z.strictObject({ text: z.string().trim().min(1).max(4000) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await remark(core, actor, params, body.text)
      return {}
    },
  })
}

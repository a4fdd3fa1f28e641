import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import { FINAL, panelistsOf } from '../../panel/index.ts'
import { announcedContest, contestById, mustOrganise } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { releaseRanking } from '../ranking/release.ts'
import { addTime, moveStage, mustPreside } from './actions.ts'
import { createLiveStage, type LiveStage } from './live.ts'
import { HallView, InstantView, JudgeView, StageView } from './model.ts'
import { LiveSheet, saveSheet, submitSheet } from './sheets.ts'
import { MOVES } from './states.ts'
import { hallView, instantView, judgedContests, judgeView, stageView } from './views.ts'

const tag = 'contest'
const Done = z.object({})
const Seen = { turnId: z.uuid(), seq: z.int().min(0) }

const MoveBody = z.strictObject({
  ...Seen,
  move: z.enum(MOVES),
  reason: z.string().trim().min(2).max(500).optional(),
})
/** Up to half an hour more, or less. */
const TimeBody = z.strictObject({ ...Seen, seconds: z.int().min(-1800).max(1800) })

/** The live defence: control of the stage, judges' sheets, the screen of the hall. */
export function stageRoutes(app: App, tools: ContestTools): void {
  const live = createLiveStage(tools.core)
  app.addHook('onClose', () => live.stop())
  presiding(app, tools, live)
  judging(app, tools, live)
  hall(app, tools, live)
}

function presiding(app: App, { core, ports }: ContestTools, live: LiveStage): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/stage',
    access: ['data_officer'],
    summary: 'The order of the defence, the team on the stage, the clock, and which judges have handed in',
    tag,
    params: Id,
    response: StageView,
    handler: async ({ actor, params }) => stageView(core, actor, await mustOrganise(core, actor, params.id)),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/stage/events',
    access: ['data_officer'],
    summary: 'The clock each second and every change of the stage, as server-sent events',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => live.show(await mustOrganise(core, actor, params.id), reply),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/stage/move',
    access: ['data_officer'],
    summary: 'Move the turn of a team: start, pause, resume, questions, score, finish, absent, repeat',
    tag,
    params: Id,
    body: MoveBody,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await moveStage(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/stage/time',
    access: ['data_officer'],
    summary: 'Add time to the part that is on, or take it away',
    tag,
    params: Id,
    body: TimeBody,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await addTime(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/stage/ranking',
    access: ['data_officer'],
    summary: 'The ranking of the moment, for the presiding officer alone',
    tag,
    params: Id,
    response: InstantView,
    handler: async ({ actor, params }) =>
      instantView(core, ports.final, await mustPreside(core, actor, params.id)),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/stage/release',
    access: ['data_officer'],
    summary:
      'Release the ranking of the final to everybody, with everything that it was counted from as evidence',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await releaseRanking(core, ports.final, actor, params.id)
      return {}
    },
  })
}

function judging(app: App, { core }: ContestTools, live: LiveStage): void {
  route(app, {
    method: 'GET',
    url: '/desk/live',
    access: ['expert'],
    summary: 'Contests on whose final panel the reader is',
    tag,
    response: listOf(z.object({ id: z.uuid(), titleZh: z.string(), titleEn: z.string() })),
    handler: async ({ actor }) => {
      const ids = await judgedContests(core, actor.userId)
      const items = await Promise.all(
        ids.map(async (id) => {
          const { scheme } = await contestById(core, id)
          return { id, titleZh: scheme.titleZh, titleEn: scheme.titleEn }
        }),
      )
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/desk/live/:id',
    access: ['expert'],
    summary: 'The team on the stage and the own sheet for it',
    tag,
    params: Id,
    response: JudgeView,
    handler: async ({ actor, params }) => judgeView(core, actor, await announcedContest(core, params.id)),
  })
  route(app, {
    method: 'GET',
    url: '/desk/live/:id/events',
    access: ['expert'],
    summary: 'The clock and every change of the stage for a judge, as server-sent events',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const panel = await panelistsOf(core.db, params.id, FINAL)
      if (!panel.some(({ userId }) => userId === actor.userId))
        throw new XinyuError('NOT_FOUND', { what: 'contest' })
      return live.show(await announcedContest(core, params.id), reply)
    },
  })
  route(app, {
    method: 'PUT',
    url: '/desk/live/:id/sheet',
    access: ['expert'],
    summary: 'Keep the own sheet for the team on the stage as a draft',
    tag,
    params: Id,
    body: LiveSheet,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await saveSheet(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/desk/live/:id/sheet',
    access: ['expert'],
    summary: 'Hand in the own sheet for the team on the stage; it is locked by that',
    tag,
    params: Id,
    body: LiveSheet,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await submitSheet(core, actor, params.id, body)
      return {}
    },
  })
}

function hall(app: App, { core }: ContestTools, live: LiveStage): void {
  route(app, {
    method: 'GET',
    url: '/contest-front/hall/:id',
    access: 'public',
    summary: 'The screen of the hall: clock, team, who is next; scores only after the release',
    tag,
    params: Id,
    response: HallView,
    handler: async ({ params }) => hallView(core, await announcedContest(core, params.id)),
  })
  route(app, {
    method: 'GET',
    url: '/contest-front/hall/:id/events',
    access: 'public',
    summary: 'The clock of the hall each second and every change, as server-sent events',
    tag,
    params: Id,
    ratePerMinute: 60,
    handler: async ({ params, reply }) => live.show(await announcedContest(core, params.id), reply),
  })
}

import { z } from 'zod'
import { Purpose } from '../../../flow/policy/index.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { contestOf, readableContest } from '../../scheme/index.ts'
import { declineGreenChannel, prepareGreenChannel } from '../follow/green.ts'
import { sendGreenChannel } from '../follow/send.ts'
import { answerInterest, endIncubation, openIncubation } from '../follow/incubation.ts'
import {
  GreenChannelView,
  IncubationView,
  InterestView,
  NewIncubation,
  Preparation,
  Refusal,
} from '../follow/model.ts'
import { greenChannels, incubations, interests } from '../follow/store.ts'
import { ORGANISERS, READERS, tag } from './send.ts'

const Done = z.object({})
const OfChannel = z.strictObject({ id: z.uuid(), channelId: z.uuid() })
const OfInterest = z.strictObject({ id: z.uuid(), interestId: z.uuid() })
const Answer = z.strictObject({ introduce: z.boolean(), answer: z.string().trim().min(1).max(2000) })

/** What follows a contest: green channels and incubation, for the organiser and for bodies. */
export function followRoutes(app: App, core: Core): void {
  organiserRoutes(app, core)
  bodyRoutes(app, core)
}

function organiserRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/green-channels',
    access: READERS,
    summary: 'Validation environments that winners asked for',
    tag,
    params: Id,
    query: Page,
    response: listOf(GreenChannelView),
    handler: async ({ actor, params, query }) => {
      await readableContest(core, actor, params.id)
      return greenChannels(core, { contestId: params.id }, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/green-channels/:channelId/prepare',
    access: ORGANISERS,
    summary: 'Prepare the contract: the offer, for the body that the team named',
    tag,
    params: OfChannel,
    body: Preparation,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await prepareGreenChannel(core, actor, params.id, params.channelId, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/green-channels/:channelId/decline',
    access: ORGANISERS,
    summary: 'Decline a green channel with an answer',
    tag,
    params: OfChannel,
    body: Refusal,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await declineGreenChannel(core, actor, params.id, params.channelId, body.answer)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/interests',
    access: READERS,
    summary: 'Teams that are interested in what bodies look for',
    tag,
    params: Id,
    query: Page,
    response: listOf(InterestView),
    handler: async ({ actor, params, query }) => {
      await readableContest(core, actor, params.id)
      return interests(core, { contestId: params.id }, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/interests/:interestId/answer',
    access: ORGANISERS,
    summary: 'Introduce a team to a body, or decline with an answer',
    tag,
    params: OfInterest,
    body: Answer,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await answerInterest(core, actor, params.id, params.interestId, body)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/incubations',
    access: READERS,
    summary: 'What bodies look for in this contest',
    tag,
    params: Id,
    query: Page,
    response: listOf(IncubationView),
    handler: async ({ actor, params, query }) => {
      await readableContest(core, actor, params.id)
      return incubations(core, { contestId: params.id }, query)
    },
  })
}

const Announced = z.object({
  id: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
})

function bodyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/follow-up/contests',
    access: ORGANISERS,
    summary: 'Announced contests, for a body that looks for works, newest first',
    tag,
    query: Page,
    response: listOf(Announced),
    handler: async ({ query }) => {
      const announced = core.db.selectFrom('contest').where('state', '!=', 'draft')
      const rows = await announced
        .selectAll()
        .orderBy('id', 'desc')
        .offset(query.offset)
        .limit(query.limit)
        .execute()
      const { total } = await announced
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      const items = rows.map(contestOf).map(({ id, code, scheme }) => ({
        id,
        code,
        titleZh: scheme.titleZh,
        titleEn: scheme.titleEn,
      }))
      return { items, total }
    },
  })
  route(app, {
    method: 'GET',
    url: '/follow-up/incubations',
    access: ORGANISERS,
    summary: 'What the own body looks for',
    tag,
    query: Page,
    response: listOf(IncubationView),
    handler: ({ actor, query }) => incubations(core, { participantId: actor.participantId }, query),
  })
  route(app, {
    method: 'POST',
    url: '/follow-up/contests/:id/incubations',
    access: ORGANISERS,
    summary: 'Publish to the teams of a contest what the own body looks for',
    tag,
    params: Id,
    body: NewIncubation,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, params, body }) => ({ id: await openIncubation(core, actor, params.id, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/follow-up/incubations/:id/end',
    access: ORGANISERS,
    summary: 'End what the own body looked for',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await endIncubation(core, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/follow-up/interests',
    access: ORGANISERS,
    summary: 'Teams that were introduced to the own body',
    tag,
    query: Page,
    response: listOf(InterestView),
    handler: ({ actor, query }) => interests(core, { participantId: actor.participantId }, query),
  })
  route(app, {
    method: 'GET',
    url: '/follow-up/green-channels',
    access: ORGANISERS,
    summary: 'Contract requests that organisers prepared for the own body',
    tag,
    query: Page,
    response: listOf(GreenChannelView),
    handler: ({ actor, query }) => greenChannels(core, { participantId: actor.participantId }, query),
  })
  route(app, {
    method: 'POST',
    url: '/follow-up/green-channels/:id/send',
    access: ORGANISERS,
    summary: 'Send the contract request that was prepared for the own body',
    tag,
    params: Id,
    body: z.strictObject({ purpose: Purpose }),
    response: z.object({ requestId: z.uuid() }),
    handler: async ({ actor, params, body }) => ({
      requestId: await sendGreenChannel(core, actor, params.id, body.purpose),
    }),
  })
}

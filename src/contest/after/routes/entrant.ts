import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { mustBeMember } from '../../entry/index.ts'
import { announcedContest } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { certificateOfTeam, certificatePdf, certificateReceipt } from '../certificate/store.ts'
import { askGreenChannel, withdrawGreenChannel } from '../follow/green.ts'
import { expressInterest, withdrawInterest } from '../follow/incubation.ts'
import { IncubationView, InterestView, NewGreenChannel, NewInterest } from '../follow/model.ts'
import { hideSummary, showSummary } from '../follow/showcase.ts'
import { incubations, interests } from '../follow/store.ts'
import { ResultView } from '../model.ts'
import { resultOf } from '../result.ts'
import { JSON_FILE, PDF, sendFile, tag } from './send.ts'

const Done = z.object({})
const OfIncubation = z.strictObject({ id: z.uuid(), incubationId: z.uuid() })
const OfInterest = z.strictObject({ id: z.uuid(), interestId: z.uuid() })
const Summary = z.strictObject({ summary: z.string().trim().min(1).max(1000) })

/** What a team does with its result, at the door of those who take part. */
export function entrantRoutes(app: App, tools: ContestTools): void {
  const { core, door } = tools
  const atDoor = { access: 'public', guard: door.guard.bind(door), tag } as const
  route(app, {
    method: 'GET',
    url: '/contest/:id/result',
    ...atDoor,
    summary: "The entrant's own result: award, certificate, showcase, green channel",
    params: Id,
    response: ResultView,
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      return resultOf(core, params.id, entrantId)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/:id/certificate',
    ...atDoor,
    ratePerMinute: 30,
    summary: 'The certificate of the own team as PDF',
    params: Id,
    handler: async ({ params, request, reply }) => {
      const { entrantId } = await door.entrant(request)
      const team = await mustBeMember(core, params.id, entrantId)
      const found = await certificateOfTeam(core, params.id, team.id)
      await sendFile(reply, PDF, `${found.content.number}.pdf`, await certificatePdf(core, found.awardId))
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/:id/certificate/receipt',
    ...atDoor,
    summary: 'The receipt of the own certificate: verifies offline, also against the file',
    params: Id,
    handler: async ({ params, request, reply }) => {
      const { entrantId } = await door.entrant(request)
      const team = await mustBeMember(core, params.id, entrantId)
      const found = await certificateOfTeam(core, params.id, team.id)
      const receipt = await certificateReceipt(core, found.awardId)
      await sendFile(reply, JSON_FILE, `${found.content.number}.receipt.json`, receipt)
    },
  })
  showcaseRoutes(app, tools)
  wishRoutes(app, tools)
}

function showcaseRoutes(app: App, { core, door }: ContestTools): void {
  const atDoor = { access: 'public', guard: door.guard.bind(door), tag } as const
  route(app, {
    method: 'PUT',
    url: '/contest/:id/showcase',
    ...atDoor,
    summary: 'The captain lets the public read a summary of the work',
    params: Id,
    body: Summary,
    response: Done,
    handler: async ({ params, body, request }) => {
      const { entrantId } = await door.entrant(request)
      await showSummary(core, params.id, entrantId, body.summary)
      return {}
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/contest/:id/showcase',
    ...atDoor,
    summary: 'The captain takes the summary from the public again',
    params: Id,
    response: Done,
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      await hideSummary(core, params.id, entrantId)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/green-channel',
    ...atDoor,
    summary: 'The captain of a winning team asks for a validation environment',
    params: Id,
    body: NewGreenChannel,
    response: z.object({ id: z.uuid() }),
    handler: async ({ params, body, request }) => {
      const { entrantId } = await door.entrant(request)
      return { id: await askGreenChannel(core, params.id, entrantId, body) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/green-channel/withdraw',
    ...atDoor,
    summary: 'The captain takes the green channel back, as long as no contract is asked for',
    params: Id,
    response: Done,
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      await withdrawGreenChannel(core, params.id, entrantId)
      return {}
    },
  })
}

function wishRoutes(app: App, { core, door }: ContestTools): void {
  const atDoor = { access: 'public', guard: door.guard.bind(door), tag } as const
  route(app, {
    method: 'GET',
    url: '/contest/:id/incubations',
    ...atDoor,
    summary: 'What bodies look for in this contest, for a team that is in it',
    params: Id,
    query: Page,
    response: listOf(IncubationView),
    handler: async ({ params, query, request }) => {
      const { entrantId } = await door.entrant(request)
      await announcedContest(core, params.id)
      await mustBeMember(core, params.id, entrantId)
      const found = await incubations(core, { contestId: params.id, open: true }, query)
      // How many other teams are interested is not a team's business.
      return { ...found, items: found.items.map((one) => ({ ...one, interests: 0 })) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/:id/interests',
    ...atDoor,
    summary: "The own team's interests and what became of them",
    params: Id,
    query: Page,
    response: listOf(InterestView),
    handler: async ({ params, query, request }) => {
      const { entrantId } = await door.entrant(request)
      const team = await mustBeMember(core, params.id, entrantId)
      return interests(core, { contestId: params.id, teamId: team.id }, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/incubations/:incubationId/interest',
    ...atDoor,
    summary: 'The captain says that the team is interested in what a body looks for',
    params: OfIncubation,
    body: NewInterest,
    response: Done,
    handler: async ({ params, body, request }) => {
      const { entrantId } = await door.entrant(request)
      await expressInterest(core, params.id, entrantId, params.incubationId, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/interests/:interestId/withdraw',
    ...atDoor,
    summary: 'The captain takes an interest back that is not answered yet',
    params: OfInterest,
    response: Done,
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      await withdrawInterest(core, params.id, entrantId, params.interestId)
      return {}
    },
  })
}

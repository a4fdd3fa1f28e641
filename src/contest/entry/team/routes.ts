import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { announcedContest } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { EntryContest, EntryView, NewBody, NewInvitation, NewTeam, Seat } from '../model.ts'
import { teamById, teamsOfEntrant } from '../store.ts'
import { addBody, changeTeam, createTeam, leadBody, removeBody, signStatement } from './actions.ts'
import { handOver, invite, removeMember, setSeat } from './members.ts'
import { entryContest, ownEntries } from './mine.ts'
import { submitEntry, withdrawEntry } from './submit.ts'

const tag = 'contest'
const OfMember = Id.extend({ member: z.uuid() })
const OfBody = Id.extend({ body: z.uuid() })
const Done = z.object({})
const Made = z.object({ id: z.uuid() })

/** The team of an entrant: made, filled, signed, handed in. */
export function teamRoutes(app: App, tools: ContestTools): void {
  const { core, door, ports } = tools
  const guard = door.guard.bind(door)
  const who = async (request: FastifyRequest) => (await door.entrant(request)).entrantId
  const own = { access: 'public', guard, tag } as const
  route(app, {
    ...own,
    method: 'GET',
    url: '/contest/:id/team',
    summary: 'A contest for its entrants, with the own teams in it and what they lack',
    params: Id,
    response: z.object({ contest: EntryContest, entrantId: z.uuid(), teams: z.array(EntryView) }),
    handler: async ({ request, params }) => {
      const entrantId = await who(request)
      const contest = await announcedContest(core, params.id)
      const by = ports.realName ? 'service' : 'paper'
      return {
        contest: entryContest(core, contest, by),
        entrantId,
        teams: await ownEntries(core, contest, entrantId),
      }
    },
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/:id/team',
    summary: 'Make a team; who makes it is its captain',
    params: Id,
    body: NewTeam,
    response: Made,
    handler: async ({ request, params, body }) =>
      (await createTeam(core, await who(request), params.id, body)).value,
  })
  route(app, {
    ...own,
    method: 'PUT',
    url: '/contest/teams/:id',
    summary: 'Change name, title, division and intro of the own team',
    params: Id,
    body: NewTeam,
    response: Done,
    handler: async ({ request, params, body }) => {
      await changeTeam(core, await who(request), params.id, body)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/statements',
    summary: 'Sign a statement of the contest as it was read: its hash is sent along',
    params: Id,
    body: z.strictObject({ code: z.string().max(40), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
    response: z.object({ signedAt: z.int(), leaf: z.int() }),
    handler: async ({ request, params, body }) => signStatement(core, await who(request), params.id, body),
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/submit',
    summary: 'Hand the entry in, or answer a request for supplement',
    params: Id,
    body: z.strictObject({ answer: z.string().trim().max(2000).default('') }),
    response: z.object({ number: z.string(), submittedAt: z.int(), leaf: z.int() }),
    handler: async ({ request, params, body }) =>
      submitEntry(core, await who(request), params.id, body.answer),
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/withdraw',
    summary: 'Take the whole entry back',
    params: Id,
    response: Done,
    handler: async ({ request, params }) => {
      await withdrawEntry(core, await who(request), params.id)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'GET',
    url: '/contest/teams/:id/receipt',
    summary: 'The receipt of the last submission of the entry: verifiable by anyone, offline',
    params: Id,
    handler: async ({ request, params, reply }) => {
      const entrant = await who(request)
      const { contestId } = await teamById(core.db, params.id)
      const mine = await teamsOfEntrant(core.db, entrant, contestId)
      if (!mine.some(({ id }) => id === params.id)) throw new XinyuError('NOT_FOUND', { what: 'team' })
      const leaves = await core.evidence.leavesAbout([params.id])
      const last = leaves.findLast(({ kind }) => kind === 'entry.submitted')
      if (!last) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
      void reply.header('content-disposition', `attachment; filename="${params.id}.receipt.json"`)
      await reply.type('application/json; charset=utf-8').send(await core.evidence.receiptFor(last.leaf))
    },
  })
  peopleRoutes(app, tools)
}

function peopleRoutes(app: App, { core, door }: ContestTools): void {
  const who = async (request: FastifyRequest) => (await door.entrant(request)).entrantId
  const own = { access: 'public', guard: door.guard.bind(door), tag } as const
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/members',
    summary: 'Invite a phone to the own team',
    params: Id,
    body: NewInvitation,
    response: Made,
    handler: async ({ request, params, body }) =>
      (await invite(core, await who(request), params.id, body)).value,
  })
  route(app, {
    ...own,
    method: 'PUT',
    url: '/contest/teams/:id/members/:member',
    summary: 'Body, position and whether a student, of oneself or by the captain',
    params: OfMember,
    body: Seat,
    response: Done,
    handler: async ({ request, params, body }) => {
      await setSeat(core, await who(request), params.id, params.member, body)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'DELETE',
    url: '/contest/teams/:id/members/:member',
    summary: 'Leave a team, or remove a member or an invitation as its captain',
    params: OfMember,
    response: Done,
    handler: async ({ request, params }) => {
      await removeMember(core, await who(request), params.id, params.member)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/captain',
    summary: 'Hand the captaincy to a member',
    params: Id,
    body: z.strictObject({ member: z.uuid() }),
    response: Done,
    handler: async ({ request, params, body }) => {
      await handOver(core, await who(request), params.id, body.member)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/bodies',
    summary: 'Add a body to the own team, by its unified social credit code',
    params: Id,
    body: NewBody,
    response: Made,
    handler: async ({ request, params, body }) =>
      (await addBody(core, await who(request), params.id, body)).value,
  })
  route(app, {
    ...own,
    method: 'POST',
    url: '/contest/teams/:id/bodies/:body/lead',
    summary: 'Name the body that leads',
    params: OfBody,
    response: Done,
    handler: async ({ request, params }) => {
      await leadBody(core, await who(request), params.id, params.body)
      return {}
    },
  })
  route(app, {
    ...own,
    method: 'DELETE',
    url: '/contest/teams/:id/bodies/:body',
    summary: 'Take a body out of the own team',
    params: OfBody,
    response: Done,
    handler: async ({ request, params }) => {
      await removeBody(core, await who(request), params.id, params.body)
      return {}
    },
  })
}

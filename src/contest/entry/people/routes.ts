import { z } from 'zod'
import { type App, listOf, route } from '../../../platform/http/index.ts'
import type { ContestTools } from '../../tools.ts'
import { Email, Invitation, OpenContest, PersonName } from '../model.ts'
import { acceptInvitation, declineInvitation } from '../team/members.ts'
import { invitationsOf, openContests } from '../team/mine.ts'
import { changeProfile, profileOf } from './profile.ts'
import { PAPER_MIB, verifyEntrant } from './real-name.ts'

const tag = 'contest'
const Id = z.strictObject({ id: z.uuid() })
/** Base64 makes four characters of three bytes; the rest is the form around it. */
const PAPER_BODY = Math.ceil((PAPER_MIB * 2 ** 20 * 4) / 3) + 10_000

const ProfileView = z.object({
  id: z.uuid(),
  phone: z.string(),
  name: z.string(),
  email: z.string(),
  realName: z.enum(['none', 'waiting', 'verified']),
  certMask: z.string().nullable(),
  /** How a real name is verified here. */
  realNameBy: z.enum(['service', 'paper']),
})

const Claim = z.strictObject({
  name: PersonName,
  certno: z.string().trim().min(6).max(50),
  paper: z
    .strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[^/\\\p{Cc}]+$/u),
      base64: z.base64().max(PAPER_BODY),
    })
    .nullable()
    .default(null),
})

/** Who the entrant is, what there is to enter, and to which teams the phone is invited. */
export function personRoutes(app: App, { core, door, ports }: ContestTools): void {
  const guard = door.guard.bind(door)
  const realNameBy = ports.realName ? ('service' as const) : ('paper' as const)
  route(app, {
    method: 'GET',
    url: '/contest/me',
    access: 'public',
    guard,
    summary: 'The own profile of an entrant',
    tag,
    response: ProfileView,
    handler: async ({ request }) => ({
      ...(await profileOf(core, (await door.entrant(request)).entrantId)),
      realNameBy,
    }),
  })
  route(app, {
    method: 'PUT',
    url: '/contest/me',
    access: 'public',
    guard,
    summary: 'Change name and e-mail; a verified name stays',
    tag,
    body: z.strictObject({ name: PersonName, email: Email.default('') }),
    response: z.object({}),
    handler: async ({ request, body }) => {
      await changeProfile(core, (await door.entrant(request)).entrantId, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/me/real-name',
    access: 'public',
    guard,
    summary:
      'Verify the own name: by the service that is connected, else by a paper that the organiser looks at',
    tag,
    body: Claim,
    bodyLimit: PAPER_BODY + 10_000,
    response: z.object({ state: z.enum(['verified', 'waiting']) }),
    handler: async ({ request, body }) => {
      const { entrantId } = await door.entrant(request)
      const paper = body.paper && {
        name: body.paper.name,
        bytes: Buffer.from(body.paper.base64, 'base64'),
      }
      return (await verifyEntrant(core, ports.realName, entrantId, { ...body, paper })).value
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/open',
    access: 'public',
    guard,
    summary: 'Contests that go on, with the own teams in them',
    tag,
    response: listOf(OpenContest),
    handler: async ({ request }) => {
      const items = await openContests(core, (await door.entrant(request)).entrantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/invitations',
    access: 'public',
    guard,
    summary: 'Teams to which the own phone is invited',
    tag,
    response: listOf(Invitation),
    handler: async ({ request }) => {
      const items = await invitationsOf(core, (await door.entrant(request)).entrantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/invitations/:id/accept',
    access: 'public',
    guard,
    summary: 'Take an invitation to a team',
    tag,
    params: Id,
    response: z.object({ teamId: z.uuid() }),
    handler: async ({ request, params }) =>
      (await acceptInvitation(core, (await door.entrant(request)).entrantId, params.id)).value,
  })
  route(app, {
    method: 'POST',
    url: '/contest/invitations/:id/decline',
    access: 'public',
    guard,
    summary: 'Decline an invitation to a team',
    tag,
    params: Id,
    response: z.object({}),
    handler: async ({ request, params }) => {
      await declineInvitation(core, (await door.entrant(request)).entrantId, params.id)
      return {}
    },
  })
}

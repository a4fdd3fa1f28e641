import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, route } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { type Asked, ownOpenPlace, ownPlace } from './may.ts'
import { Fields, WorkView } from './model.ts'
import { submitWork } from './submit.ts'
import { leafOf, versionsOf, workView } from './view.ts'
import { findWork, saveDraft } from './work.ts'

const tag = 'contest'
/** Many teams sit behind one address: a school, a hospital, the venue itself. */
export const SHARED_RATE = 6_000

export const OfRound = z.strictObject({ id: z.uuid(), round: z.string().max(40) })
export const OfTeam = z.object({ team: z.uuid().optional() })

export const askedOf = (params: z.output<typeof OfRound>, query: z.output<typeof OfTeam>): Asked => ({
  contestId: params.id,
  round: params.round,
  teamId: query.team,
})

export function entrantRoutes(app: App, tools: ContestTools): void {
  const { core, door } = tools
  const access = 'public'
  const guard = (request: FastifyRequest) => door.guard(request)
  const url = '/contest/contests/:id/work/:round'

  route(app, {
    method: 'GET',
    url,
    access,
    guard,
    summary: 'The work of the own team for a round: form, draft, files, what is missing, what was handed in',
    tag,
    params: OfRound,
    query: OfTeam,
    response: WorkView,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, query, request }) => {
      const { entrantId } = await door.entrant(request)
      return workView(tools, await ownPlace(tools, entrantId, askedOf(params, query)), entrantId)
    },
  })
  route(app, {
    method: 'PUT',
    url,
    access,
    guard,
    summary: 'Keep a draft of the texts; one that was changed elsewhere meanwhile is not written over',
    tag,
    params: OfRound,
    query: OfTeam,
    body: z.strictObject({ fields: Fields, draft: z.int().min(0) }),
    response: z.object({ draft: z.int() }),
    // Sixty texts of many Chinese characters each.
    bodyLimit: 8 * 2 ** 20,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, query, body, request }) => {
      const { entrantId } = await door.entrant(request)
      const place = await ownOpenPlace(tools, entrantId, askedOf(params, query))
      return { draft: await saveDraft(core, place, body.fields, body.draft) }
    },
  })
  route(app, {
    method: 'POST',
    url: `${url}/submit`,
    access,
    guard,
    summary: 'Hand the work in; by the captain, until the deadline and its grace by the server’s clock',
    tag,
    params: OfRound,
    query: OfTeam,
    body: z.strictObject({
      /** Made once for one wish to hand in: sent again after a broken line, the work is counted once. */
      key: z.uuid(),
      draft: z.int().min(0),
    }),
    response: z.object({ version: z.int(), digest: z.string(), submittedAt: z.int(), late: z.boolean() }),
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, query, body, request }) => {
      const { entrantId } = await door.entrant(request)
      const place = await ownPlace(tools, entrantId, askedOf(params, query))
      if (place.team.captainId !== entrantId) throw new XinyuError('TEAM_NOT_CAPTAIN')
      const number = await submitWork(tools, place, entrantId, body)
      return versionNumbered(tools, place, number)
    },
  })
  route(app, {
    method: 'GET',
    url: `${url}/versions/:version/receipt`,
    access,
    guard,
    summary: 'The receipt of what was handed in: a file that anybody verifies offline',
    tag,
    params: OfRound.extend({ version: z.coerce.number().int().min(1).max(1_000_000) }),
    query: OfTeam,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, query, request, reply }) => {
      const { entrantId } = await door.entrant(request)
      const place = await ownPlace(tools, entrantId, askedOf(params, query))
      const version = await versionNumbered(tools, place, params.version)
      const leaf = await leafOf(tools, version)
      if (leaf === null) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
      const name = `${place.team.number ?? 'team'}-${params.round}-v${params.version}.receipt.json`
      void reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .type('application/json')
      await reply.send(await core.evidence.receiptFor(leaf))
    },
  })
}

async function versionNumbered(
  tools: ContestTools,
  place: Awaited<ReturnType<typeof ownPlace>>,
  number: number,
) {
  const work = await findWork(tools.core.db, place.team.id, place.round.code)
  const version = work && (await versionsOf(tools.core.db, work.id)).find((one) => one.version === number)
  if (!version) throw new XinyuError('NOT_FOUND', { what: 'version' })
  return version
}

import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import { teamsIn } from '../../entry/index.ts'
import { announcedContest, mustOrganise } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { commitDraw, makeDraw, voidDraw } from './actions.ts'
import { HOW_TO_VERIFY } from './explain.ts'
import { DrawView, Verified } from './model.ts'
import { drawsOf, verifyDraw } from './store.ts'

const tag = 'contest'
const Done = z.object({})
const Words = z.strictObject({
  words: z.array(z.strictObject({ teamId: z.uuid(), word: z.string().trim().min(1).max(40) })).max(2000),
})

const PublicDraw = z.object({
  draws: z.array(DrawView.extend({ verified: Verified.nullable() })),
  teams: z.array(z.object({ id: z.uuid(), number: z.string().nullable(), name: z.string() })),
  how: z.object({ zh: z.array(z.string()), en: z.array(z.string()) }),
})

/** The lot: bound, drawn, and counted again by whoever likes. */
export function drawRoutes(app: App, { core }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/final/draws',
    access: ['data_officer'],
    summary: 'The draws of a contest, the newest first; the seed only after the draw',
    tag,
    params: Id,
    response: listOf(DrawView),
    handler: async ({ actor, params }) => {
      await mustOrganise(core, actor, params.id)
      const items = await drawsOf(core, params.id)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/draw',
    access: ['data_officer'],
    summary: 'Publish the commitment of seed and list: the draw is bound from now on',
    tag,
    params: Id,
    body: z.strictObject({ scope: z.enum(['contest', 'division']).default('contest') }),
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, params, body }) => ({
      id: await commitDraw(core, actor, params.id, body.scope),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/draw/make',
    access: ['data_officer'],
    summary: 'Close the words that teams said, and draw the order from seed, words and the root of the log',
    tag,
    params: Id,
    body: Words,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await makeDraw(core, actor, params.id, body.words)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/draw/void',
    access: ['data_officer'],
    summary: 'Declare a draw void with a reason, before anybody was on the stage',
    tag,
    params: Id,
    body: z.strictObject({ reason: z.string().trim().min(4).max(500) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await voidDraw(core, actor, params.id, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest-front/hall/:id/draw',
    access: 'public',
    summary: 'Everything by which anybody counts the draw again, and what this server finds when it does',
    tag,
    params: Id,
    response: PublicDraw,
    ratePerMinute: 60,
    handler: async ({ params }) => {
      await announcedContest(core, params.id)
      const draws = await drawsOf(core, params.id)
      const drawn = new Set(draws.flatMap(({ groups }) => groups.flatMap(({ teams }) => teams)))
      const teams = (await teamsIn(core.db, params.id)).filter(({ id }) => drawn.has(id))
      return {
        draws: await Promise.all(
          draws.map(async (one) => ({ ...one, verified: await verifyDraw(core, one) })),
        ),
        teams: teams.map(({ id, number, name }) => ({ id, number, name })),
        how: { zh: [...HOW_TO_VERIFY.zh], en: [...HOW_TO_VERIFY.en] },
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest-front/hall/:id/draw/:draw/receipt',
    access: 'public',
    summary: 'The receipt of the commitment or of the draw: a file that anybody verifies offline',
    tag,
    params: z.object({ id: z.uuid(), draw: z.uuid() }),
    query: z.object({ of: z.enum(['commitment', 'draw']).default('draw') }),
    ratePerMinute: 60,
    handler: async ({ params, query, reply }) => {
      await announcedContest(core, params.id)
      const draw = (await drawsOf(core, params.id)).find(({ id }) => id === params.draw)
      const leaf = query.of === 'draw' ? draw?.leaf : draw?.commitLeaf
      if (leaf == null) throw new XinyuError('NOT_FOUND', { what: 'draw' })
      // Both entries hold nothing but ids of teams, words said aloud, and numbers.
      const receipt = await core.evidence.receiptFor(leaf, { payload: true })
      void reply.header('content-disposition', `attachment; filename="draw-${query.of}.receipt.json"`)
      await reply.type('application/json; charset=utf-8').send(receipt)
    },
  })
}

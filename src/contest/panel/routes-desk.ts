import { z } from 'zod'
import { type App, listOf, route } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { declarationList, declare, deskPanels } from './conflict/declare.ts'
import { RoundCode } from './model.ts'

const access = ['expert'] as const
const tag = 'contest'
const OfPanel = z.strictObject({ contestId: z.uuid(), round: RoundCode })

const DeskPanel = z.object({
  contestId: z.uuid(),
  titleZh: z.string(),
  titleEn: z.string(),
  round: z.string(),
  roundZh: z.string(),
  roundEn: z.string(),
  declaredAt: z.int().nullable(),
  ready: z.boolean(),
})
const Declared = z.strictObject({
  ref: z.string().regex(/^[0-9a-f]{32}$/),
  note: z.string().trim().max(500).default(''),
})

/** An expert says whom he must not judge, before anything is assigned. */
export function deskPanelRoutes(app: App, tools: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/desk/panels',
    access,
    summary: 'Panels that the reader is on, and whether conflicts are declared',
    tag,
    response: listOf(DeskPanel),
    handler: async ({ actor }) => {
      const items = await deskPanels(tools.core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/desk/panels/:contestId/:round',
    access,
    summary:
      'Names of teams and bodies for the declaration of conflicts: no works, and only until it is made',
    tag,
    params: OfPanel,
    response: listOf(z.object({ ref: z.string(), team: z.string(), bodies: z.array(z.string()) })),
    handler: async ({ actor, params }) => {
      const items = await declarationList(tools, actor, params.contestId, params.round)
      return { items: items.map((one) => ({ ...one, bodies: [...one.bodies] })), total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/desk/panels/:contestId/:round',
    access,
    summary: 'Declare conflicts, or that there are none; once',
    tag,
    params: OfPanel,
    body: z.strictObject({ conflicts: z.array(Declared).max(2_000) }),
    response: z.object({}),
    handler: async ({ actor, params, body }) => {
      await declare(tools, actor, params.contestId, params.round, body.conflicts)
      return {}
    },
  })
}

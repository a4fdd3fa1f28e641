import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { readableContest } from '../../scheme/index.ts'
import { cancelClosing, planClosing } from '../closing/actions.ts'
import { ClosingView, NewClosing } from '../closing/model.ts'
import { earliestDestruction, lastMoment } from '../closing/rules.ts'
import { closingList, closingProof, closingView } from '../closing/store.ts'
import { standingList } from '../awards/store.ts'
import type { After } from '../sources.ts'
import { CSV, JSON_FILE, ORGANISERS, READERS, sendFile, tag } from './send.ts'

const Done = z.object({})

/** The end of a contest: what goes, when, and the proof that it is gone. */
export function closingRoutes(app: App, after: After): void {
  const { core } = after
  route(app, {
    method: 'GET',
    url: '/contests/:id/closing',
    access: READERS,
    summary: 'The plan to destroy what a contest holds, how far it is, and the earliest moment for one',
    tag,
    params: Id,
    response: z.object({
      code: z.string(),
      /** End of the last phase. */
      endsAt: z.int(),
      earliestAt: z.int(),
      closing: ClosingView.nullable(),
    }),
    handler: async ({ actor, params }) => {
      const contest = await readableContest(core, actor, params.id)
      const list = await standingList(core.db, contest.id)
      return {
        code: contest.code,
        endsAt: lastMoment(contest.scheme),
        earliestAt: earliestDestruction(contest.scheme, list?.published_at ?? null),
        closing: await closingView(core, contest.id),
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/closing',
    access: ORGANISERS,
    summary: 'Close a contest and plan the destruction of what it holds',
    tag,
    params: Id,
    body: NewClosing,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, params, body }) => ({ id: await planClosing(after, actor, params.id, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/closing/cancel',
    access: ORGANISERS,
    summary: 'Take the plan back, as long as nothing is destroyed',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await cancelClosing(after, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/closing/proof',
    access: READERS,
    summary: 'Proof of destruction, verifiable offline, also against the list',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const contest = await readableContest(core, actor, params.id)
      const proof = await closingProof(core, contest.id)
      await sendFile(reply, JSON_FILE, `${contest.code}-destruction.json`, proof)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/closing/list',
    access: READERS,
    summary: 'The list of what was destroyed, by part, id and hash: its own hash stands in the proof',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const contest = await readableContest(core, actor, params.id)
      await sendFile(reply, CSV, `${contest.code}-destroyed.csv`, await closingList(core, contest.id))
    },
  })
}

import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { keepMentions, keepPictures, leaveOut, redact, replaceFile } from './blind/actions.ts'
import { askCopies } from './blind/job.ts'
import { blindFiles, copyRow } from './blind/store.ts'
import { readBlind } from './blind/vault.ts'
import { Reason } from './model.ts'
import { blindQueue, blindView } from './organise/copies.ts'
import { officeOf } from './organise/office.ts'
import { OfRound } from './routes-pool.ts'
import {
  BlindBrief,
  BlindView,
  Keeping,
  LeavingOut,
  MOST_REPLACEMENT,
  Redaction,
  Replacement,
} from './views.ts'

const access = ['data_officer'] as const
const tag = 'contest'

export function blindRoutes(app: App, core: Core): void {
  queueRoutes(app, core)
  copyRoutes(app, core)
}

function queueRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/panel/:round/copies',
    access,
    summary: 'Blind copies of the works of a round, those that somebody has to look at first',
    tag,
    params: OfRound,
    query: Page.extend({ state: z.enum(['none', 'flagged', 'clear']).optional() }),
    response: listOf(BlindBrief),
    handler: async ({ actor, params, query }) =>
      blindQueue(core, await officeOf(core, actor, params.id), params.round, query),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/panel/:round/copies',
    access,
    summary: 'Make the blind copies that are not made yet, as a job',
    tag,
    params: OfRound,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => ({
      jobId: await askCopies(core, actor, await officeOf(core, actor, params.id), params.round),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/panel/:round/copies/pictures',
    access,
    summary: 'Say that the pictures of all works of a round were looked through, with the reason',
    tag,
    params: OfRound,
    body: z.strictObject({ reason: Reason }),
    response: z.object({ works: z.int() }),
    handler: async ({ actor, params, body }) => ({
      works: await keepPictures(
        core,
        actor,
        await officeOf(core, actor, params.id),
        params.round,
        body.reason,
      ),
    }),
  })
}

function copyRoutes(app: App, core: Core): void {
  const OfWork = Id.extend({ work: z.uuid() })
  const url = '/contests/:id/copies/:work'
  route(app, {
    method: 'GET',
    url,
    access,
    summary: 'The blind copy of a work with what is flagged in it',
    tag,
    params: OfWork,
    response: BlindView,
    handler: async ({ actor, params }) =>
      blindView(core, await officeOf(core, actor, params.id), params.work),
  })
  route(app, {
    method: 'GET',
    url: `${url}/files/:file`,
    access,
    summary: 'A cleaned file as experts are given it',
    tag,
    params: OfWork.extend({ file: z.uuid() }),
    handler: async ({ actor, params, reply }) => {
      const contest = await officeOf(core, actor, params.id)
      const copy = await copyRow(core.db, params.work)
      const file = (await blindFiles(core.db, [params.work])).find(({ id }) => id === params.file)
      if (copy?.contest_id !== contest.id || !file) throw new XinyuError('NOT_FOUND', { what: 'file' })
      const bytes = await readBlind(core, file)
      await reply
        .header(
          'content-disposition',
          `attachment; filename="${String(file.place).padStart(2, '0')}.${file.type}"`,
        )
        .header('cache-control', 'no-store')
        .type('application/octet-stream')
        .send(bytes)
    },
  })
  route(app, {
    method: 'POST',
    url: `${url}/redact`,
    access,
    summary: 'Take words out of the blind copy for good, wherever they stand',
    tag,
    params: OfWork,
    body: Redaction,
    response: BlindView,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      await redact(core, actor, contest, params.work, body)
      return blindView(core, contest, params.work)
    },
  })
  route(app, {
    method: 'POST',
    url: `${url}/keep`,
    access,
    summary: 'Let flagged mentions stand that tell nothing, with the reason',
    tag,
    params: OfWork,
    body: Keeping,
    response: BlindView,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      await keepMentions(core, actor, contest, params.work, body)
      return blindView(core, contest, params.work)
    },
  })
  route(app, {
    method: 'POST',
    url: `${url}/leave-out`,
    access,
    summary: 'Leave a file out of the blind copy, with the reason',
    tag,
    params: OfWork,
    body: LeavingOut,
    response: BlindView,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      await leaveOut(core, actor, contest, params.work, body)
      return blindView(core, contest, params.work)
    },
  })
  route(app, {
    method: 'POST',
    url: `${url}/replace`,
    access,
    summary:
      'Give another file in the place of one that cannot be cleaned or tells too much, with the reason',
    tag,
    params: OfWork,
    body: Replacement,
    bodyLimit: Math.ceil((MOST_REPLACEMENT * 4) / 3) + 10_000,
    ratePerMinute: 20,
    response: BlindView,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      const { base64, ...rest } = body
      await replaceFile(core, actor, contest, params.work, { ...rest, bytes: Buffer.from(base64, 'base64') })
      return blindView(core, contest, params.work)
    },
  })
}

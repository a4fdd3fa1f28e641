import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { mustOrganise, readableContest } from '../../scheme/index.ts'
import { checkList, proposeList, returnList } from '../awards/actions.ts'
import { AwardListView, AwardView, Check, NewProposal, Return } from '../awards/model.ts'
import { revokeAward } from '../awards/publish.ts'
import { recommendationCsv } from '../awards/recommendation.ts'
import { awardViews, listsOf, listViews } from '../awards/store.ts'
import { CERTIFICATES_JOB } from '../certificate/job.ts'
import { certificatePdf, certificates } from '../certificate/store.ts'
import type { After } from '../sources.ts'
import { zipOf } from '../zip.ts'
import { CSV, ORGANISERS, originOf, PDF, READERS, sendFile, tag } from './send.ts'

const Done = z.object({})
const Made = z.object({ id: z.uuid() })
const OfList = z.strictObject({ id: z.uuid(), listId: z.uuid() })
const OfAward = z.strictObject({ id: z.uuid(), awardId: z.uuid() })
/** A list of a large contest names a thousand teams. */
const PROPOSAL_BYTES = 4 * 2 ** 20

/** Awards as the organiser makes them: proposed, checked by another officer, published, taken back. */
export function awardRoutes(app: App, after: After): void {
  const { core } = after
  listRoutes(app, after)
  route(app, {
    method: 'GET',
    url: '/contests/:id/awards',
    access: READERS,
    summary: 'Published awards with their certificates, in the order of the scheme',
    tag,
    params: Id,
    query: Page,
    response: listOf(AwardView),
    handler: async ({ actor, params, query }) =>
      awardViews(core.db, await readableContest(core, actor, params.id), query),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/awards/:awardId/revoke',
    access: ORGANISERS,
    summary: 'Take an award back, with a reason; its certificate says so from then on',
    tag,
    params: OfAward,
    body: Return,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await revokeAward(after, actor, params.id, params.awardId, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/awards/recommendation',
    access: ORGANISERS,
    summary: 'Teams that are recommended to the next level, as CSV',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const contest = await mustOrganise(core, actor, params.id)
      await sendFile(reply, CSV, `${contest.code}-recommendation.csv`, await recommendationCsv(core, contest))
    },
  })
  certificateRoutes(app, after)
}

function listRoutes(app: App, after: After): void {
  const { core } = after
  route(app, {
    method: 'GET',
    url: '/contests/:id/award-lists',
    access: READERS,
    summary: 'Lists of awards on their way to publication, newest first',
    tag,
    params: Id,
    response: listOf(AwardListView),
    handler: async ({ actor, params }) => {
      const contest = await readableContest(core, actor, params.id)
      const rows = await listsOf(core.db, contest.id)
      const items = await listViews(after, contest, rows)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/award-lists',
    access: ORGANISERS,
    summary: 'Propose the awards from the ranking, with excluded teams and decided ties',
    tag,
    params: Id,
    body: NewProposal,
    bodyLimit: PROPOSAL_BYTES,
    response: Made,
    handler: async ({ actor, params, body }) => ({ id: await proposeList(after, actor, params.id, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/award-lists/:listId/check',
    access: ORGANISERS,
    summary: 'A second officer agrees and says from when the public reads it',
    tag,
    params: OfList,
    body: Check,
    response: Done,
    handler: async ({ actor, params, body, request }) => {
      const origin = originOf(request)
      await checkList(after, actor, params.id, params.listId, { ...body, origin })
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/award-lists/:listId/return',
    access: ORGANISERS,
    summary: 'A second officer sends a list back with a reason, also one that waits for its moment',
    tag,
    params: OfList,
    body: Return,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await returnList(after, actor, params.id, params.listId, body.reason)
      return {}
    },
  })
}

function certificateRoutes(app: App, { core }: After): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/awards/:awardId/certificate',
    access: ORGANISERS,
    summary: 'The certificate of an award as PDF',
    tag,
    params: OfAward,
    handler: async ({ actor, params, reply }) => {
      await mustOrganise(core, actor, params.id)
      const { content } = await certificates.byAward(core, params.id, params.awardId)
      await sendFile(reply, PDF, `${content.number}.pdf`, await certificatePdf(core, params.awardId))
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/certificates',
    access: ORGANISERS,
    ratePerMinute: 10,
    summary: 'All certificates of a contest as one ZIP file',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const files = certificates.files(core, contest.id)
      await sendFile(reply, 'application/zip', `${contest.code}-certificates.zip`, zipOf(files))
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/certificates',
    access: ORGANISERS,
    summary: 'Make the certificates that are missing; returns the job',
    tag,
    params: Id,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const { value } = await act(core, actor, async ({ tx, note }) => {
        const jobId = await core.jobs.enqueue(tx, actor, CERTIFICATES_JOB, { contestId: contest.id })
        note({ kind: 'certificate.making_asked', subject: { contest: contest.id, job: jobId } })
        return jobId
      })
      return { jobId: value }
    },
  })
}

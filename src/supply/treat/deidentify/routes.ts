import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { saveProfile } from './actions.ts'
import { Preview, Profile, ProfileView } from './model.ts'
import { OptimiseWish, requestOptimise } from './optimise-job.ts'
import { previewProfile } from './preview.ts'
import { profileView } from './store.ts'

const tag = 'supply'
const READERS = ['data_officer', 'steward'] as const

/** Profiles of de-identification: the own body's datasets alone. */
export function deidentifyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/datasets/:id/deidentify',
    access: READERS,
    summary: 'The newest profile of de-identification of a dataset of the own body, or a proposal',
    tag,
    params: Id,
    response: ProfileView,
    handler: ({ actor, params }) => profileView(core, actor, params.id),
  })
  route(app, {
    method: 'PUT',
    url: '/datasets/:id/deidentify',
    access: READERS,
    summary: 'Save the next version of the profile',
    tag,
    params: Id,
    body: Profile,
    response: z.object({ version: z.int() }),
    handler: ({ actor, params, body }) => saveProfile(core, actor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: '/datasets/:id/deidentify/preview',
    access: READERS,
    summary: 'First rows and risk of what a team would see under a profile; for the owner',
    tag,
    params: Id,
    body: Profile,
    response: Preview,
    ratePerMinute: 30,
    handler: ({ actor, params, body }) => previewProfile(core, actor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: '/datasets/:id/deidentify/optimise',
    access: READERS,
    summary: 'Search the least generalisation that passes; runs as a job whose result is the proposal',
    tag,
    params: Id,
    body: OptimiseWish,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params, body }) => ({
      jobId: await requestOptimise(core, actor, params.id, body),
    }),
  })
}

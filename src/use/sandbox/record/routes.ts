import { type App, Id, route } from '../../../platform/http/index.ts'
import { RecordingPage, RecordingQuery } from './model.ts'
import type { Recording } from './recording.ts'

/** Auditors are of the operator or of the supervisor; nobody else replays a seat, its own team included. */
const ACCESS = ['auditor'] as const

export function recordRoutes(app: App, recording: Recording): void {
  route(app, {
    method: 'GET',
    url: '/seats/:id/recording',
    access: ACCESS,
    summary: 'What happened in a seat, in order, with what its screens showed: each look is evidence',
    tag: 'seats',
    params: Id,
    query: RecordingQuery,
    response: RecordingPage,
    handler: ({ actor, params, query }) => recording.look(actor, params.id, query),
  })
}

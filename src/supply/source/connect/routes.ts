import { z } from 'zod'
import type { UserRole } from '../../../kernel/roles.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { createSource, replaceSecret, setFeedState, setSourceState, updateSource } from './actions.ts'
import { browseTables, testAccess, testSource } from './browse.ts'
import { checkAccess } from './drivers.ts'
import { cancelFeed, createFeed, runFeed, updateFeed } from './feeds.ts'
import {
  FeedChange,
  FeedView,
  NewFeed,
  NewSource,
  SourceBrief,
  SourceChange,
  SourceView,
  TableView,
  TestReport,
} from './model.ts'
import { feedView, listSources, sourceView } from './store.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'supply'
const Created = z.object({ id: z.uuid() })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
/** Each call opens a connection from here to an address that the caller names: few, so that nobody scans a network. */
const LOOKS_PER_MINUTE = 30

/** Sources of the own body and what they feed. Other bodies' sources look like none. */
export function connectRoutes(app: App, core: Core): void {
  sourcesRoutes(app, core)
  lookRoutes(app, core)
  feedRoutes(app, core)
}

function sourcesRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/sources',
    access: WRITERS,
    summary: 'Sources of the own body, newest first',
    tag,
    response: listOf(SourceBrief),
    handler: async ({ actor }) => {
      const items = await listSources(core, actor.participantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/sources',
    access: WRITERS,
    summary: 'Register a source; its secret is encrypted and never shown again',
    tag,
    body: NewSource,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await createSource(core, actor, body) }),
  })
  route(app, {
    method: 'GET',
    url: '/sources/:id',
    access: WRITERS,
    summary: 'One source with its feeds',
    tag,
    params: Id,
    response: SourceView,
    handler: ({ actor, params }) => sourceView(core, actor, params.id),
  })
  route(app, {
    method: 'PATCH',
    url: '/sources/:id',
    access: WRITERS,
    summary: 'Change title or settings; changed settings need the secret again',
    tag,
    params: Id,
    body: SourceChange,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await updateSource(core, actor, params.id, body)
      return done
    },
  })
  route(app, {
    method: 'PUT',
    url: '/sources/:id/secret',
    access: WRITERS,
    summary: 'Replace the secret of a source',
    tag,
    params: Id,
    body: z.strictObject({ secret: z.record(z.string().max(64), z.unknown()) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await replaceSecret(core, actor, params.id, body.secret)
      return done
    },
  })
  for (const [verb, state] of [
    ['pause', 'paused'],
    ['resume', 'active'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/sources/:id/${verb}`,
      access: WRITERS,
      summary: verb === 'pause' ? 'Pause a source with all its feeds' : 'Let a paused source go on',
      tag,
      params: Id,
      response: Done,
      handler: async ({ actor, params }) => {
        await setSourceState(core, actor, params.id, state)
        return done
      },
    })
  }
}

function lookRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/sources/test',
    access: WRITERS,
    summary: 'Try settings before they are saved: connects, and says what is wrong',
    tag,
    body: NewSource.omit({ title: true }),
    response: TestReport,
    ratePerMinute: LOOKS_PER_MINUTE,
    handler: ({ body }) => testAccess(core, { kind: body.kind, ...checkAccess(core, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/sources/:id/test',
    access: WRITERS,
    summary: 'Try a source: connects, and says what is wrong',
    tag,
    params: Id,
    response: TestReport,
    ratePerMinute: LOOKS_PER_MINUTE,
    handler: ({ actor, params }) => testSource(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/sources/:id/tables',
    access: WRITERS,
    summary: 'Tables that a source offers, with what a feed of each would be',
    tag,
    params: Id,
    response: listOf(TableView),
    ratePerMinute: LOOKS_PER_MINUTE,
    handler: async ({ actor, params }) => {
      const items = await browseTables(core, actor, params.id)
      return { items, total: items.length }
    },
  })
}

function feedRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/sources/:id/feeds',
    access: WRITERS,
    summary: 'Make a table of a source feed a dataset; one is registered when none is named',
    tag,
    params: Id,
    body: NewFeed,
    response: Created,
    handler: async ({ actor, params, body }) => ({ id: await createFeed(core, actor, params.id, body) }),
  })
  route(app, {
    method: 'GET',
    url: '/feeds/:id',
    access: WRITERS,
    summary: 'One feed: how it reads, what it did last, what it does now',
    tag,
    params: Id,
    response: FeedView,
    handler: ({ actor, params }) => feedView(core, actor, params.id),
  })
  route(app, {
    method: 'PATCH',
    url: '/feeds/:id',
    access: WRITERS,
    summary: 'Change how and when a feed reads',
    tag,
    params: Id,
    body: FeedChange,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await updateFeed(core, actor, params.id, body)
      return done
    },
  })
  route(app, {
    method: 'POST',
    url: '/feeds/:id/run',
    access: WRITERS,
    summary: 'Run a feed now; answers with the job',
    tag,
    params: Id,
    body: z.strictObject({ whole: z.boolean().default(false) }).prefault({}),
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params, body }) => ({ jobId: await runFeed(core, actor, params.id, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/feeds/:id/cancel',
    access: WRITERS,
    summary: 'Cancel the run of a feed that is under way',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await cancelFeed(core, actor, params.id)
      return done
    },
  })
  for (const [verb, state] of [
    ['pause', 'paused'],
    ['resume', 'active'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/feeds/:id/${verb}`,
      access: WRITERS,
      summary: verb === 'pause' ? 'Pause a feed' : 'Let a paused feed go on',
      tag,
      params: Id,
      response: Done,
      handler: async ({ actor, params }) => {
        await setFeedState(core, actor, params.id, state)
        return done
      },
    })
  }
}

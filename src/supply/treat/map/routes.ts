import { z } from 'zod'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { requestMapping, saveMapping } from './actions.ts'
import { differencesOf, requestCompare } from './compare.ts'
import { previewMapping, suggestColumns, validateMapping } from './look.ts'
import { MappingSpec, NewMapping, Shallow } from './model.ts'
import { adoptMappingSet, mappingSets } from './sets.ts'
import {
  DifferenceView,
  MappingBrief,
  MappingSetView,
  MappingView,
  PreviewView,
  SuggestionView,
  ValidationView,
} from './view-model.ts'
import { mappingsOf, mappingView } from './views.ts'

const tag = 'supply'
const WRITERS = ['data_officer', 'steward'] as const
const Saved = z.object({ id: z.uuid(), number: z.int() })
const Job = z.object({ jobId: z.uuid() })
const NumberQuery = z.object({ number: z.coerce.number().int().positive().optional() })
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
/** Mappings of the own body onto the national tables. */
export function mapRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/mappings',
    access: WRITERS,
    summary: 'Mappings of the own body with their last runs',
    tag,
    response: listOf(MappingBrief),
    handler: async ({ actor }) => {
      const items = await mappingsOf(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/mappings',
    access: WRITERS,
    summary: 'Save a mapping, or the next version of the one with this code',
    tag,
    body: Shallow(NewMapping),
    response: Saved,
    handler: ({ actor, body }) => saveMapping(core, actor, body),
  })
  route(app, {
    method: 'GET',
    url: '/mappings/:id',
    access: WRITERS,
    summary: 'One mapping of the own body, at a version or the newest',
    tag,
    params: Id,
    query: NumberQuery,
    response: MappingView,
    handler: ({ actor, params, query }) => mappingView(core, actor, params.id, query.number),
  })
  route(app, {
    method: 'POST',
    url: '/mappings/:id/runs',
    access: WRITERS,
    summary: 'Run a mapping; it lands a version of the dataset of its code, as a job',
    tag,
    params: Id,
    body: NumberQuery,
    response: Job,
    handler: async ({ actor, params, body }) => ({
      jobId: await requestMapping(core, actor, params.id, body.number),
    }),
  })
  lookRoutes(app, core)
  compareRoutes(app, core)
  setRoutes(app, core)
}

function lookRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/mappings/validate',
    access: WRITERS,
    summary: 'What is wrong, missing and unused in a mapping, against the present sources',
    tag,
    body: z.object({ spec: Shallow(MappingSpec) }),
    response: ValidationView,
    handler: async ({ actor, body }) => {
      const found = await validateMapping(core, actor, body.spec)
      return structuredClone(found) as z.output<typeof ValidationView>
    },
  })
  route(app, {
    method: 'POST',
    url: '/mappings/preview',
    access: WRITERS,
    summary: 'The first rows that a mapping would make, identifiers and texts masked',
    tag,
    ratePerMinute: 30,
    body: z.object({ spec: Shallow(MappingSpec) }),
    response: PreviewView,
    handler: async ({ actor, body }) => {
      const found = await previewMapping(core, actor, body.spec)
      return structuredClone(found) as z.output<typeof PreviewView>
    },
  })
  route(app, {
    method: 'POST',
    url: '/mappings/suggest',
    access: WRITERS,
    summary: 'Proposals for the columns of a national table, with scores and reasons',
    tag,
    ratePerMinute: 30,
    body: z.object({ source: Name, target: Name }),
    response: listOf(SuggestionView),
    handler: async ({ actor, body }) => {
      const items = await suggestColumns(core, actor, body.source, body.target)
      return { items, total: items.length }
    },
  })
}

function compareRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/elements/compare',
    access: WRITERS,
    summary: 'Count where the sources of the own body disagree, as a job',
    tag,
    response: Job,
    handler: async ({ actor }) => ({ jobId: await requestCompare(core, actor) }),
  })
  route(app, {
    method: 'GET',
    url: '/elements/differences',
    access: WRITERS,
    summary: 'Where the sources of the own body disagree, counted for each pair of columns',
    tag,
    response: listOf(DifferenceView),
    handler: async ({ actor }) => {
      const rows = await differencesOf(core, actor.participantId)
      const items = rows.map((row) => ({
        element: row.element,
        source: { datasetId: row.source_dataset, table: row.source_table, column: row.source_column },
        other: { datasetId: row.other_dataset, table: row.other_table, column: row.other_column },
        compared: row.compared,
        differ: row.differ,
        at: row.created_at,
      }))
      return { items, total: items.length }
    },
  })
}

function setRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/mapping-sets',
    access: WRITERS,
    summary: 'Mapping sets that come with the program',
    tag,
    response: listOf(MappingSetView),
    handler: async () => {
      const items = mappingSets().map((set) => ({
        ...set,
        mappings: set.mappings.map(({ spec, ...rest }) => ({ ...rest, target: spec.target })),
      }))
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/mapping-sets/:code',
    access: WRITERS,
    summary: 'Take over the mappings of a set for the datasets of the own body',
    tag,
    params: z.strictObject({ code: Name }),
    response: listOf(Saved.extend({ code: z.string() })),
    handler: async ({ actor, params }) => {
      const items = await adoptMappingSet(core, actor, params.code)
      return { items, total: items.length }
    },
  })
}

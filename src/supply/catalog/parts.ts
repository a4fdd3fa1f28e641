import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { aboutDataset, DatasetAbout } from './about.ts'
import type { CatalogExtras } from './extras.ts'
import { LineageGraph, LineageQuery } from './lineage/model.ts'
import { lineageOf } from './lineage/store.ts'
import { previewOf, PreviewView } from './preview/store.ts'

const tag = 'catalog'

/** What belongs to one dataset beside its entry: numbers of other rooms, lineage, preview. */
export function datasetPartRoutes(app: App, core: Core, extras: CatalogExtras): void {
  route(app, {
    method: 'GET',
    url: '/datasets/:id/about',
    access: 'signed-in',
    summary: 'Grade, quality and usage of a dataset, as far as they are known',
    tag,
    params: Id,
    response: DatasetAbout,
    handler: async ({ actor, params }) => found(await aboutDataset(core, actor, params.id, extras)),
  })

  route(app, {
    method: 'GET',
    url: '/datasets/:id/lineage',
    access: 'signed-in',
    summary: 'Where the columns of a version come from and what came of them',
    tag,
    params: Id,
    query: LineageQuery,
    response: LineageGraph,
    handler: async ({ actor, params, query }) =>
      found(await lineageOf(core, actor, { datasetId: params.id, ...query })),
  })

  route(app, {
    method: 'GET',
    url: '/datasets/:id/preview',
    access: 'signed-in',
    summary: 'Twenty synthetic rows: made from the schema, never taken from the data',
    tag,
    params: Id,
    query: z.object({ versionId: z.uuid().optional() }),
    response: PreviewView,
    handler: async ({ actor, params, query }) =>
      found(await previewOf(core, actor, { datasetId: params.id, ...query }, extras)),
  })
}

/** @throws XinyuError NOT_FOUND */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  return value
}

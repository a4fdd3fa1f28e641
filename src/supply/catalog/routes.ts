import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { UserRole } from '../../kernel/roles.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { asksLinkedData, dcatRoutes, sendDataset } from './dcat/routes.ts'
import type { CatalogExtras } from './extras.ts'
import {
  createProduct,
  publishProduct,
  registerDataset,
  updateDatasetText,
  withdrawProduct,
} from './actions.ts'
import {
  DatasetBrief,
  DatasetText,
  DatasetView,
  NewDataset,
  NewProduct,
  Product,
  PRODUCT_STATES,
  ProductView,
  VersionView,
} from './model.ts'
import { datasetPartRoutes } from './parts.ts'
import { listProducts, productView } from './products.ts'
import { searchRoutes } from './search/routes.ts'
import { datasetView, listDatasets, versionView } from './store.ts'
import { zoneRoutes } from './zones/routes.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'catalog'
const Created = z.object({ id: z.uuid() })
const Done = z.object({ done: z.literal(true) })
const Search = Page.extend({
  text: z.string().trim().max(200).optional(),
  zoneId: z.uuid().optional(),
  participantId: z.uuid().optional(),
})

/** Zones, datasets, versions and products. Everybody who is signed in reads; a body writes what is its own. */
export function catalogRoutes(app: App, core: Core, extras: CatalogExtras = {}): void {
  zoneRoutes(app, core)
  datasetRoutes(app, core)
  datasetPartRoutes(app, core, extras)
  productRoutes(app, core)
  searchRoutes(app, core)
  dcatRoutes(app, core)
}

function datasetRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/datasets',
    access: 'signed-in',
    summary: 'Datasets by text (Chinese or English), zone, owner and state',
    tag,
    query: Search.extend({ state: z.enum(['active', 'withdrawn']).optional() }),
    response: listOf(DatasetBrief),
    handler: ({ actor, query }) => listDatasets(core, query, actor),
  })

  route(app, {
    method: 'GET',
    url: '/datasets/:id',
    access: 'signed-in',
    summary:
      'One dataset with its versions; the profile only for its owner. As DCAT where JSON-LD is asked for',
    tag,
    params: Id,
    response: DatasetView,
    handler: async ({ actor, params, request, reply }) => {
      // Not to be answered from a cache to who asks for the other form.
      void reply.header('vary', 'accept')
      if (asksLinkedData(request.headers.accept)) return sendDataset(core, actor, params.id, reply)
      return found('dataset', await datasetView(core, actor, params.id))
    },
  })

  route(app, {
    method: 'GET',
    url: '/versions/:id',
    access: 'signed-in',
    summary: 'One version; profile and source files only for its owner',
    tag,
    params: Id,
    response: VersionView,
    handler: async ({ actor, params }) => found('version', await versionView(core, actor, params.id)),
  })

  route(app, {
    method: 'POST',
    url: '/datasets',
    access: WRITERS,
    summary: 'Register a dataset of the own body',
    tag,
    body: NewDataset,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await registerDataset(core, actor, body) }),
  })

  route(app, {
    method: 'PATCH',
    url: '/datasets/:id',
    access: WRITERS,
    summary: 'Change titles, description and entry of a dataset of the own body',
    tag,
    params: Id,
    body: DatasetText,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await updateDatasetText(core, actor, params.id, body)
      return { done: true as const }
    },
  })
}

function productRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/products',
    access: 'signed-in',
    summary: 'Published products of all bodies and every product of the own, by text, zone, owner and state',
    tag,
    query: Search.extend({ state: z.enum(PRODUCT_STATES).optional() }),
    response: listOf(Product),
    handler: ({ actor, query }) => listProducts(core, actor, query),
  })

  route(app, {
    method: 'GET',
    url: '/products/:id',
    access: 'signed-in',
    summary: 'One product with its tables and columns',
    tag,
    params: Id,
    response: ProductView,
    handler: async ({ actor, params }) => found('product', await productView(core, actor, params.id)),
  })

  route(app, {
    method: 'POST',
    url: '/products',
    access: WRITERS,
    summary: 'Make a draft product of versions of the own body',
    tag,
    body: NewProduct,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await createProduct(core, actor, body) }),
  })

  for (const [verb, action, summary] of [
    ['publish', publishProduct, 'Show a product of the own body in the catalogue'],
    ['withdraw', withdrawProduct, 'Take a product of the own body out of the catalogue'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/products/:id/${verb}`,
      access: WRITERS,
      summary,
      tag,
      params: Id,
      response: Done,
      handler: async ({ actor, params }) => {
        await action(core, actor, params.id)
        return { done: true as const }
      },
    })
  }
}

/** @throws XinyuError NOT_FOUND */
function found<T>(what: string, value: T | undefined): T {
  if (value === undefined) throw new XinyuError('NOT_FOUND', { what })
  return value
}

import { join } from 'node:path'
import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Product, ProductTable, ProductView } from './model.ts'
import { mayWrite, viewColumns } from './rules.ts'
import { likeText } from './store.ts'
import { eyesOf } from './visible.ts'

export interface ProductFilter extends Page {
  readonly text?: string | undefined
  readonly zoneId?: string | undefined
  readonly participantId?: string | undefined
  readonly state?: Product['state'] | undefined
}

/** Products that the actor may see: the published ones of all, and every one of the own body. Newest first. */
export async function listProducts(
  core: Core,
  actor: Actor,
  filter: ProductFilter,
): Promise<{ items: Product[]; total: number }> {
  let query = core.db.selectFrom('product')
  if (actor.kind === 'user') {
    query = query.where((eb) =>
      eb.or([eb('state', '=', 'published'), eb('participant_id', '=', actor.participantId)]),
    )
    query = query.where(await readableProduct(core, actor))
  }
  if (filter.participantId) query = query.where('participant_id', '=', filter.participantId)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.text) {
    const pattern = likeText(filter.text)
    query = query.where(sql<boolean>`concat_ws(' ', code, title_zh, title_en, summary) ilike ${pattern}`)
  }
  if (filter.zoneId) {
    query = query.where(sql<boolean>`exists (
      select 1 from jsonb_array_elements(product.tables) t
      join dataset_version v on v.id = (t->>'versionId')::uuid
      join dataset d on d.id = v.dataset_id where d.zone_id = ${filter.zoneId})`)
  }
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: rows.map(productOf), total: count }
}

/** One product, whoever asks: the caller decides who may see a draft. */
export async function productById(core: Core, id: string): Promise<Product | undefined> {
  return (await productsByIds(core, [id])).get(id)
}

/** Those that exist, by id. */
export async function productsByIds(core: Core, ids: readonly string[]): Promise<Map<string, Product>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('product')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, productOf(row)]))
}

/** One product with its tables as the actor may see it; a draft of another body looks like none. */
export async function productView(core: Core, actor: Actor, id: string): Promise<ProductView | undefined> {
  const product = await productById(core, id)
  if (!product) return undefined
  const own = mayWrite(actor, product.participantId)
  if (!own && (product.state === 'draft' || !(await mayReadProduct(core, actor, id)))) return undefined
  const rows = await boundVersions(core, product)
  return {
    ...product,
    own,
    details: product.tables.map((table) => {
      const row = rows.get(table.versionId)!
      return {
        ...table,
        datasetId: row.dataset_id,
        titleZh: row.title_zh,
        titleEn: row.title_en,
        zoneId: row.zone_id,
        insuredColumn: row.insured_column,
        number: row.number,
        rows: row.rows,
        insuredCount: row.insured_count,
        columns: viewColumns(row.columns, row.column_titles, own),
      }
    }),
  }
}

/** A product stands in the zones of its tables: who may not read one of these does not see it. */
export async function readableProduct(core: Core, actor: Actor) {
  const eyes = await eyesOf(core, actor)
  if (eyes.all) return sql<boolean>`true`
  return sql<boolean>`(product.participant_id = ${eyes.body} or not exists (
    select 1 from jsonb_array_elements(product.tables) t
    join dataset_version v on v.id = (t ->> 'versionId')::uuid
    join dataset d on d.id = v.dataset_id join zone z on z.id = d.zone_id
    where z.rules ->> 'readers' = 'members' and not z.id = any(${[...eyes.zones]}::uuid[])))`
}

async function mayReadProduct(core: Core, actor: Actor, id: string): Promise<boolean> {
  const row = await core.db
    .selectFrom('product')
    .select('id')
    .where('id', '=', id)
    .where(await readableProduct(core, actor))
    .executeTakeFirst()
  return row !== undefined
}

/** The tables of a product with absolute files, for the rooms that open them. @throws XinyuError NOT_FOUND */
export async function tablesOf(core: Core, productId: string): Promise<ProductTable[]> {
  const product = await productById(core, productId)
  if (!product) throw new XinyuError('NOT_FOUND', { what: 'product' })
  const rows = await boundVersions(core, product)
  return product.tables.map((table) => {
    const row = rows.get(table.versionId)!
    return {
      ...table,
      datasetId: row.dataset_id,
      titleZh: row.title_zh,
      titleEn: row.title_en,
      files: row.files.map((file) => join(core.home, file)),
      persons: row.insured_count !== null,
      insuredColumn: row.insured_count === null ? null : row.insured_column,
      insuredSystem: row.insured_count === null ? null : row.insured_system,
      rows: row.rows,
      columns: row.columns.map((column) => ({
        name: column.name,
        type: column.type,
        nullable: column.nulls > 0,
        titleZh: row.column_titles[column.name]?.zh ?? '',
        titleEn: row.column_titles[column.name]?.en ?? '',
        distinctApprox: column.distinctApprox,
      })),
    }
  })
}

async function boundVersions(core: Core, product: Product) {
  const rows = await core.db
    .selectFrom('dataset_version')
    .innerJoin('dataset', 'dataset.id', 'dataset_version.dataset_id')
    .selectAll('dataset_version')
    .select([
      'dataset.title_zh',
      'dataset.title_en',
      'dataset.zone_id',
      'dataset.insured_column',
      'dataset.insured_system',
      'dataset.column_titles',
    ])
    .where(
      'dataset_version.id',
      'in',
      product.tables.map((table) => table.versionId),
    )
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

interface ProductRow {
  id: string
  participant_id: string
  code: string
  title_zh: string
  title_en: string
  summary: string
  tables: Product['tables']
  state: Product['state']
  created_at: number
}

const productOf = (row: ProductRow): Product => ({
  id: row.id,
  participantId: row.participant_id,
  code: row.code,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  summary: row.summary,
  tables: row.tables,
  state: row.state,
  createdAt: row.created_at,
})

import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { ColumnTitles, Origin, type ProductTableRef } from '../model.ts'
import { readableProduct } from '../products.ts'
import { mayWrite } from '../rules.ts'
import { datasetById, mayReadDataset } from '../store.ts'
import { eyesOf, type Eyes, mayReadEntry } from '../visible.ts'
import { graphOf, pathOf, type ProductFacts, type VersionFacts } from './graph.ts'
import type { LineageGraph, LineageNode } from './model.ts'

/** So many versions are drawn at most; what is nearest to the one that was asked about comes first. */
const MOST_VERSIONS = 200
const MOST_PRODUCTS = 100

/**
 * Where the columns of a version come from and what came of them, up to the products. Without `versionId` the latest.
 * What the actor may not read is there without name and columns, and nothing behind it is followed. Undefined where the
 * actor may not read the dataset, or it has no such version.
 */
export async function lineageOf(
  core: Core,
  actor: Actor,
  asked: {
    readonly datasetId: string
    readonly versionId?: string | undefined
    readonly column?: string | undefined
  },
): Promise<LineageGraph | undefined> {
  const dataset = await datasetById(core, asked.datasetId)
  if (!dataset || !(await mayReadDataset(core, actor, dataset))) return undefined
  const focus = await focusOf(core, asked)
  if (focus === undefined)
    return asked.versionId === undefined
      ? { focus: null, column: null, nodes: [], edges: [], cut: false }
      : undefined
  const reader = { core, actor, eyes: await eyesOf(core, actor), hidden: { count: 0 } }
  const versions = new Map<string, VersionFacts>()
  await load(reader, [focus], versions)
  const up = await follow(reader, versions, focus, before)
  const down = await follow(reader, versions, focus, (_, from) => after(core, from))
  const { items, cut } = await productsOf(core, actor, versions)
  const graph = graphOf(versions, items)
  const shown = asked.column === undefined ? graph : pathOf(graph, focus, asked.column)
  return { focus, column: asked.column ?? null, ...shown, cut: up || down || cut }
}

async function focusOf(
  core: Core,
  asked: { readonly datasetId: string; readonly versionId?: string | undefined },
): Promise<string | undefined> {
  let query = core.db.selectFrom('dataset_version').select('id').where('dataset_id', '=', asked.datasetId)
  if (asked.versionId !== undefined) query = query.where('id', '=', asked.versionId)
  return (await query.orderBy('number', 'desc').limit(1).executeTakeFirst())?.id
}

interface Reader {
  readonly core: Core
  readonly actor: Actor
  readonly eyes: Eyes
  /** How many of the nodes are not shown: they are numbered, their ids would tell which they are. */
  readonly hidden: { count: number }
}

type Next = (versions: ReadonlyMap<string, VersionFacts>, from: readonly string[]) => Promise<string[]>

const before: Next = async (versions, from) =>
  from.flatMap((id) => versions.get(id)?.origin.from.map(({ versionId }) => versionId) ?? [])

async function after(core: Core, from: readonly string[]): Promise<string[]> {
  const parts = from.map((versionId) => JSON.stringify([{ versionId }]))
  const { rows } = await sql<{ id: string }>`
    select v.id from unnest(${parts}::jsonb[]) part
    join dataset_version v on (v.origin -> 'from') @> part order by v.created_at, v.id`.execute(core.db)
  return rows.map((row) => row.id)
}

/** Loads ring after ring around the focus; true when it had to stop before the end. */
async function follow(
  reader: Reader,
  versions: Map<string, VersionFacts>,
  focus: string,
  next: Next,
): Promise<boolean> {
  const seen = new Set([focus])
  let ring = [focus]
  while (ring.length > 0) {
    // Nothing is followed through what the reader may not see.
    const open = ring.filter((id) => versions.get(id)?.shown)
    const ids = [...new Set(await next(versions, open))].filter((id) => !seen.has(id))
    const fresh = ids.filter((id) => !versions.has(id))
    const room = MOST_VERSIONS - versions.size
    await load(reader, fresh.slice(0, Math.max(0, room)), versions)
    if (fresh.length > room) return true
    for (const id of ids) seen.add(id)
    ring = ids
  }
  return false
}

interface Row {
  readonly id: string
  readonly dataset_id: string
  readonly number: number
  readonly origin: unknown
  readonly created_at: number
  readonly names: readonly string[] | null
  readonly code: string
  readonly title_zh: string
  readonly title_en: string
  readonly participant_id: string
  readonly zone_id: string | null
  readonly column_titles: unknown
  readonly readers: 'public' | 'space' | 'members' | null
}

async function load(reader: Reader, ids: readonly string[], into: Map<string, VersionFacts>): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<Row>`
    select v.id, v.dataset_id, v.number, v.origin, v.created_at,
      jsonb_path_query_array(v.columns, '$[*].name') as names,
      d.code, d.title_zh, d.title_en, d.participant_id, d.zone_id, d.column_titles, z.rules ->> 'readers' as readers
    from dataset_version v join dataset d on d.id = v.dataset_id left join zone z on z.id = d.zone_id
    where v.id = any(${[...ids]}::uuid[])`.execute(reader.core.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const id of ids) {
    const row = byId.get(id)
    if (row) into.set(id, factsOf(reader, row))
  }
}

function factsOf({ actor, eyes, hidden }: Reader, row: Row): VersionFacts {
  const shown = mayReadEntry(eyes, {
    participantId: row.participant_id,
    zoneId: row.zone_id,
    readers: row.readers ?? 'space',
  })
  const titles = ColumnTitles.parse(row.column_titles)
  const columns = (row.names ?? []).map((name) => ({
    name,
    titleZh: titles[name]?.zh ?? '',
    titleEn: titles[name]?.en ?? '',
  }))
  const node: LineageNode = shown
    ? {
        id: row.id,
        kind: 'version',
        datasetId: row.dataset_id,
        versionId: row.id,
        productId: null,
        number: row.number,
        code: row.code,
        titleZh: row.title_zh,
        titleEn: row.title_en,
        participantId: row.participant_id,
        own: mayWrite(actor, row.participant_id),
        madeBy: Origin.parse(row.origin).kind,
        at: row.created_at,
        columns,
      }
    : { ...NOT_SHOWN, id: `hidden-${++hidden.count}` }
  return { node, shown, datasetId: row.dataset_id, origin: Origin.parse(row.origin) }
}

const NOT_SHOWN: Omit<LineageNode, 'id'> = {
  kind: 'hidden',
  datasetId: null,
  versionId: null,
  productId: null,
  number: null,
  code: '',
  titleZh: '',
  titleEn: '',
  participantId: null,
  own: false,
  madeBy: null,
  at: null,
  columns: [],
}

interface ProductRow {
  readonly id: string
  readonly code: string
  readonly title_zh: string
  readonly title_en: string
  readonly participant_id: string
  readonly tables: readonly ProductTableRef[]
  readonly created_at: number
}

/** Products that are made of what was loaded: those in the catalogue, and the own ones. Drafts of others are not told of. */
async function productsOf(
  core: Core,
  actor: Actor,
  versions: ReadonlyMap<string, VersionFacts>,
): Promise<{ items: ProductFacts[]; cut: boolean }> {
  const ids = [...versions].filter(([, version]) => version.shown).map(([id]) => id)
  const parts = ids.map((versionId) => JSON.stringify([{ versionId }]))
  const own = actor.kind === 'user' ? actor.participantId : null
  const { rows } = await sql<ProductRow>`
    select product.* from product
    where id in (select p.id from unnest(${parts}::jsonb[]) part join product p on p.tables @> part)
      and (state = 'published' or participant_id = ${own}::uuid or ${own}::uuid is null)
      and ${await readableProduct(core, actor)}
    order by created_at desc, id limit ${MOST_PRODUCTS + 1}`.execute(core.db)
  const items = rows.slice(0, MOST_PRODUCTS).map((row) => {
    const tables = row.tables.filter((table) => versions.get(table.versionId)?.shown)
    const node: LineageNode = {
      ...NOT_SHOWN,
      id: `product-${row.id}`,
      kind: 'product',
      productId: row.id,
      code: row.code,
      titleZh: row.title_zh,
      titleEn: row.title_en,
      participantId: row.participant_id,
      own: mayWrite(actor, row.participant_id),
      at: row.created_at,
      columns: tables.flatMap((table) =>
        versions
          .get(table.versionId)!
          .node.columns.map((column) => ({ ...column, name: `${table.name}.${column.name}` })),
      ),
    }
    return { node, tables }
  })
  return { items, cut: rows.length > MOST_PRODUCTS }
}

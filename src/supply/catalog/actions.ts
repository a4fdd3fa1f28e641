import type { Actor } from '../../kernel/actor.ts'
import { type ErrorCode, XinyuError } from '../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { Entry } from './entry.ts'
import { mustBeAssessed } from './legal.ts'
import {
  type DatasetChange,
  DatasetText,
  type Landing,
  NewDataset,
  NewProduct,
  NewZone,
  type Origin,
  type ProductTableRef,
} from './model.ts'
import { canChangeTo, checkDeclared, checkTableNames, mayWrite } from './rules.ts'
import { indexDataset } from './search/index-row.ts'
import { mustTake } from './zones/actions.ts'

/** Opens a zone 专区. @throws XinyuError ZONE_CODE_TAKEN */
export async function createZone(
  core: Core,
  actor: Actor,
  input: NewZone & { participantId?: string },
): Promise<string> {
  const { participantId, ...rest } = input
  const zone = NewZone.parse(rest)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const zoneId = id()
    await unlessTaken('ZONE_CODE_TAKEN', zone.code, () =>
      tx
        .insertInto('zone')
        .values({
          id: zoneId,
          code: zone.code,
          title_zh: zone.titleZh,
          title_en: zone.titleEn,
          participant_id: participantId ?? bodyOf(actor),
          description: zone.description,
          rules: JSON.stringify(zone.rules),
          created_at: now,
        })
        .execute(),
    )
    note({ kind: 'zone.created', subject: { zone: zoneId } })
    return zoneId
  })
  return value
}

/**
 * Registers a dataset 数据资源 of a body; it has no version yet.
 * @throws XinyuError DATASET_CODE_TAKEN, IMPORT_TYPE_UNKNOWN, NOT_FOUND, ZONE_NOT_CONTRIBUTOR
 */
export async function registerDataset(
  core: Core,
  actor: Actor,
  input: NewDataset & { participantId?: string },
): Promise<string> {
  const { participantId, ...rest } = input
  const dataset = NewDataset.parse(rest)
  checkDeclared(dataset.schema)
  const owner = ownerFor(actor, participantId)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const datasetId = id()
    if (dataset.zoneId !== null) await mustTake(tx, actor, dataset.zoneId)
    await unlessTaken('DATASET_CODE_TAKEN', dataset.code, () =>
      tx
        .insertInto('dataset')
        .values({
          id: datasetId,
          zone_id: dataset.zoneId,
          participant_id: owner,
          code: dataset.code,
          title_zh: dataset.titleZh,
          title_en: dataset.titleEn,
          description: dataset.description,
          insured_column: dataset.insuredColumn,
          insured_system: dataset.insuredSystem,
          column_titles: JSON.stringify(dataset.columnTitles),
          declared: JSON.stringify(lowerKeys(dataset.schema)),
          entry: JSON.stringify(dataset.entry),
          state: 'active',
          created_at: now,
        })
        .execute(),
    )
    await indexDataset(tx, datasetId)
    note({
      kind: 'dataset.registered',
      subject: { dataset: datasetId, participant: owner },
      payload: { ...dataset },
    })
    return datasetId
  })
  return value
}

/** Changes titles, description and what else the catalogue says of it. @throws XinyuError NOT_FOUND, NOT_OWNER */
export async function updateDatasetText(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: DatasetChange,
): Promise<void> {
  const text = DatasetText.parse(input)
  await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('dataset')
      .selectAll()
      .where('id', '=', datasetId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
    if (!mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_OWNER', { what: row.code })
    await tx
      .updateTable('dataset')
      .set({
        title_zh: text.titleZh ?? row.title_zh,
        title_en: text.titleEn ?? row.title_en,
        description: text.description ?? row.description,
        column_titles: JSON.stringify({ ...row.column_titles, ...text.columnTitles }),
        entry: JSON.stringify(changed(Entry.parse(row.entry), text.entry)),
      })
      .where('id', '=', datasetId)
      .execute()
    await indexDataset(tx, datasetId)
    note({ kind: 'dataset.described', subject: { dataset: datasetId }, payload: { ...text } })
  })
}

/** What is not named stays as it is. */
const changed = (entry: Entry, change: DatasetText['entry'] = {}): Entry => ({
  ...entry,
  ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
})

const FROM_FILES: Origin = { kind: 'import', from: [], by: null, columns: {} }

/** Makes a landed import a version, in one transaction; from then on it can be seen. */
export async function landVersion(
  core: Core,
  actor: Actor,
  landing: Landing,
): Promise<{ id: string; number: number }> {
  const { value } = await act(core, actor, async ({ tx, now, note, emit }) => {
    await tx
      .selectFrom('dataset')
      .select('id')
      .where('id', '=', landing.datasetId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const last = await tx
      .selectFrom('dataset_version')
      .select((eb) => eb.fn.max('number').as('number'))
      .where('dataset_id', '=', landing.datasetId)
      .executeTakeFirst()
    const number = (last?.number ?? 0) + 1
    await tx
      .insertInto('dataset_version')
      .values({
        id: landing.versionId,
        dataset_id: landing.datasetId,
        number,
        state: 'landed',
        rows: landing.rows,
        rejected: landing.rejected,
        bytes: landing.bytes,
        hash: landing.hash,
        columns: JSON.stringify(landing.columns),
        insured_count: landing.insuredCount,
        insured_generation: landing.insuredGeneration,
        files: JSON.stringify(landing.files),
        source_files: JSON.stringify(landing.sourceFiles),
        import_id: landing.importId,
        content_hash: landing.contentHash,
        quarantined: landing.quarantined ?? 0,
        origin: JSON.stringify(landing.origin ?? FROM_FILES),
        created_at: now,
      })
      .execute()
    await indexDataset(tx, landing.datasetId)
    const { rows, rejected, hash, contentHash, sourceFiles, insuredGeneration } = landing
    const { quarantined = 0, origin = FROM_FILES } = landing
    note({
      kind: 'version.landed',
      subject: { dataset: landing.datasetId, version: landing.versionId },
      payload: {
        number,
        rows,
        rejected,
        quarantined,
        hash,
        contentHash,
        insuredGeneration,
        sourceFiles: [...sourceFiles],
        origin: { ...origin },
      },
    })
    emit('version.landed', { datasetId: landing.datasetId, versionId: landing.versionId })
    return { id: landing.versionId, number }
  })
  return value
}

/** Makes a draft product of versions of the own body. @throws XinyuError PRODUCT_CODE_TAKEN, PRODUCT_TABLE_NAME, NOT_FOUND */
export async function createProduct(
  core: Core,
  actor: Actor,
  input: NewProduct & { participantId?: string },
): Promise<string> {
  const { participantId, ...rest } = input
  const product = NewProduct.parse(rest)
  checkTableNames(product.tables)
  const owner = ownerFor(actor, participantId)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const productId = id()
    await versionsMustBeOwn(tx, owner, product.tables)
    await unlessTaken('PRODUCT_CODE_TAKEN', product.code, () =>
      tx
        .insertInto('product')
        .values({
          id: productId,
          participant_id: owner,
          code: product.code,
          title_zh: product.titleZh,
          title_en: product.titleEn,
          summary: product.summary,
          tables: JSON.stringify(product.tables),
          state: 'draft',
          created_at: now,
        })
        .execute(),
    )
    note({
      kind: 'product.created',
      subject: { product: productId, participant: owner },
      payload: { ...product },
    })
    return productId
  })
  return value
}

/** Shows a product in the catalogue. @throws XinyuError NOT_FOUND, NOT_OWNER, PRODUCT_STATE, PRODUCT_NOT_ASSESSED */
export const publishProduct = (core: Core, actor: Actor, productId: string): Promise<void> =>
  changeState(core, actor, productId, 'published')

/** Takes a product out of the catalogue; contracts in force are ended by the rooms that hold them. */
export const withdrawProduct = (core: Core, actor: Actor, productId: string): Promise<void> =>
  changeState(core, actor, productId, 'withdrawn')

async function changeState(
  core: Core,
  actor: Actor,
  productId: string,
  to: 'published' | 'withdrawn',
): Promise<void> {
  await act(core, actor, async ({ tx, note, emit }) => {
    const row = await tx
      .selectFrom('product')
      .selectAll()
      .where('id', '=', productId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'product' })
    if (!mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_OWNER', { what: row.code })
    if (!canChangeTo(row.state, to)) throw new XinyuError('PRODUCT_STATE', { state: row.state, wish: to })
    if (to === 'published') await mustBeAssessed(core, tx, row)
    await tx.updateTable('product').set({ state: to }).where('id', '=', productId).execute()
    note({ kind: `product.${to}`, subject: { product: productId } })
    emit(`product.${to}`, { productId })
  })
}

const bodyOf = (actor: Actor): string | null => (actor.kind === 'user' ? actor.participantId : null)

/** A user acts for the own body; only the space itself may name another. */
function ownerFor(actor: Actor, named: string | undefined): string {
  const owner = actor.kind === 'user' ? actor.participantId : named
  if (owner === undefined)
    throw new XinyuError('INPUT_INVALID', { where: 'participantId', why: 'is missing' })
  return owner
}

const lowerKeys = (schema: Record<string, string>) =>
  Object.fromEntries(Object.entries(schema).map(([name, type]) => [name.toLowerCase(), type]))

async function versionsMustBeOwn(
  tx: ActionScope['tx'],
  owner: string,
  tables: ProductTableRef[],
): Promise<void> {
  const ids = [...new Set(tables.map((table) => table.versionId))]
  const rows = await tx
    .selectFrom('dataset_version')
    .innerJoin('dataset', 'dataset.id', 'dataset_version.dataset_id')
    .select('dataset.participant_id')
    .where('dataset_version.id', 'in', ids)
    .execute()
  // A version of another body looks like one that does not exist.
  if (rows.filter((row) => row.participant_id === owner).length !== ids.length) {
    throw new XinyuError('NOT_FOUND', { what: 'version' })
  }
}

async function unlessTaken(code: ErrorCode, taken: string, insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert()
  } catch (error) {
    const { code: state, constraint } = error as { code?: string; constraint?: string }
    if (state === '23505' && constraint?.endsWith('_code')) throw new XinyuError(code, { code: taken })
    throw error
  }
}

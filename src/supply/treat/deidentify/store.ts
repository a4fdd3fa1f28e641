import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, datasetView, listDatasets, versionById } from '../../catalog/index.ts'
import { ownDataset, rolesOf, thresholdOf } from '../grade/index.ts'
import type { IdentitySource } from './child/persons.ts'
import type { TransformWork } from './child/transform.ts'
import type { Identity, Profile, ProfileView, ProjectTableView } from './model.ts'
import { proposeProfile } from './propose.ts'

/** The newest saved profile of a dataset. */
export async function profileOf(core: Core, datasetId: string) {
  return core.db
    .selectFrom('deid_profile')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export const latestVersion = (core: Core, datasetId: string) =>
  core.db
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The profile of a dataset of the own body, or a proposal. @throws XinyuError NOT_FOUND */
export async function profileView(core: Core, actor: Actor, datasetId: string): Promise<ProfileView> {
  const dataset = await ownDataset(core, actor, datasetId)
  const view = (await datasetView(core, actor, datasetId))!
  const roles = await rolesOf(
    core,
    datasetId,
    view.columns.map((column) => column.name),
  )
  const columns = view.columns.map(({ name, type, titleZh, titleEn }) => ({
    name,
    type,
    titleZh,
    titleEn,
    role: roles[name]!,
  }))
  const registers = await registersFor(core, datasetId)
  const saved = await profileOf(core, datasetId)
  const profile =
    saved?.body ??
    proposeProfile(columns, dataset.insured_column, proposedIdentity(dataset, columns, registers))
  return {
    datasetId,
    version: saved?.version ?? 0,
    profile,
    savedBy: saved?.saved_by ?? null,
    savedAt: saved?.saved_at ?? null,
    threshold: await thresholdOf(core, datasetId, keptOf(profile)),
    columns,
    registers,
  }
}

/** Names of the columns that a profile lets through readable: a pseudonym tells nothing of the value's own grade. */
export const keptOf = (profile: Profile): string[] =>
  Object.entries(profile.columns)
    .filter(([, transform]) => transform.kind !== 'remove' && transform.kind !== 'pseudonym')
    .map(([name]) => name)

const ID_COLUMN = /^(certno|id_?card|cert_no|id_number|身份证号码?|公民身份号码)$/i

function proposedIdentity(
  dataset: { insured_column: string | null; insured_system: string | null },
  columns: readonly { name: string }[],
  registers: ProfileView['registers'],
): Identity {
  if (dataset.insured_column === null) return { kind: 'none' }
  if (dataset.insured_system === 'certno') return { kind: 'column', column: dataset.insured_column }
  const register = registers.find((one) => /基本信息|person/i.test(one.titleZh + one.titleEn)) ?? registers[0]
  const column = register?.columns.find((name) => ID_COLUMN.test(name))
  if (register && column) return { kind: 'register', datasetId: register.datasetId, column }
  const own = columns.find(({ name }) => ID_COLUMN.test(name))
  return own ? { kind: 'column', column: own.name } : { kind: 'none' }
}

/** Datasets of the same body with the same insured system that hold an identity number, one row a person first. */
async function registersFor(core: Core, datasetId: string): Promise<ProfileView['registers']> {
  const dataset = (await datasetById(core, datasetId))!
  if (dataset.insured_system === null) return []
  const { items } = await listDatasets(core, { participantId: dataset.participant_id, offset: 0, limit: 200 })
  const found = await Promise.all(
    items
      .filter(
        (one) => one.insuredSystem === dataset.insured_system && one.id !== datasetId && one.latest !== null,
      )
      .map(async (one) => ({ one, version: (await latestVersion(core, one.id))! })),
  )
  return found
    .map(({ one, version }) => ({
      datasetId: one.id,
      titleZh: one.titleZh,
      titleEn: one.titleEn,
      columns: version.columns.map((column) => column.name).filter((name) => ID_COLUMN.test(name)),
      each: version.rows / Math.max(1, version.insured_count ?? 1),
    }))
    .filter((one) => one.columns.length > 0)
    .toSorted((a, b) => a.each - b.each)
    .map(({ datasetId: id, titleZh, titleEn, columns }) => ({ datasetId: id, titleZh, titleEn, columns }))
}

/** What a child needs to transform one version after a profile. @throws XinyuError NOT_FOUND */
export async function transformWork(
  core: Core,
  versionId: string,
  profile: Profile,
  open: readonly string[] | null,
): Promise<TransformWork> {
  const version = await versionById(core, versionId)
  const dataset = version && (await datasetById(core, version.dataset_id))
  if (!version || !dataset) throw new XinyuError('NOT_FOUND', { what: 'version' })
  const roles = await rolesOf(
    core,
    dataset.id,
    version.columns.map((column) => column.name),
  )
  return {
    files: version.files.map((file) => join(core.home, file)),
    columns: version.columns.map(({ name, type }) => ({ name, type, role: roles[name]! })),
    profile,
    body: dataset.participant_id,
    persons: version.insured_count !== null,
    open,
    threshold: await thresholdOf(
      core,
      dataset.id,
      keptOf(profile).filter((name) => open === null || open.includes(name)),
    ),
  }
}

/**
 * Where the identity numbers of a version's persons stand. A register counts only where it is the same body's and of the
 * same system: else a person of one system would get the number of another's.
 * @throws XinyuError DEID_REGISTER, DEID_COLUMN_UNKNOWN
 */
export async function identitySource(
  core: Core,
  versionId: string,
  identity: Identity,
): Promise<IdentitySource | null> {
  if (identity.kind === 'none') return null
  const version = (await versionById(core, versionId))!
  if (version.insured_count === null) return null
  const dataset = (await datasetById(core, version.dataset_id))!
  const other = identity.kind === 'register' ? await datasetById(core, identity.datasetId) : dataset
  const found = identity.kind === 'register' ? await latestVersion(core, identity.datasetId) : version
  if (
    !other ||
    !found ||
    other.participant_id !== dataset.participant_id ||
    other.insured_system !== dataset.insured_system ||
    found.insured_count === null
  ) {
    throw new XinyuError('DEID_REGISTER', { dataset: dataset.code })
  }
  if (!found.columns.some((column) => column.name === identity.column))
    throw new XinyuError('DEID_COLUMN_UNKNOWN', { column: identity.column })
  return { files: found.files.map((file) => join(core.home, file)), column: identity.column }
}

/** The prepared tables of a project. Whose project it is the caller has looked at. */
export async function projectTables(core: Core, projectId: string): Promise<ProjectTableView[]> {
  const rows = await core.db
    .selectFrom('project_table')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    contractId: row.contract_id,
    name: row.name,
    datasetId: row.dataset_id,
    versionId: row.version_id,
    profileVersion: row.profile_version,
    rows: row.rows,
    suppressedRows: row.suppressed_rows,
    blankedCells: row.blanked_cells,
    persons: row.persons,
    identified: row.identified,
    matched: row.matched,
    columns: row.columns,
    risk: row.risk,
    preparedAt: row.prepared_at,
  }))
}

/** Contracts under which something is prepared now. */
export async function preparedContracts(core: Core): Promise<string[]> {
  const rows = await core.db.selectFrom('project_table').select('contract_id').distinct().execute()
  return rows.map((row) => row.contract_id)
}

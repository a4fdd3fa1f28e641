import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, datasetView, mayWrite } from '../../catalog/index.ts'
import type { ColumnGrade, ColumnRole, GradeScheme, GradingView, Importance } from './model.ts'
import { type Floor, levelIn, strictest, type Threshold, UNGRADED } from './rules.ts'
import { SHIPPED } from './schemes.ts'
import { suggestGrade } from './suggest.ts'

/** All schemes of the space, every version: the shipped ones, and those that were added. */
export async function schemesOf(core: Core): Promise<GradeScheme[]> {
  const rows = await core.db
    .selectFrom('grade_scheme')
    .select('body')
    .orderBy('code')
    .orderBy('version')
    .execute()
  return [...SHIPPED, ...rows.map((row) => row.body)]
}

/** A scheme in the given or its newest version. @throws XinyuError NOT_FOUND */
export async function schemeOf(core: Core, code: string, version?: number): Promise<GradeScheme> {
  const found = (await schemesOf(core))
    .filter((one) => one.code === code && (version === undefined || one.version === version))
    .toSorted((a, b) => b.version - a.version)[0]
  if (!found) throw new XinyuError('NOT_FOUND', { what: `scheme ${code}` })
  return found
}

/** A dataset of the actor's body; of another body it looks like none. @throws XinyuError NOT_FOUND */
export async function ownDataset(core: Core, actor: Actor, datasetId: string) {
  const dataset = await datasetById(core, datasetId)
  if (!dataset || !mayWrite(actor, dataset.participant_id))
    throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  return dataset
}

export async function gradesOf(core: Core, datasetId: string): Promise<ColumnGrade[]> {
  const rows = await core.db
    .selectFrom('column_grade')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .execute()
  return rows.map((row) => ({
    column: row.column_name,
    scheme: row.scheme,
    schemeVersion: row.scheme_version,
    level: row.level,
    role: row.role,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }))
}

export async function importanceOf(core: Core, datasetId: string): Promise<Importance | null> {
  const row = await core.db
    .selectFrom('dataset_importance')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .executeTakeFirst()
  if (!row) return null
  return {
    scheme: row.scheme,
    schemeVersion: row.scheme_version,
    level: row.level,
    catalogue: row.catalogue,
    scale: row.scale,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}

/** The grading of a dataset with suggestions, for its owner. @throws XinyuError NOT_FOUND */
export async function gradingView(core: Core, actor: Actor, datasetId: string): Promise<GradingView> {
  await ownDataset(core, actor, datasetId)
  const dataset = (await datasetView(core, actor, datasetId))!
  const look = await core.db
    .selectFrom('grade_look')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .executeTakeFirst()
  const grades = new Map((await gradesOf(core, datasetId)).map((grade) => [grade.column, grade]))
  return {
    datasetId,
    scheme: await schemeOf(core, 'gbt39725'),
    columns: dataset.columns.map((column) => ({
      column: column.name,
      type: column.type,
      titleZh: column.titleZh,
      titleEn: column.titleEn,
      grade: grades.get(column.name) ?? null,
      suggestion: suggestGrade(column.name, look?.counts[column.name] ?? null),
    })),
    looked: look ? { versionId: look.version_id, at: look.looked_at, rows: look.rows } : null,
    importance: await importanceOf(core, datasetId),
    importanceScheme: await schemeOf(core, 'gbt43697'),
  }
}

/** What the grades of a dataset demand of a policy, by column; null where nobody has graded it. */
export async function floorsOf(core: Core, datasetId: string): Promise<ReadonlyMap<string, Floor> | null> {
  const grades = await gradesOf(core, datasetId)
  if (grades.length === 0) return null
  const floors = new Map<string, Floor>()
  for (const grade of grades) {
    const scheme = await schemeOf(core, grade.scheme, grade.schemeVersion)
    floors.set(grade.column, { level: grade.level, allows: levelIn(scheme, grade.level).allows })
  }
  return floors
}

/** To whom a dataset may be offered by its importance and by its columns that are used: the strictest. */
export async function offerFloor(
  core: Core,
  datasetId: string,
  columns: readonly string[],
): Promise<{ offer: 'any' | 'named' | 'none'; level: string }> {
  let strict: { offer: 'any' | 'named' | 'none'; level: string } = { offer: 'any', level: '' }
  const order = ['any', 'named', 'none'] as const
  const take = (offer: (typeof order)[number], level: string) => {
    if (order.indexOf(offer) > order.indexOf(strict.offer)) strict = { offer, level }
  }
  const importance = await importanceOf(core, datasetId)
  if (importance) {
    const scheme = await schemeOf(core, importance.scheme, importance.schemeVersion)
    take(levelIn(scheme, importance.level).offer, importance.level)
  }
  for (const grade of await gradesOf(core, datasetId)) {
    if (!columns.includes(grade.column)) continue
    take(levelIn(await schemeOf(core, grade.scheme, grade.schemeVersion), grade.level).offer, grade.level)
  }
  return strict
}

/** What the columns that stay demand of the result: the strictest of their levels and of the dataset's importance. */
export async function thresholdOf(
  core: Core,
  datasetId: string,
  columns: readonly string[],
): Promise<Threshold> {
  const demands: Threshold[] = []
  for (const grade of await gradesOf(core, datasetId)) {
    if (!columns.includes(grade.column)) continue
    demands.push(levelIn(await schemeOf(core, grade.scheme, grade.schemeVersion), grade.level))
  }
  const importance = await importanceOf(core, datasetId)
  if (importance) {
    demands.push(levelIn(await schemeOf(core, importance.scheme, importance.schemeVersion), importance.level))
  }
  const { minK, maxRisk } = strictest(demands.length > 0 ? demands : [UNGRADED])
  return { minK, maxRisk }
}

/** What each column tells: as graded; where nobody graded it, as its name and the values looked at suggest. */
export async function rolesOf(
  core: Core,
  datasetId: string,
  columns: readonly string[],
): Promise<Record<string, ColumnRole>> {
  const grades = new Map((await gradesOf(core, datasetId)).map((grade) => [grade.column, grade.role]))
  const look = await core.db
    .selectFrom('grade_look')
    .select('counts')
    .where('dataset_id', '=', datasetId)
    .executeTakeFirst()
  return Object.fromEntries(
    columns.map((column) => [
      column,
      grades.get(column) ?? suggestGrade(column, look?.counts[column] ?? null).role,
    ]),
  )
}

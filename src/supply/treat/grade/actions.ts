import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { datasetView } from '../../catalog/index.ts'
import { ConfirmGrades, DecideImportance, GradeScheme } from './model.ts'
import { levelIn } from './rules.ts'
import { SHIPPED } from './schemes.ts'
import { ownDataset, schemeOf } from './store.ts'

const decider = (actor: Actor): string => (actor.kind === 'user' ? actor.userId : actor.name)

/**
 * Confirms grades of columns of the own body's dataset; columns that are not named keep theirs.
 * @throws XinyuError NOT_FOUND, GRADE_LEVEL_UNKNOWN, GRADE_COLUMN_UNKNOWN, GRADE_SCHEME_KIND
 */
export async function confirmGrades(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: ConfirmGrades,
): Promise<void> {
  const { scheme: code, columns } = ConfirmGrades.parse(input)
  await ownDataset(core, actor, datasetId)
  const scheme = await schemeOf(core, code)
  if (scheme.of !== 'column') throw new XinyuError('GRADE_SCHEME_KIND', { scheme: code })
  const known = new Set((await datasetView(core, actor, datasetId))!.columns.map((column) => column.name))
  for (const [column, { level }] of Object.entries(columns)) {
    if (!known.has(column)) throw new XinyuError('GRADE_COLUMN_UNKNOWN', { column })
    levelIn(scheme, level)
  }
  await act(core, actor, async ({ tx, now, note, emit }) => {
    for (const [column, { level, role, reason }] of Object.entries(columns)) {
      const values = {
        scheme: scheme.code,
        scheme_version: scheme.version,
        level,
        role,
        reason,
        decided_by: decider(actor),
        decided_at: now,
      }
      await tx
        .insertInto('column_grade')
        .values({ dataset_id: datasetId, column_name: column, ...values })
        .onConflict((conflict) => conflict.columns(['dataset_id', 'column_name']).doUpdateSet(values))
        .execute()
    }
    note({
      kind: 'grade.confirmed',
      subject: { dataset: datasetId },
      payload: { scheme: scheme.code, version: scheme.version, columns: { ...columns } },
    })
    emit('grade.confirmed', { datasetId })
  })
}

/** 核心, 重要 or 一般: a person's decision with reasons. @throws XinyuError NOT_FOUND, GRADE_LEVEL_UNKNOWN, GRADE_SCHEME_KIND */
export async function decideImportance(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: DecideImportance,
): Promise<void> {
  const decision = DecideImportance.parse(input)
  await ownDataset(core, actor, datasetId)
  const scheme = await schemeOf(core, decision.scheme)
  if (scheme.of !== 'dataset') throw new XinyuError('GRADE_SCHEME_KIND', { scheme: scheme.code })
  levelIn(scheme, decision.level)
  const { level, catalogue, scale, reason } = decision
  await act(core, actor, async ({ tx, now, note }) => {
    const values = {
      scheme: scheme.code,
      scheme_version: scheme.version,
      level,
      catalogue,
      scale,
      reason,
      decided_by: decider(actor),
      decided_at: now,
    }
    await tx
      .insertInto('dataset_importance')
      .values({ dataset_id: datasetId, ...values })
      .onConflict((conflict) => conflict.column('dataset_id').doUpdateSet(values))
      .execute()
    note({
      kind: 'grade.importance_decided',
      subject: { dataset: datasetId },
      payload: { scheme: scheme.code, version: scheme.version, level, catalogue, scale, reason },
    })
  })
}

/** Adds a scheme, or the next version of one. @throws XinyuError GRADE_SCHEME_VERSION */
export async function addScheme(core: Core, actor: Actor, input: GradeScheme): Promise<void> {
  const scheme = GradeScheme.parse(input)
  await act(core, actor, async ({ tx, now, note }) => {
    const rows = await tx
      .selectFrom('grade_scheme')
      .select('version')
      .where('code', '=', scheme.code)
      .execute()
    const shipped = SHIPPED.filter((one) => one.code === scheme.code).map((one) => one.version)
    const next = Math.max(0, ...shipped, ...rows.map((row) => row.version)) + 1
    if (scheme.version !== next) throw new XinyuError('GRADE_SCHEME_VERSION', { scheme: scheme.code, next })
    await tx
      .insertInto('grade_scheme')
      .values({ code: scheme.code, version: scheme.version, body: JSON.stringify(scheme), created_at: now })
      .execute()
    note({ kind: 'grade.scheme_added', subject: { scheme: scheme.code }, payload: { ...scheme } })
  })
}

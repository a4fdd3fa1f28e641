import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import type { RulePack } from './model.ts'
import { packFor } from './packs.ts'
import type { RunTable } from './run-model.ts'

export const treatmentById = (core: Pick<Core, 'db'>, id: string) =>
  core.db.selectFrom('treatment').selectAll().where('id', '=', id).executeTakeFirst()
export type TreatmentRow = NonNullable<Awaited<ReturnType<typeof treatmentById>>>

export const runRow = (core: Pick<Core, 'db'>, id: string) =>
  core.db.selectFrom('quality_run').selectAll().where('id', '=', id).executeTakeFirst()
export type RunRow = NonNullable<Awaited<ReturnType<typeof runRow>>>

interface Referred {
  readonly id: string
  readonly participant_id: string
  readonly insured_column: string | null
}

/** Own datasets, lists without persons of the operator, and what another body has granted. */
export async function mayRefer(core: Core, participantId: string, dataset: Referred): Promise<boolean> {
  if (dataset.participant_id === participantId) return true
  const grant = await core.db
    .selectFrom('reference_grant')
    .select('id')
    .where('dataset_id', '=', dataset.id)
    .where('grantee_id', '=', participantId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (grant) return true
  const owner = await participantById(core, dataset.participant_id)
  return owner?.roles.includes('operator') === true && dataset.insured_column === null
}

/** What a treatment says, for whoever checks or repairs by it. */
export interface TreatmentFacts {
  readonly id: string
  readonly participantId: string
  /** The pack in force with the body's own rules. */
  readonly rules: RulePack
  /** Only what differs from the pack. */
  readonly settings: Readonly<Record<string, number>>
}

export async function treatmentFacts(core: Core, id: string): Promise<TreatmentFacts | undefined> {
  const row = await treatmentById(core, id)
  if (!row) return undefined
  const rules = await packFor(core, row.participant_id)
  return { id, participantId: row.participant_id, rules, settings: row.settings }
}

/**
 * The versions that a treatment binds now, or the named ones. A dataset that has none yet, and a reference whose grant
 * was withdrawn, are left out: rules that need them are skipped and say so.
 */
export async function boundVersions(
  core: Core,
  id: string,
  named: Readonly<Record<string, string>> = {},
): Promise<RunTable[]> {
  const row = await treatmentById(core, id)
  if (!row) return []
  const bindings = [
    ...row.tables.map((one) => ({ ...one, reference: false })),
    ...row.refs
      .filter((one) => !row.tables.some(({ table }) => table === one.table))
      .map((one) => ({ ...one, reference: true })),
  ]
  const bound: RunTable[] = []
  for (const { table, datasetId, reference } of bindings) {
    const dataset = await core.db
      .selectFrom('dataset')
      .select(['id', 'participant_id', 'insured_column'])
      .where('id', '=', datasetId)
      .executeTakeFirst()
    if (!dataset) continue
    if (reference && !(await mayRefer(core, row.participant_id, dataset))) continue
    let query = core.db
      .selectFrom('dataset_version')
      .select(['id', 'number'])
      .where('dataset_id', '=', datasetId)
      .where('state', '=', 'landed')
    const wanted = named[table]
    if (wanted !== undefined) query = query.where('id', '=', wanted)
    const version = await query.orderBy('number', 'desc').limit(1).executeTakeFirst()
    if (!version) continue
    bound.push({
      table,
      datasetId,
      versionId: version.id,
      number: version.number,
      reference,
      participantId: dataset.participant_id,
    })
  }
  return bound
}

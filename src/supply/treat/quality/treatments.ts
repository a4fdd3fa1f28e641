import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, mayWrite } from '../../catalog/index.ts'
import { findNationalTable } from '../standard/index.ts'
import { currentPack } from './packs.ts'
import { type Binding, NewTreatment, TreatmentChange } from './run-model.ts'
import { mayRefer, treatmentById, type TreatmentRow } from './store.ts'

/**
 * Makes a treatment 治理方案: which datasets of the own body hold which national tables, and what they may refer to.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, STANDARD_TABLE_UNKNOWN, REFERENCE_NOT_GRANTED, RULE_SETTING_UNKNOWN
 */
export async function createTreatment(
  core: Core,
  actor: Actor,
  input: NewTreatment & { participantId?: string },
): Promise<string> {
  const { participantId, ...rest } = input
  const { title, tables, references, settings, automatic } = NewTreatment.parse(rest)
  const owner = ownerOf(actor, participantId)
  await checkBindings(core, actor, owner, tables, references)
  await checkSettings(core, settings)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const treatmentId = id()
    await tx
      .insertInto('treatment')
      .values({
        id: treatmentId,
        participant_id: owner,
        title,
        tables: JSON.stringify(tables),
        refs: JSON.stringify(references),
        settings: JSON.stringify(settings),
        automatic,
        created_at: now,
        updated_at: now,
      })
      .execute()
    note({
      kind: 'treatment.created',
      subject: { treatment: treatmentId, participant: owner },
      payload: { tables, references, settings, automatic },
    })
    return treatmentId
  })
  return value
}

/** Changes bindings, settings or the title. @throws XinyuError as `createTreatment` */
export async function changeTreatment(
  core: Core,
  actor: Actor,
  id: string,
  input: TreatmentChange,
): Promise<void> {
  const change = TreatmentChange.parse(input)
  const row = await ownTreatment(core, actor, id)
  await checkBindings(core, actor, row.participant_id, change.tables ?? [], change.references ?? [])
  await checkSettings(core, change.settings ?? {})
  await act(core, actor, async ({ tx, now, note }) => {
    await tx
      .updateTable('treatment')
      .set({
        ...(change.title === undefined ? {} : { title: change.title }),
        ...(change.tables === undefined ? {} : { tables: JSON.stringify(change.tables) }),
        ...(change.references === undefined ? {} : { refs: JSON.stringify(change.references) }),
        ...(change.settings === undefined ? {} : { settings: JSON.stringify(change.settings) }),
        ...(change.automatic === undefined ? {} : { automatic: change.automatic }),
        updated_at: now,
      })
      .where('id', '=', id)
      .execute()
    note({
      kind: 'treatment.changed',
      subject: { treatment: id, participant: row.participant_id },
      payload: JSON.parse(JSON.stringify(change)),
    })
  })
}

/** A treatment of another body looks like one that does not exist. @throws XinyuError NOT_FOUND */
export async function ownTreatment(core: Core, actor: Actor, id: string): Promise<TreatmentRow> {
  const row = await treatmentById(core, id)
  if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'treatment' })
  return row
}

async function checkBindings(
  core: Core,
  actor: Actor,
  owner: string,
  tables: readonly Binding[],
  references: readonly Binding[],
): Promise<void> {
  for (const { table, datasetId } of [...tables, ...references]) {
    if (!findNationalTable(table)) throw new XinyuError('STANDARD_TABLE_UNKNOWN', { name: table })
    const dataset = await datasetById(core, datasetId)
    if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
    if (references.some((one) => one.datasetId === datasetId)) {
      if (!(await mayRefer(core, owner, dataset)))
        throw new XinyuError('REFERENCE_NOT_GRANTED', { what: dataset.code })
    } else if (!mayWrite(actor, dataset.participant_id) || dataset.participant_id !== owner) {
      throw new XinyuError('NOT_OWNER', { what: dataset.code })
    }
  }
}

async function checkSettings(core: Core, settings: Readonly<Record<string, number>>): Promise<void> {
  const pack = await currentPack(core)
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(pack.settings, name)) throw new XinyuError('RULE_SETTING_UNKNOWN', { name })
  }
}

function ownerOf(actor: Actor, participantId: string | undefined): string {
  if (actor.kind === 'user') return actor.participantId
  if (participantId === undefined) throw new Error('the space itself names the body that it acts for')
  return participantId
}

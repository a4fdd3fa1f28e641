import type { Actor } from '../../kernel/actor.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { Reading } from './files/model.ts'

/** What is set for the files of a dataset; nothing set is an empty object. */
export async function datasetReading(core: Core, datasetId: string): Promise<Reading> {
  const row = await core.db
    .selectFrom('dataset_reading')
    .selectAll()
    .where('dataset_id', '=', datasetId)
    .executeTakeFirst()
  return Reading.parse(row?.reading ?? {})
}

/** Sets how files of a dataset are to be read, for every import that says nothing else. */
export async function setDatasetReading(
  core: Core,
  actor: Actor,
  datasetId: string,
  input: Reading,
): Promise<void> {
  const reading = Reading.parse(input)
  await act(core, actor, async ({ tx, now, note }) => {
    const values = { reading: JSON.stringify(reading), updated_at: now }
    await tx
      .insertInto('dataset_reading')
      .values({ dataset_id: datasetId, ...values })
      .onConflict((oc) => oc.column('dataset_id').doUpdateSet(values))
      .execute()
    note({ kind: 'dataset.reading_set', subject: { dataset: datasetId }, payload: { ...reading } })
  })
}

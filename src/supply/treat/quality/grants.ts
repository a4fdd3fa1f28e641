import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import { datasetById, mayWrite } from '../../catalog/index.ts'
import { NewGrant } from './run-model.ts'

/**
 * Lets another body refer to a dataset of the own body in its quality checks: its checks compare with it, its people
 * never see a row of it.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, REFERENCE_GRANTED
 */
export async function grantReference(core: Core, actor: Actor, input: NewGrant): Promise<string> {
  const { datasetId, granteeId, purpose } = NewGrant.parse(input)
  const dataset = await datasetById(core, datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  if (!mayWrite(actor, dataset.participant_id)) throw new XinyuError('NOT_OWNER', { what: dataset.code })
  const grantee = await participantById(core, granteeId)
  if (!grantee) throw new XinyuError('NOT_FOUND', { what: 'participant' })
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const grantId = id()
    const made = await tx
      .insertInto('reference_grant')
      .values({
        id: grantId,
        dataset_id: datasetId,
        participant_id: dataset.participant_id,
        grantee_id: granteeId,
        purpose,
        granted_by: actor.kind === 'user' ? actor.userId : null,
        granted_at: now,
        withdrawn_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows === 0n)
      throw new XinyuError('REFERENCE_GRANTED', { what: dataset.code })
    note({
      kind: 'reference.granted',
      subject: { grant: grantId, dataset: datasetId, provider: dataset.participant_id, consumer: granteeId },
      payload: { purpose },
    })
    return grantId
  })
  return value
}

/** Takes it back: the next check goes without it. @throws XinyuError NOT_FOUND */
export async function withdrawReference(core: Core, actor: Actor, grantId: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('reference_grant')
      .selectAll()
      .where('id', '=', grantId)
      .where('withdrawn_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'grant' })
    await tx.updateTable('reference_grant').set({ withdrawn_at: now }).where('id', '=', grantId).execute()
    note({
      kind: 'reference.withdrawn',
      subject: {
        grant: grantId,
        dataset: row.dataset_id,
        provider: row.participant_id,
        consumer: row.grantee_id,
      },
    })
  })
}

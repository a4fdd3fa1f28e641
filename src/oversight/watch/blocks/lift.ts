import { type Actor, systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import { type BlockTools, undo } from './apply.ts'

const WATCH = systemActor('watch')

/**
 * Lifts a block: first it is durable that somebody did and why, then its effect is taken back; a server that is killed
 * in between goes on at its start.
 * @throws XinyuError NOT_FOUND, WATCH_BLOCK_OVER, WATCH_NOT_OWN
 */
export async function liftBlock(
  tools: BlockTools,
  actor: UserActor,
  caseId: string,
  { blockId, reason }: { readonly blockId: string; readonly reason: string },
): Promise<void> {
  await act(tools.core, actor, async (scope) => {
    const { tx, now, note } = scope
    const row = await lockedBlock(scope, caseId, blockId)
    if (row.subject_id === actor.userId) throw new XinyuError('WATCH_NOT_OWN')
    await tx
      .updateTable('watch_block')
      .set({ state: 'lifting', lifted_at: now, lifted_by: actor.userId, reason })
      .where('id', '=', blockId)
      .execute()
    note({
      kind: 'watch.block_lifted',
      subject: { block: blockId, case: caseId, [row.what]: row.subject_id },
      payload: { reason, reaction: row.reaction },
    })
  })
  await finishLifting(tools, blockId)
}

async function lockedBlock({ tx }: ActionScope, caseId: string, blockId: string) {
  const row = await tx
    .selectFrom('watch_block')
    .selectAll()
    .where('id', '=', blockId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'block' })
  if (row.state !== 'in_force' && row.state !== 'wanted') throw new XinyuError('WATCH_BLOCK_OVER')
  return row
}

/** Takes back what was lifted; of one block or of all. Returns how many. */
export async function finishLifting(tools: BlockTools, blockId?: string): Promise<number> {
  const { core } = tools
  let query = core.db.selectFrom('watch_block').selectAll().where('state', '=', 'lifting')
  if (blockId !== undefined) query = query.where('id', '=', blockId)
  const rows = await query.execute()
  for (const row of rows) {
    await undo(tools, row)
    await lifted(tools, WATCH, row.id, row.case_id)
  }
  return rows.length
}

async function lifted({ core }: BlockTools, actor: Actor, blockId: string, caseId: string): Promise<void> {
  await act(core, actor, async ({ tx, note, emit }) => {
    await tx
      .updateTable('watch_block')
      .set({ state: 'lifted' })
      .where('id', '=', blockId)
      .where('state', '=', 'lifting')
      .execute()
    note({ kind: 'watch.block_undone', subject: { block: blockId, case: caseId } })
    emit('watch.blocked', { caseId, blockId })
  })
}

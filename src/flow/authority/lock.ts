import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { STATE_ZH } from './rules.ts'
import type { LinkState } from './model.ts'

export type LinkRow = Awaited<ReturnType<typeof lockedLink>>

/** One link, locked until the action ends. @throws XinyuError NOT_FOUND */
export async function lockedLink(tx: Tx, id: string) {
  const row = await tx.selectFrom('authority').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  return row
}

/** The link, locked, where the actor's body stands on this side; of others it looks like none (design rule 4). */
export async function partyOf(
  tx: Tx,
  actor: UserActor,
  id: string,
  side: 'grantor_id' | 'grantee_id',
): Promise<LinkRow> {
  const row = await lockedLink(tx, id)
  const hidden = side === 'grantee_id' && row.state === 'draft'
  if (row[side] !== actor.participantId || hidden) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  return row
}

/** Links that may still come into force or are. */
export const OPEN: readonly LinkState[] = ['draft', 'offered', 'accepted']

/** @throws XinyuError AUTHORITY_STATE */
export function mustBeIn(state: LinkState, allowed: readonly LinkState[]): void {
  if (!allowed.includes(state)) throw new XinyuError('AUTHORITY_STATE', { state, stateZh: STATE_ZH[state] })
}

/** Ids for the log: who grants stands as `provider`, who takes it as `consumer`. */
export const subjectOf = (
  row: Pick<LinkRow, 'id' | 'parent_id' | 'grantor_id' | 'grantee_id'>,
): Record<string, string> => ({
  authority: row.id,
  ...(row.parent_id && { parent: row.parent_id }),
  provider: row.grantor_id,
  consumer: row.grantee_id,
})

import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { belowRows, chainRows, linkOf } from './chain.ts'
import { lockedLink, type LinkRow, mustBeIn, OPEN, subjectOf } from './lock.ts'
import { seen } from './visible.ts'

/**
 * Withdraws a link and with it everything that hangs on it, in one transaction. The body that granted it may, its
 * grantee may give it up, and so may every body above in the chain.
 * @throws XinyuError NOT_FOUND, AUTHORITY_STATE, AUTHORITY_NOT_YOURS
 */
export async function withdrawLink(
  core: Core,
  actor: UserActor,
  id: string,
  reason: string,
): Promise<Acted<{ authorityIds: string[] }>> {
  return act(core, actor, async (scope) => {
    const row = await lockedLink(scope.tx, id)
    const chain = (await chainRows(scope.tx, id)).map(linkOf)
    const below = (await belowRows(scope.tx, id)).map(linkOf)
    const sight = seen(actor, linkOf(row), chain, below)
    if (sight === 'none') throw new XinyuError('NOT_FOUND', { what: 'authority' })
    const above = chain.map((link) => link.grantorId)
    if (row.grantee_id !== actor.participantId && !above.includes(actor.participantId))
      throw new XinyuError('AUTHORITY_NOT_YOURS')
    mustBeIn(row.state, OPEN)
    return { authorityIds: await endTree(scope, row, 'withdrawn', reason) }
  })
}

/** Ends links whose term is over, with everything below; called every few seconds. Returns all that ended. */
export async function expireAuthorities(core: Core): Promise<string[]> {
  const due = await core.db
    .selectFrom('authority')
    .select('id')
    .where('until_at', '<=', core.clock.now())
    .where('state', 'in', OPEN)
    .orderBy('level')
    .limit(500)
    .execute()
  const ended: string[] = []
  for (const { id } of due) {
    if (ended.includes(id)) continue
    const acted = await act(core, systemActor('term'), async (scope) => {
      const row = await lockedLink(scope.tx, id)
      mustBeIn(row.state, OPEN)
      return endTree(scope, row, 'expired', null)
    }).catch((error: unknown) => {
      // Withdrawn between the look and the lock: nothing is left to do.
      if (isXinyuError(error) && error.code === 'AUTHORITY_STATE') return null
      throw error
    })
    ended.push(...(acted?.value ?? []))
  }
  return ended
}

/**
 * Locks level by level, from above: who makes a link holds its parent, so each level is complete once its parents are
 * held. Ids of all that ended, the first one first.
 */
async function endTree(
  { tx, now, note, stop }: ActionScope,
  top: LinkRow,
  state: 'withdrawn' | 'expired',
  reason: string | null,
): Promise<string[]> {
  const ended: LinkRow[] = []
  for (let level: LinkRow[] = [top]; level.length > 0; ) {
    ended.push(...level.filter((row) => OPEN.includes(row.state)))
    level = await tx
      .selectFrom('authority')
      .selectAll()
      .where(
        'parent_id',
        'in',
        level.map((row) => row.id),
      )
      .orderBy('id')
      .forUpdate()
      .execute()
  }
  const ids = ended.map((row) => row.id)
  await tx.updateTable('authority').set({ state, reason, ended_at: now }).where('id', 'in', ids).execute()
  for (const row of ended) {
    note({
      kind: `authority.${state}`,
      subject: { ...subjectOf(row), ...(row.id !== top.id && { because: top.id }) },
      payload: { reason },
    })
  }
  stop('authority.withdrawn', { authorityIds: ids })
  return ids
}

import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import { belowRows, chainRows, linkOf, zonesOf } from './chain.ts'
import { currentRules, implementersOf } from './covering.ts'
import { lockedLink, mustBeIn, partyOf, subjectOf } from './lock.ts'
import { MAX_LEVEL, NewLink, type Scope } from './model.ts'
import { beyondParent, chainFault, type Link } from './rules.ts'
import { seen } from './visible.ts'

/**
 * Makes a link: the first of a chain, by the body whose data it is, or one below a link that the actor's body holds.
 * @throws XinyuError NOT_FOUND, AUTHORITY_TERM, AUTHORITY_GRANTEE, AUTHORITY_NOT_YOURS, AUTHORITY_BEYOND,
 * AUTHORITY_STATE, AUTHORITY_DEPTH
 */
export async function makeLink(core: Core, actor: UserActor, input: NewLink): Promise<Acted<{ id: string }>> {
  const link = NewLink.parse(input)
  if (link.until <= core.clock.now() || link.from >= link.until) throw new XinyuError('AUTHORITY_TERM')
  if (link.granteeId === actor.participantId) throw new XinyuError('AUTHORITY_GRANTEE')
  if (!(await participantById(core, link.granteeId)))
    throw new XinyuError('NOT_FOUND', { what: 'participant' })
  return act(core, actor, async (scope) => {
    const { tx, now, note } = scope
    const id = scope.id()
    const parent = link.parentId === null ? null : await heldParent(tx, actor, link.parentId, now)
    await mustExist(tx, link.scope)
    if (parent) await mustBeWithin(tx, { ...link, id }, parent)
    else await mustBeOwnData(tx, actor, link.scope)
    await tx
      .insertInto('authority')
      .values({
        id,
        parent_id: link.parentId,
        root_id: parent?.rootId ?? id,
        level: (parent?.level ?? 0) + 1,
        grantor_id: actor.participantId,
        grantee_id: link.granteeId,
        scope: JSON.stringify(link.scope),
        fees: JSON.stringify(link.fees),
        from_at: link.from,
        until_at: link.until,
        state: link.draft ? 'draft' : 'offered',
        reason: null,
        created_by: actor.userId,
        created_at: now,
        answered_at: null,
        ended_at: null,
      })
      .execute()
    const { parentId, from, until, fees } = link
    note({
      kind: link.draft ? 'authority.drafted' : 'authority.offered',
      subject: {
        authority: id,
        ...(parentId && { parent: parentId }),
        provider: actor.participantId,
        consumer: link.granteeId,
      },
      payload: { scope: link.scope, from, until, fees },
    })
    return { id }
  })
}

interface Parent extends Link {
  readonly rootId: string
  readonly level: number
}

/**
 * The parent, locked so that it is not withdrawn meanwhile: who withdraws it waits and then finds the new link too.
 * The chain of another body looks like none.
 */
async function heldParent(tx: Tx, actor: UserActor, parentId: string, now: number): Promise<Parent> {
  const row = await tx
    .selectFrom('authority')
    .selectAll()
    .where('id', '=', parentId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  const chain = (await chainRows(tx, parentId)).map(linkOf)
  if (row.grantee_id !== actor.participantId) {
    const below = (await belowRows(tx, parentId)).map(linkOf)
    // Who may see it is told why; to others it looks like none.
    const known = seen(actor, linkOf(row), chain, below) !== 'none'
    throw known ? new XinyuError('AUTHORITY_NOT_YOURS') : new XinyuError('NOT_FOUND', { what: 'authority' })
  }
  if (row.level >= MAX_LEVEL) throw new XinyuError('AUTHORITY_DEPTH', { levels: MAX_LEVEL })
  // A link above whose term begins later may already be passed on: only what has ended may not.
  const parent = linkOf(row)
  const fault = chainFault(chain, Math.max(now, ...chain.map((link) => link.from)), await zonesOf(tx, chain))
  if (fault) throw new XinyuError('AUTHORITY_STATE', { state: fault.en, stateZh: fault.zh })
  return { ...parent, rootId: row.root_id, level: row.level }
}

async function mustBeWithin(
  tx: Tx,
  child: Pick<Link, 'id' | 'scope' | 'from' | 'until'>,
  parent: Link,
): Promise<void> {
  const beyond = beyondParent(child, parent, await zonesOf(tx, [child, parent]))
  if (beyond) throw new XinyuError('AUTHORITY_BEYOND', { why: beyond.en, whyZh: beyond.zh })
}

async function mustExist(tx: Tx, scope: Scope): Promise<void> {
  const ids = [...scope.datasets, ...Object.keys(scope.columns ?? {})]
  const datasets = new Set(ids)
  const zones = new Set(scope.zones)
  const found = async (table: 'dataset' | 'zone', all: ReadonlySet<string>) =>
    all.size === 0
      ? 0
      : (
          await tx
            .selectFrom(table)
            .select('id')
            .where('id', 'in', [...all])
            .execute()
        ).length
  if ((await found('zone', zones)) !== zones.size) throw new XinyuError('NOT_FOUND', { what: 'zone' })
  if ((await found('dataset', datasets)) !== datasets.size)
    throw new XinyuError('NOT_FOUND', { what: 'dataset' })
}

/** Who begins a chain opens its own data: each data set is its own by the rules, and zones mean its own data in them. */
async function mustBeOwnData(tx: Tx, actor: UserActor, scope: Scope): Promise<void> {
  if (scope.datasets.length > 0) {
    const rows = await tx
      .selectFrom('dataset')
      .select(['id', 'participant_id', 'zone_id'])
      .where('id', 'in', [...scope.datasets])
      .execute()
    const rules = await currentRules(
      tx,
      rows.flatMap((row) => [row.id, ...(row.zone_id ? [row.zone_id] : [])]),
    )
    for (const row of rows) {
      const own = [row.zone_id, row.id].flatMap((id) => rules.get(id ?? '') ?? [])
      if (!implementersOf({ ownerId: row.participant_id, rules: own }).includes(actor.participantId))
        throw new XinyuError('AUTHORITY_NOT_OWN_DATA')
    }
  }
  const zoneRules = await currentRules(tx, scope.zones)
  for (const { implementing } of zoneRules.values()) {
    if (implementing.length > 0 && !implementing.includes(actor.participantId))
      throw new XinyuError('AUTHORITY_NOT_OWN_DATA')
  }
}

/** Offers a draft to its grantee. @throws XinyuError NOT_FOUND, AUTHORITY_STATE, AUTHORITY_BEYOND */
export async function offerLink(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const row = await partyOf(tx, actor, id, 'grantor_id')
    mustBeIn(row.state, ['draft'])
    await recheck(tx, linkOf(row))
    await tx.updateTable('authority').set({ state: 'offered' }).where('id', '=', id).execute()
    note({ kind: 'authority.offered', subject: subjectOf(row) })
  })
}

/** The grantee takes the authority on. @throws XinyuError NOT_FOUND, AUTHORITY_STATE, AUTHORITY_BEYOND, AUTHORITY_TERM */
export async function acceptLink(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await partyOf(tx, actor, id, 'grantee_id')
    mustBeIn(row.state, ['offered'])
    if (row.until_at <= now) throw new XinyuError('AUTHORITY_TERM')
    await recheck(tx, linkOf(row))
    await tx
      .updateTable('authority')
      .set({ state: 'accepted', answered_at: now })
      .where('id', '=', id)
      .execute()
    note({ kind: 'authority.accepted', subject: subjectOf(row) })
  })
}

/** The grantee declines, with a reason. @throws XinyuError NOT_FOUND, AUTHORITY_STATE */
export async function declineLink(
  core: Core,
  actor: UserActor,
  id: string,
  reason: string,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await partyOf(tx, actor, id, 'grantee_id')
    mustBeIn(row.state, ['offered'])
    await tx
      .updateTable('authority')
      .set({ state: 'declined', reason, answered_at: now })
      .where('id', '=', id)
      .execute()
    note({ kind: 'authority.declined', subject: subjectOf(row), payload: { reason } })
  })
}

/** What was within its parent when it was made is looked at again: the parent or its zones may have changed. */
async function recheck(tx: Tx, link: Link): Promise<void> {
  if (link.parentId === null) return
  const parent = linkOf(await lockedLink(tx, link.parentId))
  mustBeIn(parent.state, ['accepted'])
  await mustBeWithin(tx, link, parent)
}

import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { indexDataset } from '../search/index-row.ts'
import { NewZoneMember, ZoneChange, ZoneRules } from './model.ts'
import { mayKeep, mayRegister } from './rules.ts'
import { zoneFacts } from './store.ts'

/** Changes titles, description or rules of a zone. @throws XinyuError NOT_FOUND, ZONE_NOT_KEEPER */
export async function changeZone(core: Core, actor: Actor, zoneId: string, input: ZoneChange): Promise<void> {
  const change = ZoneChange.parse(input)
  await act(core, actor, async ({ tx, note }) => {
    const zone = await keptZone(tx, actor, zoneId)
    const rules = change.rules ?? ZoneRules.parse(zone.rules)
    await tx
      .updateTable('zone')
      .set({
        title_zh: change.titleZh ?? zone.title_zh,
        title_en: change.titleEn ?? zone.title_en,
        description: change.description ?? zone.description,
        rules: JSON.stringify(rules),
      })
      .where('id', '=', zoneId)
      .execute()
    // Whoever may read no longer must not find: the rows of the search follow in the same transaction.
    await tx
      .updateTable('catalog_search')
      .set({ readers: rules.readers })
      .where('zone_id', '=', zoneId)
      .execute()
    note({ kind: 'zone.changed', subject: { zone: zoneId }, payload: { ...change } })
  })
}

/**
 * Gives a body or a user a role in a zone; who has one already gets the new one instead.
 * @throws XinyuError NOT_FOUND, ZONE_NOT_KEEPER, ZONE_MEMBER_UNKNOWN
 */
export async function addZoneMember(
  core: Core,
  actor: Actor,
  zoneId: string,
  input: NewZoneMember,
): Promise<string> {
  const member = NewZoneMember.parse(input)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    await keptZone(tx, actor, zoneId)
    const memberId = await memberIdOf(tx, member)
    const row = await tx
      .insertInto('zone_member')
      .values({
        id: id(),
        zone_id: zoneId,
        kind: member.kind,
        member_id: memberId,
        role: member.role,
        created_at: now,
      })
      .onConflict((conflict) => conflict.constraint('zone_member_once').doUpdateSet({ role: member.role }))
      .returning('id')
      .executeTakeFirstOrThrow()
    note({
      kind: 'zone.joined',
      subject: { zone: zoneId, [member.kind === 'body' ? 'participant' : 'user']: memberId },
      payload: { role: member.role },
    })
    return row.id
  })
  return value
}

/** Takes a role in a zone away. @throws XinyuError NOT_FOUND, ZONE_NOT_KEEPER */
export async function removeZoneMember(
  core: Core,
  actor: Actor,
  zoneId: string,
  membershipId: string,
): Promise<void> {
  await act(core, actor, async ({ tx, note }) => {
    await keptZone(tx, actor, zoneId)
    const row = await tx
      .deleteFrom('zone_member')
      .where('id', '=', membershipId)
      .where('zone_id', '=', zoneId)
      .returning(['kind', 'member_id', 'role'])
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'member' })
    note({
      kind: 'zone.left',
      subject: { zone: zoneId, [row.kind === 'body' ? 'participant' : 'user']: row.member_id },
      payload: { role: row.role },
    })
  })
}

/**
 * Moves a dataset into another zone, or out of any. Its owner moves it where it may register; a keeper may take out
 * what stands in the own zone.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, ZONE_NOT_CONTRIBUTOR
 */
export async function moveDataset(
  core: Core,
  actor: Actor,
  datasetId: string,
  zoneId: string | null,
): Promise<void> {
  await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('dataset')
      .select(['id', 'code', 'participant_id', 'zone_id'])
      .where('id', '=', datasetId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
    const own = actor.kind === 'system' || actor.participantId === row.participant_id
    const from = row.zone_id === null ? undefined : await zoneFacts(tx, actor, row.zone_id)
    const takesOut = zoneId === null && from !== undefined && mayKeep(actor, from)
    if (!own && !takesOut) throw new XinyuError('NOT_OWNER', { what: row.code })
    if (zoneId !== null) await mustTake(tx, actor, zoneId)
    await tx.updateTable('dataset').set({ zone_id: zoneId }).where('id', '=', datasetId).execute()
    await indexDataset(tx, datasetId)
    note({
      kind: 'dataset.moved',
      subject: { dataset: datasetId, participant: row.participant_id, ...(zoneId && { zone: zoneId }) },
      payload: { from: row.zone_id, to: zoneId },
    })
  })
}

/** Held by whoever puts an entry into a zone. @throws XinyuError NOT_FOUND, ZONE_NOT_CONTRIBUTOR */
export async function mustTake(tx: Tx, actor: Actor, zoneId: string): Promise<void> {
  const zone = await zoneFacts(tx, actor, zoneId)
  if (!zone) throw new XinyuError('NOT_FOUND', { what: 'zone' })
  if (!mayRegister(actor, zone)) throw new XinyuError('ZONE_NOT_CONTRIBUTOR', { zone: zone.code })
}

/** The zone, locked, where the actor keeps it. @throws XinyuError NOT_FOUND, ZONE_NOT_KEEPER */
async function keptZone(tx: Tx, actor: Actor, zoneId: string) {
  const row = await tx.selectFrom('zone').selectAll().where('id', '=', zoneId).forUpdate().executeTakeFirst()
  const facts = row && (await zoneFacts(tx, actor, zoneId))
  if (!row || !facts) throw new XinyuError('NOT_FOUND', { what: 'zone' })
  if (!mayKeep(actor, facts)) throw new XinyuError('ZONE_NOT_KEEPER', { zone: row.code })
  return row
}

async function memberIdOf(tx: Tx, member: NewZoneMember): Promise<string> {
  const row =
    member.kind === 'body'
      ? await tx
          .selectFrom('participant')
          .select('id')
          .where('id', '=', member.participantId)
          .executeTakeFirst()
      : await tx.selectFrom('app_user').select('id').where('login', '=', member.login).executeTakeFirst()
  if (!row)
    throw new XinyuError('ZONE_MEMBER_UNKNOWN', {
      name: member.kind === 'body' ? member.participantId : member.login,
    })
  return row.id
}

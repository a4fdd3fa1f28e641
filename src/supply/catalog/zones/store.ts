import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds, userById } from '../../../safeguard/identity/index.ts'
import { type ZoneMember, type ZoneRole, ZoneRules, type ZoneView } from './model.ts'
import {
  checkTerms,
  mayKeep,
  mayRead,
  mayRegister,
  ownsZone,
  strictest,
  strongest,
  type ZoneFacts,
} from './rules.ts'

/** The rules of a zone, complete; undefined where there is no such zone. */
export async function zoneRules(core: Core, zoneId: string): Promise<ZoneRules | undefined> {
  const row = await core.db.selectFrom('zone').select('rules').where('id', '=', zoneId).executeTakeFirst()
  return row && ZoneRules.parse(row.rules)
}

/** The strictest of the rules of all zones that the tables of a product stand in. Datasets without a zone add none. */
export async function productRules(core: Core, productId: string): Promise<ReturnType<typeof strictest>> {
  return strictest(await rulesOfProduct(core, productId))
}

/**
 * Called before an offer is opened: its k is at least the floor, and its purposes are among those that the zones of the
 * product allow. `gradedBy` are schemes by which all tables are graded; null leaves that to the caller.
 * @throws XinyuError ZONE_MIN_GROUP, ZONE_PURPOSE, ZONE_GRADE_MISSING
 */
export async function checkZoneTerms(
  core: Core,
  productId: string,
  terms: { readonly minGroup: number; readonly purposes: readonly string[] },
  gradedBy: readonly string[] | null = null,
): Promise<void> {
  checkTerms(await rulesOfProduct(core, productId), terms, gradedBy)
}

async function rulesOfProduct(core: Core, productId: string): Promise<ZoneRules[]> {
  const { rows } = await sql<{ rules: unknown }>`
    select z.rules from zone z where z.id in (
      select d.zone_id from product p cross join jsonb_array_elements(p.tables) t
      join dataset_version v on v.id = (t ->> 'versionId')::uuid join dataset d on d.id = v.dataset_id
      where p.id = ${productId})`.execute(core.db)
  return rows.map((row) => ZoneRules.parse(row.rules))
}

/** What decides about an actor in a zone. */
export async function zoneFacts(
  db: Db | Tx,
  actor: Actor,
  zoneId: string,
): Promise<(ZoneFacts & { readonly code: string }) | undefined> {
  const zone = await db.selectFrom('zone').selectAll().where('id', '=', zoneId).executeTakeFirst()
  if (!zone) return undefined
  const held =
    actor.kind === 'system'
      ? []
      : await db
          .selectFrom('zone_member')
          .select('role')
          .where('zone_id', '=', zoneId)
          .where('member_id', 'in', [actor.participantId, actor.userId])
          .execute()
  return {
    code: zone.code,
    participantId: zone.participant_id,
    rules: ZoneRules.parse(zone.rules),
    roles: held.map((row) => row.role),
  }
}

/** One zone as the actor may see it: name and rules for all, its people for those who read what is for members. */
export async function zoneView(core: Core, actor: Actor, zoneId: string): Promise<ZoneView | undefined> {
  const facts = await zoneFacts(core.db, actor, zoneId)
  const zone = await core.db.selectFrom('zone').selectAll().where('id', '=', zoneId).executeTakeFirst()
  if (!facts || !zone) return undefined
  const { datasets } = await core.db
    .selectFrom('dataset')
    .select((eb) => eb.fn.countAll<number>().as('datasets'))
    .where('zone_id', '=', zoneId)
    .executeTakeFirstOrThrow()
  const own = actor.kind === 'user' && ownsZone(actor, facts)
  return {
    id: zone.id,
    code: zone.code,
    titleZh: zone.title_zh,
    titleEn: zone.title_en,
    description: zone.description,
    participantId: zone.participant_id,
    rules: facts.rules,
    datasets,
    createdAt: zone.created_at,
    myRole: own ? 'owner' : strongest(facts.roles),
    mayKeep: mayKeep(actor, facts),
    mayRegister: mayRegister(actor, facts),
    members: mayRead(actor, facts) ? await membersOf(core, zoneId) : null,
  }
}

const ORDER: Readonly<Record<ZoneRole, number>> = { keeper: 0, contributor: 1, reader: 2 }

async function membersOf(core: Core, zoneId: string): Promise<ZoneMember[]> {
  const rows = await core.db
    .selectFrom('zone_member')
    .selectAll()
    .where('zone_id', '=', zoneId)
    .orderBy('created_at')
    .orderBy('member_id')
    .limit(500)
    .execute()
  // A user is shown as one of a body: the names of its people are the body's business.
  const bodyOf = new Map<string, string>()
  for (const row of rows) {
    const user = row.kind === 'user' ? await userById(core, row.member_id) : undefined
    bodyOf.set(row.member_id, row.kind === 'body' ? row.member_id : (user?.participantId ?? row.member_id))
  }
  const bodies = await participantsByIds(core, [...bodyOf.values()])
  const members = rows.map((row) => {
    const body = bodies.get(bodyOf.get(row.member_id)!)
    return {
      id: row.id,
      kind: row.kind,
      memberId: row.member_id,
      nameZh: body?.nameZh ?? '',
      nameEn: body?.nameEn ?? '',
      role: row.role,
      createdAt: row.created_at,
    }
  })
  return members.sort((a, b) => ORDER[a.role] - ORDER[b.role])
}

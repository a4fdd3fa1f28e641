import { sql } from 'kysely'
import type { Actor } from '../../../../../kernel/actor.ts'
import type { Core } from '../../../../../safeguard/evidence/index.ts'
import { ownPushSource } from './door.ts'
import { type PushDoor, type PushMessageView, PushSettings } from './model.ts'

/** How a system pushes to a source. @throws XinyuError NOT_FOUND */
export async function pushDoor(core: Core, actor: Actor, sourceId: string): Promise<PushDoor> {
  const source = await ownPushSource(core, actor, sourceId)
  const { tables } = PushSettings.parse(source.settings)
  const access = await core.db
    .selectFrom('push_access')
    .select('created_at')
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
  const waiting = await core.db
    .selectFrom('push_batch as b')
    .select(({ fn }) => fn.sum<string | null>('b.rows').as('rows'))
    .where('b.source_id', '=', sourceId)
    .where(sql<boolean>`not exists ${landing(sourceId)}`)
    .executeTakeFirstOrThrow()
  return {
    path: `/api/push/${sourceId}`,
    tokenAt: access?.created_at ?? null,
    tables: tables.map(({ name, columns, key }) => ({ name, columns, key })),
    waiting: Number(waiting.rows ?? 0),
  }
}

/** The feed that has landed batch `b`. A cursor of ours is the place of the last batch that landed. */
const landing = (sourceId: string) =>
  sql<{ one: number }>`(select 1 as one from source_feed f where f.source_id = ${sourceId}
    and f.table_name = b.table_name and b.place <= f.cursor::bigint)`

/** Messages of a source, the latest first. @throws XinyuError NOT_FOUND */
export async function listMessages(
  core: Core,
  actor: Actor,
  sourceId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ items: PushMessageView[]; total: number }> {
  await ownPushSource(core, actor, sourceId)
  const all = core.db.selectFrom('push_message as m').where('m.source_id', '=', sourceId)
  const { total } = await all.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await all
    .select(['m.id', 'm.msgid', 'm.infno', 'm.received_at', 'm.rows', 'm.accepted', 'm.rejected'])
    .select(
      sql<boolean>`not exists (select 1 from push_batch b where b.message_id = m.id and not exists
        ${landing(sourceId)})`.as('landed'),
    )
    .orderBy('m.received_at', 'desc')
    .orderBy('m.id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const items = rows.map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at }))
  return { items, total }
}

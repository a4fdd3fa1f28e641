import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { Alias } from '../conflict/names.ts'
import type { Ties } from '../conflict/rules.ts'
import type { Expert, ExpertBody, Relation } from '../model.ts'
import { expertOf } from '../store.ts'

type Reader = Db | Tx

export interface PoolExpert extends Expert {
  readonly login: string
  /** The body of his account: he is of it, whatever his profile says. */
  readonly home: { readonly nameZh: string; readonly nameEn: string; readonly uscc: string }
  readonly bodies: readonly ExpertBody[]
  readonly relations: readonly Relation[]
}

export async function aliasesOf(db: Reader, organiserId: string): Promise<(Alias & { id: string })[]> {
  return db
    .selectFrom('contest_body_alias')
    .select(['id', 'name', 'alias'])
    .where('organiser_id', '=', organiserId)
    .orderBy('name')
    .orderBy('alias')
    .execute()
}

/** The pool of an organiser by name, or some of it. */
export async function poolOf(
  db: Reader,
  organiserId: string,
  ids?: readonly string[],
): Promise<PoolExpert[]> {
  if (ids?.length === 0) return []
  let query = db
    .selectFrom('contest_expert as e')
    .innerJoin('app_user as u', 'u.id', 'e.user_id')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .selectAll('e')
    .select(['u.login', 'p.name_zh', 'p.name_en', 'p.uscc'])
    .where('e.organiser_id', '=', organiserId)
  if (ids) query = query.where('e.id', 'in', [...ids])
  const rows = await query.orderBy('e.name').orderBy('e.id').execute()
  const all = rows.map(({ id }) => id)
  const bodies = await rowsOf(db, 'contest_expert_body', all)
  const relations = await rowsOf(db, 'contest_relation', all)
  return rows.map((row) => ({
    ...expertOf(row),
    login: row.login,
    home: { nameZh: row.name_zh, nameEn: row.name_en, uscc: row.uscc },
    bodies: bodies
      .filter((one) => one.expert_id === row.id)
      .map(({ name, uscc, current }) => ({ name, uscc, current })),
    relations: relations
      .filter((one) => one.expert_id === row.id)
      .map(({ kind, body, uscc, person, note }) => ({ kind, body, uscc, person, note })),
  }))
}

async function rowsOf<T extends 'contest_expert_body' | 'contest_relation'>(
  db: Reader,
  table: T,
  ids: readonly string[],
) {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom(table as 'contest_relation')
    .selectAll()
    .where('expert_id', 'in', [...ids])
    .orderBy('id')
    .execute()
  return rows as unknown as (T extends 'contest_expert_body'
    ? { expert_id: string; name: string; uscc: string | null; current: boolean }
    : { expert_id: string } & Relation)[]
}

/** What ties him: profile, recorded relations, and the body of his account under both of its names. */
export const tiesOf = ({ id, name, home, bodies, relations }: PoolExpert): Ties => ({
  expertId: id,
  name,
  bodies: [
    { name: home.nameZh, uscc: home.uscc, current: true },
    { name: home.nameEn, uscc: home.uscc, current: true },
    ...bodies,
  ],
  relations,
})

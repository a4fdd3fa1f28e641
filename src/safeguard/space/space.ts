import type { Clock } from '../../kernel/clock.ts'
import { type Random, uuid7 } from '../../kernel/random.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, RoomMigrations } from '../../platform/postgres/tables.ts'

/** The space 空间 itself: one row. Its id names the log, so it exists before the first entry. */
export interface Space {
  readonly id: string
  readonly nameZh: string
  readonly nameEn: string
  /** A demo space holds generated data only, opens by one click and is served on loopback alone. */
  readonly demo: boolean
  readonly createdAt: number
}

export interface SpaceTable {
  single: boolean
  id: string
  name_zh: string
  name_en: string
  demo: boolean
  /** When the demo was completely made; null while it is being made, so that a killed start goes on. */
  ready_at: number | null
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    space: SpaceTable
  }
}

export const spaceMigrations: RoomMigrations = {
  room: 'safeguard/space',
  migrations: [
    {
      name: '0001_space',
      sql: `
        create table space (
          single boolean primary key default true check (single),
          id uuid not null,
          name_zh text not null,
          name_en text not null,
          demo boolean not null,
          ready_at bigint,
          created_at bigint not null
        );
      `,
    },
  ],
}

/** The space of this database, or undefined while there is none. */
export async function readSpace(db: Db): Promise<(Space & { ready: boolean }) | undefined> {
  const row = await db.selectFrom('space').selectAll().executeTakeFirst()
  if (!row) return undefined
  return {
    id: row.id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    demo: row.demo,
    ready: row.ready_at !== null,
    createdAt: row.created_at,
  }
}

export interface NewSpace {
  readonly nameZh: string
  readonly nameEn: string
  readonly demo: boolean
}

/**
 * Makes the space in an empty database. The one write that has no evidence entry of its own: the log is named
 * after it, and its first entry tells of it.
 * @throws XinyuError SPACE_EXISTS
 */
export async function createSpace(db: Db, clock: Clock, random: Random, space: NewSpace): Promise<void> {
  const now = clock.now()
  const made = await db
    .insertInto('space')
    .values({
      single: true,
      id: uuid7(random, now),
      name_zh: space.nameZh,
      name_en: space.nameEn,
      demo: space.demo,
      ready_at: space.demo ? null : now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('SPACE_EXISTS')
}

/** The demo is completely made. */
export async function markReady(db: Db, clock: Clock): Promise<void> {
  await db.updateTable('space').set({ ready_at: clock.now() }).execute()
}

import type { Kysely, Transaction } from 'kysely'

/**
 * All tables of the database. Each room adds its own by declaration merging, so that the platform knows none:
 *   declare module '../../platform/postgres/tables.ts' { interface Tables { product: ProductTable } }
 */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by declaration merging in the rooms
export interface Tables {}

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** One forward-only step of a room's schema. A step that has run is never edited. */
export interface Migration {
  /** `0001_outbox`: ordered within its room. */
  readonly name: string
  readonly sql: string
}

export interface RoomMigrations {
  readonly room: string
  readonly migrations: readonly Migration[]
}

import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export interface SeatViewedTable {
  project_id: string
  /** Whole hours since 1970. */
  hour: number
  rows: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_viewed: SeatViewedTable
  }
}

/** Rows that the seats of a project have shown, by hour. Kept by project: another seat gives no other eyes. */
export const viewMigrations: RoomMigrations = {
  room: 'use/sandbox/views',
  migrations: [
    {
      name: '0001_viewed',
      sql: `
        create table seat_viewed (
          project_id uuid not null,
          hour bigint not null,
          rows bigint not null check (rows >= 0),
          primary key (project_id, hour)
        );
      `,
    },
  ],
}

import type { RoomMigrations } from '../../platform/postgres/tables.ts'

export interface SavedQueryTable {
  id: string
  project_id: string
  user_id: string
  title: string
  sql: string
  created_at: number
  updated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    saved_query: SavedQueryTable
  }
}

/** Texts that a project keeps to run again. */
export const savedMigrations: RoomMigrations = {
  room: 'use/saved',
  migrations: [
    {
      name: '0001_saved_query',
      sql: `
        create table saved_query (
          id uuid primary key,
          project_id uuid not null,
          user_id uuid not null,
          title text not null,
          sql text not null,
          created_at bigint not null,
          updated_at bigint not null
        );
        create index saved_query_project on saved_query (project_id, updated_at desc);
      `,
    },
  ],
}

import type { Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { Finding } from '../../check/index.ts'
import type { ImportKind, ImportState } from './model.ts'

export interface SeatImportTable {
  id: string
  project_id: string
  consumer_id: string
  kind: ImportKind
  name: string
  bytes: number
  digest: string
  right_text: string
  proof_digest: string | null
  state: ImportState
  findings: JSONColumnType<Finding[], string | undefined, string>
  decided_by: string | null
  reason: string | null
  created_by: string
  created_at: number
  decided_at: number | null
  /** When the bytes were destroyed: refused, withdrawn, or with the project. */
  destroyed_at: Generated<number | null>
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_import: SeatImportTable
  }
}

export const importMigrations: RoomMigrations = {
  room: 'use/sandbox/imports',
  migrations: [
    {
      name: '0001_import',
      sql: `
        create table seat_import (
          id uuid primary key,
          project_id uuid not null,
          consumer_id uuid not null,
          kind text not null check (kind in ('table', 'weights', 'packages', 'file')),
          name text not null,
          bytes bigint not null,
          digest text not null,
          right_text text not null,
          proof_digest text,
          state text not null check (state in
            ('waiting', 'scanning', 'refused', 'approved', 'rejected', 'withdrawn')),
          findings jsonb not null default '[]',
          decided_by uuid,
          reason text,
          created_by uuid not null,
          created_at bigint not null,
          decided_at bigint,
          destroyed_at bigint,
          check ((state in ('approved', 'rejected')) = (decided_by is not null))
        );
        create index seat_import_project on seat_import (project_id, created_at desc);
        create index seat_import_waiting on seat_import (created_at) where state = 'waiting';
        create unique index seat_import_name on seat_import (project_id, lower(name))
          where state in ('waiting', 'scanning', 'approved');
      `,
    },
  ],
}

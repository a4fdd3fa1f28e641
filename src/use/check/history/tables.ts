import type { ColumnType, Generated } from 'kysely'
import type { Json } from '../../../kernel/canonical.ts'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export interface HistorySegmentTable {
  run_id: string
  project_id: string
  /** Order in which the segments of a project were released. */
  n: Generated<number>
  file: string
  digest: string
  bytes: number
  cells: number
  /** The largest exposure of any person of the project after this segment. */
  exposure: number
  created_at: number
}

export interface HistoryAuditTable {
  id: string
  project_id: string
  job_id: string | null
  state: 'queued' | 'done' | 'cancelled'
  /** Segments that the audit looked at, and released cells. */
  segments: number
  cells: number
  /** The narrowest interval as a share of its protection interval; null where nothing small was found. */
  narrowest: number | null
  closed: boolean
  /** What was looked at and what was left out, per family. */
  detail: ColumnType<Json, string, string>
  created_at: number
  ended_at: number | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    history_segment: HistorySegmentTable
    history_audit: HistoryAuditTable
  }
}

export const historyMigrations: RoomMigrations = {
  room: 'use/check/history',
  migrations: [
    {
      name: '0001_history',
      sql: `
        create table history_segment (
          run_id uuid primary key,
          project_id uuid not null,
          n bigint generated always as identity,
          file text not null,
          digest text not null,
          bytes bigint not null,
          cells integer not null,
          exposure double precision not null,
          created_at bigint not null
        );
        create index history_segment_project on history_segment (project_id, n);
        create table history_audit (
          id uuid primary key,
          project_id uuid not null,
          job_id uuid,
          state text not null check (state in ('queued', 'done', 'cancelled')),
          segments integer not null,
          cells integer not null,
          narrowest double precision,
          closed boolean not null,
          detail jsonb not null,
          created_at bigint not null,
          ended_at bigint
        );
        create index history_audit_project on history_audit (project_id, created_at desc);
        create unique index history_audit_one on history_audit (project_id) where state = 'queued';
      `,
    },
  ],
}

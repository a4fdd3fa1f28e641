import type { Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { ProblemView } from '../../run/index.ts'

/** One line of a list: a seat to open, or to close. */
export interface BulkLine {
  readonly line: number
  readonly seatId: string
  readonly projectId: string
  readonly name: string
  readonly terminal: string | null
}

export interface SeatBulkTable {
  id: string
  kind: 'open' | 'close'
  state: 'running' | 'done' | 'failed'
  lines: JSONColumnType<BulkLine[], string, never>
  done: Generated<number>
  problems: JSONColumnType<{ line: number; problem: ProblemView }[], string | undefined, string>
  reason: string | null
  leaf: Generated<number | null>
  job_id: string | null
  created_by: string
  created_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_bulk: SeatBulkTable
  }
}

export const bulkMigrations: RoomMigrations = {
  room: 'use/sandbox/bulk',
  migrations: [
    {
      name: '0001_bulk',
      sql: `
        create table seat_bulk (
          id uuid primary key,
          kind text not null check (kind in ('open', 'close')),
          state text not null check (state in ('running', 'done', 'failed')),
          lines jsonb not null,
          done integer not null default 0,
          problems jsonb not null default '[]',
          reason text,
          leaf bigint,
          job_id uuid,
          created_by uuid not null,
          created_at bigint not null
        );
      `,
    },
  ],
}

import type { Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { ProblemView } from '../../run/index.ts'
import type { SeatState } from '../model.ts'

export interface SeatRowTable {
  id: string
  project_id: string
  consumer_id: string
  name: string
  state: SeatState
  problem: JSONColumnType<ProblemView> | null
  created_by: string
  /** Generation of the sealed file area; 0: nothing was kept yet. */
  files_generation: Generated<number>
  files_bytes: Generated<number>
  files_digest: Generated<string | null>
  files_at: Generated<number | null>
  opened_at: number | null
  ended_at: number | null
  /** Leaf of the proof that the files of a closed seat were destroyed. */
  destroyed_leaf: Generated<number | null>
  created_at: number
  updated_at: number
}

/** Grants that a seat held: one row a contract and waking. */
export interface SeatGrantTable {
  seat_id: string
  contract_id: string
  run_id: string
  opened_at: number
  ended_at: number | null
  /** True once what the contract owes at its end was done with the seat's files. */
  settled: Generated<boolean>
}

export interface SeatUsageTable {
  seat_id: string
  /** Day in the space's time zone, `2026-11-22`. */
  day: string
  cpu_ms: number
}

/** What a contract lowers for seats that work under it. */
export interface SeatQuotaTable {
  contract_id: string
  memory_mib: number | null
  disk_mib: number | null
  cpu_seconds_per_day: number | null
  view_rows_per_day: number | null
  set_by: string
  set_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat: SeatRowTable
    seat_grant: SeatGrantTable
    seat_usage: SeatUsageTable
    seat_quota: SeatQuotaTable
  }
}

export const seatMigrations: RoomMigrations = {
  room: 'use/sandbox/seats',
  migrations: [
    {
      name: '0001_seat',
      sql: `
        create table seat (
          id uuid primary key,
          project_id uuid not null,
          consumer_id uuid not null,
          name text not null,
          state text not null check (state in ('waiting', 'starting', 'live', 'asleep', 'blocked', 'closed')),
          problem jsonb,
          created_by uuid not null,
          files_generation integer not null default 0,
          files_bytes bigint not null default 0,
          files_digest text,
          files_at bigint,
          opened_at bigint,
          ended_at bigint,
          destroyed_leaf bigint,
          created_at bigint not null,
          updated_at bigint not null,
          check ((state = 'closed') = (ended_at is not null)),
          check (state <> 'closed' or files_generation = 0)
        );
        create index seat_project on seat (project_id, created_at desc);
        create index seat_consumer on seat (consumer_id, created_at desc);
        create index seat_state on seat (state) where state <> 'closed';
        create table seat_grant (
          seat_id uuid not null references seat (id),
          contract_id uuid not null,
          run_id uuid primary key,
          opened_at bigint not null,
          ended_at bigint,
          settled boolean not null default false
        );
        create index seat_grant_seat on seat_grant (seat_id, opened_at desc);
        create index seat_grant_contract on seat_grant (contract_id) where not settled;
        create table seat_usage (
          seat_id uuid not null references seat (id),
          day text not null,
          cpu_ms bigint not null,
          primary key (seat_id, day)
        );
        create table seat_quota (
          contract_id uuid primary key,
          memory_mib integer check (memory_mib > 0),
          disk_mib integer check (disk_mib > 0),
          cpu_seconds_per_day integer check (cpu_seconds_per_day > 0),
          view_rows_per_day integer check (view_rows_per_day >= 0),
          set_by uuid not null,
          set_at bigint not null
        );
      `,
    },
  ],
}

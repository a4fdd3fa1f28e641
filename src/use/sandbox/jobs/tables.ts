import type { Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { ProblemView } from '../../run/index.ts'
import type { SeatJobView } from '../model.ts'

export interface SeatJobTable {
  id: string
  seat_id: string
  script: string
  parameters: JSONColumnType<Record<string, string>>
  state: SeatJobView['state']
  progress: number | null
  started_by: string
  created_at: number
  ended_at: number | null
  problem: JSONColumnType<ProblemView> | null
  /** Lines that were looked at already: they are paid for. */
  seen: Generated<number>
  /** The script wrote more than is kept. */
  cut: Generated<boolean>
}

export interface SeatJobLineTable {
  job_id: string
  number: number
  stream: 'out' | 'err'
  line: string
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_job: SeatJobTable
    seat_job_line: SeatJobLineTable
  }
}

export const seatJobMigrations: RoomMigrations = {
  room: 'use/sandbox/jobs',
  migrations: [
    {
      name: '0001_job',
      sql: `
        create table seat_job (
          id uuid primary key,
          seat_id uuid not null,
          script text not null,
          parameters jsonb not null,
          state text not null,
          progress double precision check (progress between 0 and 1),
          started_by uuid not null,
          created_at bigint not null,
          ended_at bigint,
          problem jsonb,
          seen integer not null default 0,
          cut boolean not null default false,
          check ((ended_at is null) = (state in ('waiting', 'running')))
        );
        create index seat_job_seat on seat_job (seat_id, created_at desc);
        create index seat_job_open on seat_job (seat_id) where ended_at is null;
        create table seat_job_line (
          job_id uuid not null references seat_job (id) on delete cascade,
          number integer not null,
          stream text not null,
          line text not null,
          primary key (job_id, number)
        );
      `,
    },
  ],
}

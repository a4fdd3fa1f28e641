import type { ColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { ContestState, Scheme } from './model.ts'

interface ContestTable {
  id: string
  code: string
  organiser_id: string
  state: ContestState
  scheme: ColumnType<Scheme, string, string>
  /** Version of the scheme. */
  number: number
  created_at: number
  published_at: number | null
  closed_at: number | null
}

/** Every scheme that was ever in force: what a team entered under stays readable. */
interface SchemeTable {
  contest_id: string
  number: number
  scheme: ColumnType<Scheme, string, never>
  reason: string
  by_user: string
  at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest: ContestTable
    contest_scheme: SchemeTable
  }
}

export const schemeMigrations: RoomMigrations = {
  room: 'contest/scheme',
  migrations: [
    {
      name: '0001_scheme',
      sql: `
        create table contest (
          id uuid primary key,
          code text not null unique,
          organiser_id uuid not null,
          state text not null check (state in ('draft', 'published', 'closed')),
          scheme jsonb not null,
          number integer not null,
          created_at bigint not null,
          published_at bigint,
          closed_at bigint,
          check ((state = 'draft') = (published_at is null)),
          check ((state = 'closed') = (closed_at is not null))
        );
        create table contest_scheme (
          contest_id uuid not null references contest (id),
          number integer not null,
          scheme jsonb not null,
          reason text not null,
          by_user uuid not null,
          at bigint not null,
          primary key (contest_id, number)
        );
      `,
    },
  ],
}

import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Span } from './rules.ts'

export interface EnrolmentAnswerTable {
  version_id: string
  insured: number
  spans: JSONColumnType<Span[]>
}

export interface EnrolmentIndexTable {
  version_id: string
  state: 'building' | 'ready'
  /** Persons that are in; grows while it is built, so that a killed job goes on from here. */
  persons: number
  job_id: string | null
  updated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    enrolment_answer: EnrolmentAnswerTable
    enrolment_index: EnrolmentIndexTable
  }
}

/** What is answered from: one row for each person of a version of PSN_INSU_D, derived from its immutable files. */
export const inlineMigrations: RoomMigrations = {
  room: 'use/inline',
  migrations: [
    {
      name: '0001_enrolment',
      sql: `
        create table enrolment_index (
          version_id uuid primary key,
          state text not null check (state in ('building', 'ready')),
          persons bigint not null default 0,
          job_id uuid,
          updated_at bigint not null
        );
        create table enrolment_answer (
          version_id uuid not null,
          insured bigint not null,
          spans jsonb not null,
          primary key (version_id, insured)
        );
      `,
    },
  ],
}

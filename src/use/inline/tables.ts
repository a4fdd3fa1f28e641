import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { FactForms } from './facts/forms.ts'

export interface VerifyFactTable {
  version_id: string
  table_name: string
  insured: number
  facts: JSONColumnType<FactForms[keyof FactForms]>
}

export interface VerifyIndexTable {
  version_id: string
  /** National name of the table: it says what is kept of each person. */
  table_name: string
  state: 'building' | 'ready'
  /** Persons that are in; grows while it is built, so that a killed job goes on from here. */
  persons: number
  job_id: string | null
  updated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    verify_fact: VerifyFactTable
    verify_index: VerifyIndexTable
  }
}

/** What is answered from: one row for each person of a version of a table, derived from its immutable files. */
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
    {
      name: '0002_verify',
      sql: `
        create table verify_index (
          version_id uuid not null,
          table_name text not null,
          state text not null check (state in ('building', 'ready')),
          persons bigint not null default 0,
          job_id uuid,
          updated_at bigint not null,
          primary key (version_id, table_name)
        );
        create table verify_fact (
          version_id uuid not null,
          table_name text not null,
          insured bigint not null,
          facts jsonb not null,
          primary key (version_id, table_name, insured)
        );
        insert into verify_index (version_id, table_name, state, persons, updated_at)
          select version_id, 'psn_insu_d', state, persons, updated_at from enrolment_index;
        insert into verify_fact (version_id, table_name, insured, facts)
          select version_id, 'psn_insu_d', insured, spans from enrolment_answer;
        drop table enrolment_answer;
        drop table enrolment_index;
      `,
    },
  ],
}

import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { Profile, RiskFigures } from './model.ts'

export interface DeidProfileTable {
  dataset_id: string
  version: number
  body: JSONColumnType<Profile>
  saved_by: string
  saved_at: number
}

export interface ProjectTableTable {
  id: string
  project_id: string
  contract_id: string
  name: string
  dataset_id: string
  version_id: string
  profile_version: number
  rows: number
  suppressed_rows: number
  blanked_cells: number
  persons: number
  identified: number
  matched: number
  columns: JSONColumnType<{ name: string; type: string }[]>
  risk: JSONColumnType<RiskFigures>
  /** The job that made it: done again after a kill it finds what it committed. */
  job_id: string
  prepared_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    deid_profile: DeidProfileTable
    project_table: ProjectTableTable
  }
}

export const deidentifyMigrations: RoomMigrations = {
  room: 'supply/treat/deidentify',
  migrations: [
    {
      name: '0001_deidentify',
      sql: `
        create table deid_profile (
          dataset_id uuid not null references dataset (id),
          version int not null check (version > 0),
          body jsonb not null,
          saved_by text not null,
          saved_at bigint not null,
          primary key (dataset_id, version)
        );
        create table project_table (
          id uuid primary key,
          project_id uuid not null,
          contract_id uuid not null,
          name text not null,
          dataset_id uuid not null,
          version_id uuid not null,
          profile_version int not null,
          rows bigint not null,
          suppressed_rows bigint not null,
          blanked_cells bigint not null,
          persons int not null,
          identified int not null,
          matched int not null,
          columns jsonb not null,
          risk jsonb not null,
          job_id uuid not null,
          prepared_at bigint not null
        );
        create index project_table_project on project_table (project_id);
        create index project_table_contract on project_table (contract_id);
      `,
    },
  ],
}

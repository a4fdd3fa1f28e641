import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { ColumnRole, GradeScheme } from './model.ts'
import type { ColumnCounts } from './suggest.ts'

export interface GradeSchemeTable {
  code: string
  version: number
  body: JSONColumnType<GradeScheme>
  created_at: number
}

export interface ColumnGradeTable {
  dataset_id: string
  column_name: string
  scheme: string
  scheme_version: number
  level: string
  role: ColumnRole
  reason: string
  decided_by: string
  decided_at: number
}

export interface DatasetImportanceTable {
  dataset_id: string
  scheme: string
  scheme_version: number
  level: string
  catalogue: string
  scale: string
  reason: string
  decided_by: string
  decided_at: number
}

/** What the last look at the values counted. */
export interface GradeLookTable {
  dataset_id: string
  version_id: string
  rows: number
  counts: JSONColumnType<Record<string, ColumnCounts>>
  looked_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    grade_scheme: GradeSchemeTable
    column_grade: ColumnGradeTable
    dataset_importance: DatasetImportanceTable
    grade_look: GradeLookTable
  }
}

export const gradeMigrations: RoomMigrations = {
  room: 'supply/treat/grade',
  migrations: [
    {
      name: '0001_grade',
      sql: `
        create table grade_scheme (
          code text not null,
          version int not null check (version > 0),
          body jsonb not null,
          created_at bigint not null,
          primary key (code, version)
        );
        create table column_grade (
          dataset_id uuid not null references dataset (id),
          column_name text not null,
          scheme text not null,
          scheme_version int not null,
          level text not null,
          role text not null check (role in ('direct', 'quasi', 'sensitive', 'plain')),
          reason text not null,
          decided_by text not null,
          decided_at bigint not null,
          primary key (dataset_id, column_name)
        );
        create table dataset_importance (
          dataset_id uuid primary key references dataset (id),
          scheme text not null,
          scheme_version int not null,
          level text not null,
          catalogue text not null,
          scale text not null,
          reason text not null,
          decided_by text not null,
          decided_at bigint not null
        );
        create table grade_look (
          dataset_id uuid primary key references dataset (id),
          version_id uuid not null,
          rows int not null,
          counts jsonb not null,
          looked_at bigint not null
        );
      `,
    },
  ],
}

declare module '../../../kernel/events.ts' {
  interface Events {
    'grade.confirmed': { datasetId: string }
  }
}

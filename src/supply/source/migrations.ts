import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Reading } from './files/model.ts'

export interface InsuredGenerationTable {
  number: number
  /** File name below `insured/`. */
  file: string
  first_number: number
  last_number: number
  /** Tells whether the key is still the one that all numbers rest on. */
  key_hash: string
  created_at: number
}

export interface DatasetReadingTable {
  dataset_id: string
  reading: JSONColumnType<Reading>
  updated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    insured_generation: InsuredGenerationTable
    dataset_reading: DatasetReadingTable
  }
}

export const migrations: RoomMigrations = {
  room: 'supply/source',
  migrations: [
    {
      name: '0001_insured_generation',
      sql: `
        create table insured_generation (
          number int primary key check (number > 0),
          file text not null unique,
          first_number bigint not null,
          last_number bigint not null check (last_number <= 4294967295),
          key_hash text not null,
          created_at bigint not null,
          check (first_number <= last_number)
        );
      `,
    },
    {
      name: '0002_dataset_reading',
      sql: `
        create table dataset_reading (
          dataset_id uuid primary key references dataset (id),
          reading jsonb not null,
          updated_at bigint not null
        );
      `,
    },
  ],
}

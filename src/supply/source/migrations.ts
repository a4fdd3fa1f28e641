import type { RoomMigrations } from '../../platform/postgres/tables.ts'

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

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    insured_generation: InsuredGenerationTable
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
  ],
}

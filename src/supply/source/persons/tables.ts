import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export interface InsuredIdentityTable {
  cert_key: string
  dataset_id: string
  insured: number
  psn_key: string
  name_key: string
  version_id: string
  person: number
}

export interface InsuredRegisterTable {
  dataset_id: string
  /** The version that the index was last made from, whole. */
  version_id: string
  rows: number
  indexed_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    insured_identity: InsuredIdentityTable
    insured_register: InsuredRegisterTable
  }
}

/**
 * From an identity number to a person's dense number, derived from the registers of persons that were landed. Keyed
 * hashes only (key outside of the database), so that a reader of the tables learns no number and no name.
 */
export const personMigrations: RoomMigrations = {
  room: 'supply/source/persons',
  migrations: [
    {
      name: '0001_insured_identity',
      sql: `
        create table insured_identity (
          cert_key uuid not null,
          dataset_id uuid not null,
          insured bigint not null check (insured > 0),
          psn_key uuid not null,
          name_key uuid not null,
          version_id uuid not null,
          -- The first number that this identity number and name came with: the same for all registers.
          person bigint not null check (person > 0),
          primary key (cert_key, dataset_id, insured)
        );
        create index insured_identity_psn on insured_identity (psn_key);
        create table insured_register (
          dataset_id uuid primary key references dataset (id),
          version_id uuid not null,
          rows bigint not null,
          indexed_at bigint not null
        );
      `,
    },
  ],
}

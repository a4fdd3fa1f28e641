import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Policy } from './model.ts'

export interface OfferTable {
  id: string
  product_id: string
  provider_id: string
  state: 'open' | 'withdrawn'
  policy: JSONColumnType<Policy>
  created_by: string
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    offer: OfferTable
  }
}

export const policyMigrations: RoomMigrations = {
  room: 'flow/policy',
  migrations: [
    {
      name: '0001_offer',
      sql: `
        create table offer (
          id uuid primary key,
          product_id uuid not null,
          provider_id uuid not null,
          state text not null check (state in ('open', 'withdrawn')),
          policy jsonb not null,
          created_by uuid not null,
          created_at bigint not null
        );
        create index offer_product on offer (product_id);
        create unique index offer_one_open on offer (product_id) where state = 'open';
      `,
    },
  ],
}

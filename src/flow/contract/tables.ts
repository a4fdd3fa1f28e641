import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Policy, Purpose } from '../policy/index.ts'
import type { ContractTerms } from './model.ts'

export interface ProjectTable {
  id: string
  consumer_id: string
  title: string
  purpose: Purpose
  created_at: number
  /** From then on its key is destroyed. */
  ended_at: number | null
}

export interface AccessRequestTable {
  id: string
  offer_id: string
  product_id: string
  project_id: string
  provider_id: string
  consumer_id: string
  purpose: Purpose
  reason: string
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
  answer: string | null
  contract_id: string | null
  policy: JSONColumnType<Policy>
  created_by: string
  created_at: number
  answered_at: number | null
}

export interface ContractTable {
  id: string
  product_id: string
  project_id: string
  provider_id: string
  consumer_id: string
  state: 'active' | 'suspended' | 'ended'
  end_reason: 'term' | 'provider' | 'consumer' | null
  hash: string
  terms: JSONColumnType<ContractTerms>
  until_at: number
  max_runs: number
  runs_used: number
  runs_leased: number
  /** Grows with every change of state: a grant of an older epoch is void. */
  epoch: number
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    project: ProjectTable
    access_request: AccessRequestTable
    contract: ContractTable
  }
}

export const contractMigrations: RoomMigrations = {
  room: 'flow/contract',
  migrations: [
    {
      name: '0001_contract',
      sql: `
        create table project (
          id uuid primary key,
          consumer_id uuid not null,
          title text not null,
          purpose text not null,
          created_at bigint not null
        );
        create index project_consumer on project (consumer_id);
        create table access_request (
          id uuid primary key,
          offer_id uuid not null,
          product_id uuid not null,
          project_id uuid not null references project (id),
          provider_id uuid not null,
          consumer_id uuid not null,
          purpose text not null,
          reason text not null,
          state text not null check (state in ('waiting', 'approved', 'rejected', 'withdrawn')),
          answer text,
          contract_id uuid,
          policy jsonb not null,
          created_by uuid not null,
          created_at bigint not null,
          answered_at bigint,
          check ((state = 'waiting') = (answered_at is null)),
          check ((state = 'approved') = (contract_id is not null))
        );
        create index access_request_provider on access_request (provider_id, state, created_at);
        create index access_request_consumer on access_request (consumer_id, state, created_at);
        create table contract (
          id uuid primary key,
          product_id uuid not null,
          project_id uuid not null references project (id),
          provider_id uuid not null,
          consumer_id uuid not null,
          state text not null check (state in ('active', 'suspended', 'ended')),
          end_reason text check (end_reason in ('term', 'provider', 'consumer')),
          hash text not null,
          terms jsonb not null,
          until_at bigint not null,
          max_runs integer not null,
          runs_used integer not null default 0,
          runs_leased integer not null default 0,
          epoch integer not null default 1,
          created_at bigint not null,
          check ((state = 'ended') = (end_reason is not null)),
          -- No interleaving of runs, crashes or retries may overdraw: the last line of defence.
          check (runs_used >= 0 and runs_leased >= 0 and runs_used + runs_leased <= max_runs)
        );
        create index contract_provider on contract (provider_id, state);
        create index contract_consumer on contract (consumer_id, state);
        create index contract_term on contract (until_at) where state <> 'ended';
      `,
    },
    {
      name: '0002_project_end',
      sql: 'alter table project add column ended_at bigint;',
    },
  ],
}

import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Decision, Lease } from '../../flow/decision/index.ts'
import type { Inherited, ProblemView, RunState } from './model.ts'

export interface RunTable {
  id: string
  contract_id: string
  project_id: string
  provider_id: string
  consumer_id: string
  user_id: string
  kind: string
  title: string | null
  sql: string
  state: RunState
  /** Epoch of the contract at grant: a step under another epoch is void. */
  epoch: number
  /** The grant ends by itself at this moment unless renewed by a fresh decision. */
  grant_until: number | null
  decision: JSONColumnType<Decision> | null
  problem: JSONColumnType<ProblemView> | null
  output_hash: string | null
  output_rows: number | null
  elapsed_ms: number | null
  created_at: number
  ended_at: number | null
  /** What the run holds of the contract's counters. */
  leases: ColumnType<readonly Lease[], string | undefined, string>
  /** The consent that a use of one person's data rests on. */
  consent_id: Generated<string | null>
  fields: Generated<string[]>
  inherits: ColumnType<Inherited | null, string | null | undefined, string | null>
  output_destroyed_at: Generated<number | null>
  /** Kind `file`: the name that it is taken away under. */
  file_name: Generated<string | null>
  output_revoked_at: Generated<number | null>
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    run: RunTable
  }
}

export const runMigrations: RoomMigrations = {
  room: 'use/run',
  migrations: [
    {
      name: '0001_run',
      sql: `
        create table run (
          id uuid primary key,
          contract_id uuid not null,
          project_id uuid not null,
          provider_id uuid not null,
          consumer_id uuid not null,
          user_id uuid not null,
          kind text not null,
          title text,
          sql text not null,
          state text not null check (state in
            ('denied', 'refused', 'granted', 'running', 'released', 'withheld', 'failed', 'cancelled', 'lost')),
          epoch integer not null,
          grant_until bigint,
          decision jsonb,
          problem jsonb,
          output_hash text,
          output_rows integer,
          elapsed_ms integer,
          created_at bigint not null,
          ended_at bigint,
          check ((state in ('granted', 'running')) = (ended_at is null)),
          check ((state in ('released', 'withheld')) = (output_hash is not null))
        );
        create index run_consumer on run (consumer_id, created_at desc);
        create index run_provider on run (provider_id, created_at desc);
        create index run_contract on run (contract_id, created_at desc);
        create index run_open on run (state) where state in ('granted', 'running');
      `,
    },
    {
      name: '0002_leases',
      sql: `
        alter table run
          drop constraint run_state_check,
          add constraint run_state_known check (state in ('denied', 'conditional', 'refused', 'granted', 'running',
            'released', 'withheld', 'failed', 'cancelled', 'lost')),
          add column leases jsonb not null default '[]',
          add column consent_id uuid,
          add column fields text[] not null default '{}',
          add column inherits jsonb,
          add column output_destroyed_at bigint;
        create index run_consent on run (consent_id) where consent_id is not null;
      `,
    },
    {
      // A seat is released without an output of its own: what leaves it are runs of kind file.
      name: '0003_held',
      sql: `
        alter table run
          drop constraint run_check1,
          add constraint run_output_known check
            ((state = 'withheld' or (state = 'released' and kind <> 'seat')) = (output_hash is not null)),
          add column file_name text,
          add column output_revoked_at bigint;
      `,
    },
  ],
}

import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Purpose } from '../policy/index.ts'
import type { ConsentKind, ConsentState, Proof } from './model.ts'

/** One ask and, once answered, one consent: the same row from the question to the end. */
export interface ConsentTable {
  id: string
  asker_id: string
  /** The contract that it is asked for; null: any contract of the asker with this purpose. */
  contract_id: string | null
  purpose: Purpose
  kind: ConsentKind
  state: ConsentState
  /** Keyed hash of the identity number that was asked for: the same whether anybody has that number or not. */
  person_key: string
  /** The person's dense number, from the answer on. */
  insured: number | null
  scope_version: number
  asked_scopes: string[]
  /** What was given: fewer than asked when limited. */
  scopes: string[]
  /** Days of the data, `2025-01-01`; null: no bound. */
  period_from: string | null
  period_until: string | null
  reason: string
  asked_until: number
  /** Last moment of the ask while it waits, of the consent once given. */
  until_at: number
  proof: JSONColumnType<Proof> | null
  guardianship_id: string | null
  created_by: string
  created_at: number
  answered_at: number | null
  ended_at: number | null
}

export interface ConsentUseTable {
  run_id: string
  consent_id: string
  at: number
}

export interface GuardianshipTable {
  id: string
  guardian_key: string
  ward_key: string
  relation: 'parent' | 'guardian' | 'ward_office'
  document: string
  state: 'waiting' | 'confirmed' | 'refused' | 'ended'
  proof: JSONColumnType<Proof>
  confirmed_by: string | null
  /** The bureau whose data officer looked at the document. */
  bureau_id: string | null
  until_at: number
  created_at: number
  answered_at: number | null
  ended_at: number | null
}

export interface InsuredChallengeTable {
  id: string
  person_key: string
  /** Null where no register knows the number under that name: the answer must look the same. */
  insured: number | null
  code_hash: string
  driver: string
  created_at: number
  expires_at: number
}

export interface InsuredSessionTable {
  id: string
  token_hash: string
  person_key: string
  insured: number
  proof: JSONColumnType<Proof>
  created_at: number
  seen_at: number
  expires_at: number
  ended_at: number | null
}

export interface InsuredThrottleTable {
  key: string
  failures: number
  lockouts: number
  locked_until: number
  updated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    consent: ConsentTable
    consent_use: ConsentUseTable
    guardianship: GuardianshipTable
    insured_challenge: InsuredChallengeTable
    insured_session: InsuredSessionTable
    insured_throttle: InsuredThrottleTable
  }
}

declare module '../../kernel/events.ts' {
  interface Events {
    /** A consent no longer holds as it did (withdrawn, limited, expired): what runs under it must stop. */
    'consent.withdrawn': { consentId: string }
  }
}

/**
 * Sized for 45 million consents (docs/handbook/consent): the question at the moment of use is one probe of
 * `consent_live`, which holds live consents only, so that history does not slow it.
 */
export const consentMigrations: RoomMigrations = {
  room: 'flow/consent',
  migrations: [
    {
      name: '0001_consent',
      sql: `
        create table consent (
          id uuid primary key,
          asker_id uuid not null,
          contract_id uuid,
          purpose text not null,
          kind text not null check (kind in ('single', 'standing')),
          state text not null check (state in
            ('waiting', 'given', 'limited', 'declined', 'withdrawn', 'expired', 'used_up', 'cancelled')),
          person_key uuid not null,
          insured bigint check (insured > 0),
          scope_version smallint not null,
          asked_scopes text[] not null,
          scopes text[] not null,
          period_from text,
          period_until text,
          reason text not null,
          asked_until bigint not null,
          until_at bigint not null,
          proof jsonb,
          guardianship_id uuid,
          created_by uuid not null,
          created_at bigint not null,
          answered_at bigint,
          ended_at bigint,
          check (cardinality(asked_scopes) > 0 and scopes <@ asked_scopes),
          -- Nobody's data without that person's own, proved answer: the last line of defence.
          check (state not in ('given', 'limited', 'used_up')
            or (insured is not null and proof is not null and cardinality(scopes) > 0)),
          check (until_at <= asked_until)
        );
        create index consent_live on consent (insured, asker_id) where state in ('given', 'limited');
        create index consent_person on consent (person_key, created_at);
        create index consent_asker on consent (asker_id, created_at);
        create index consent_term on consent (until_at) where state in ('waiting', 'given', 'limited');
        create table consent_use (
          run_id uuid primary key,
          consent_id uuid not null references consent (id),
          at bigint not null
        );
        create index consent_use_consent on consent_use (consent_id, at);
        create table guardianship (
          id uuid primary key,
          guardian_key uuid not null,
          ward_key uuid not null,
          relation text not null check (relation in ('parent', 'guardian', 'ward_office')),
          document text not null,
          state text not null check (state in ('waiting', 'confirmed', 'refused', 'ended')),
          proof jsonb not null,
          confirmed_by uuid,
          bureau_id uuid,
          until_at bigint not null,
          created_at bigint not null,
          answered_at bigint,
          ended_at bigint,
          check (guardian_key <> ward_key),
          check ((state = 'confirmed') <= (confirmed_by is not null and bureau_id is not null))
        );
        create index guardianship_guardian on guardianship (guardian_key, state);
        create index guardianship_ward on guardianship (ward_key, state);
        create index guardianship_waiting on guardianship (created_at) where state = 'waiting';
        create table insured_challenge (
          id uuid primary key,
          person_key uuid not null,
          insured bigint,
          code_hash text not null,
          driver text not null,
          created_at bigint not null,
          expires_at bigint not null
        );
        create index insured_challenge_age on insured_challenge (expires_at);
        create table insured_session (
          id uuid primary key,
          token_hash text not null unique,
          person_key uuid not null,
          insured bigint not null check (insured > 0),
          proof jsonb not null,
          created_at bigint not null,
          seen_at bigint not null,
          expires_at bigint not null,
          ended_at bigint
        );
        create index insured_session_age on insured_session (expires_at);
        create table insured_throttle (
          key text primary key,
          failures int not null,
          lockouts int not null,
          locked_until bigint not null,
          updated_at bigint not null
        );
        create index insured_throttle_age on insured_throttle (updated_at);
      `,
    },
  ],
}

import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { AuthorityRule, DocumentType, Fees, LinkState, Scope } from './model.ts'

export interface AuthorityTable {
  id: string
  parent_id: string | null
  root_id: string
  level: number
  grantor_id: string
  grantee_id: string
  scope: JSONColumnType<Scope>
  fees: JSONColumnType<Fees>
  from_at: number
  until_at: number
  state: LinkState
  reason: string | null
  created_by: string
  created_at: number
  /** Offered, accepted or declined last at. */
  answered_at: number | null
  /** Withdrawn or expired at. */
  ended_at: number | null
}

export interface AuthorityDocumentTable {
  id: string
  authority_id: string
  participant_id: string
  name: string
  type: DocumentType
  bytes: number
  digest: string
  added_by: string
  added_at: number
}

/** Every version of a rule stays: what was required when a contract was made can be told later. */
export interface AuthorityRuleTable {
  id: string
  about: 'zone' | 'dataset'
  about_id: string
  version: number
  rule: JSONColumnType<AuthorityRule>
  set_by: string
  set_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    authority: AuthorityTable
    authority_document: AuthorityDocumentTable
    authority_rule: AuthorityRuleTable
  }
}

declare module '../../kernel/events.ts' {
  interface Events {
    /** These links no longer hold, the first by somebody's act or by its term, the others because they hang on it. */
    'authority.withdrawn': { authorityIds: string[] }
  }
}

export const authorityMigrations: RoomMigrations = {
  room: 'flow/authority',
  migrations: [
    {
      name: '0001_authority',
      sql: `
        create table authority (
          id uuid primary key,
          parent_id uuid references authority (id),
          root_id uuid not null references authority (id),
          level integer not null check (level between 1 and 3),
          grantor_id uuid not null,
          grantee_id uuid not null,
          scope jsonb not null,
          fees jsonb not null,
          from_at bigint not null,
          until_at bigint not null,
          state text not null
            check (state in ('draft', 'offered', 'accepted', 'declined', 'withdrawn', 'expired')),
          reason text,
          created_by uuid not null,
          created_at bigint not null,
          answered_at bigint,
          ended_at bigint,
          check (from_at < until_at),
          check (grantor_id <> grantee_id),
          check ((parent_id is null) = (level = 1)),
          check ((parent_id is null) = (root_id = id)),
          check ((state in ('withdrawn', 'expired')) = (ended_at is not null))
        );
        create index authority_parent on authority (parent_id);
        create index authority_root on authority (root_id);
        create index authority_grantor on authority (grantor_id, created_at);
        create index authority_grantee on authority (grantee_id, state);
        create index authority_term on authority (until_at) where state in ('draft', 'offered', 'accepted');
        create table authority_document (
          id uuid primary key,
          authority_id uuid not null references authority (id),
          participant_id uuid not null,
          name text not null,
          type text not null,
          bytes integer not null,
          digest text not null,
          added_by uuid not null,
          added_at bigint not null
        );
        create index authority_document_link on authority_document (authority_id);
        create table authority_rule (
          id uuid primary key,
          about text not null check (about in ('zone', 'dataset')),
          about_id uuid not null,
          version integer not null check (version > 0),
          rule jsonb not null,
          set_by uuid not null,
          set_at bigint not null,
          constraint authority_rule_version unique (about_id, version)
        );
      `,
    },
  ],
}

import type { RoomMigrations } from '../../platform/postgres/tables.ts'

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
    {
      name: '0003_negotiation',
      sql: `
        alter table access_request
          add column number text,
          add column name text not null default '',
          add column abstract text not null default '',
          add column sign_mode text not null default '02' check (sign_mode in ('01', '02')),
          add column turn text not null default 'provider' check (turn in ('provider', 'consumer')),
          add column round integer not null default 1 check (round >= 1),
          add column risk_score double precision,
          add column risk_level text check (risk_level in ('low', 'medium', 'high'));
        create unique index access_request_number on access_request (number);
        create table request_version (
          request_id uuid not null references access_request (id),
          n integer not null check (n >= 1),
          side text not null check (side in ('provider', 'consumer')),
          policy jsonb not null,
          hash text,
          comment text,
          user_id uuid not null,
          at bigint not null,
          primary key (request_id, n)
        );
        insert into request_version (request_id, n, side, policy, hash, comment, user_id, at)
          select id, 1, 'consumer', policy, null, reason, created_by, created_at from access_request;
      `,
    },
    {
      name: '0004_life',
      sql: `
        alter table contract
          drop constraint contract_state_check,
          drop constraint contract_end_reason_check,
          drop constraint contract_check,
          add column number text,
          add column code text,
          add column request_id uuid references access_request (id),
          add column authority_id uuid,
          add column signatures jsonb not null default '[]',
          add column void_reason text,
          add column end_proposed_by text check (end_proposed_by in ('provider', 'consumer')),
          add column end_proposed_reason text,
          add column filed_at bigint,
          add column started_at bigint,
          add column ended_at bigint,
          add column destroyed_at bigint,
          add column destruction jsonb,
          add column checked_at bigint;
        -- Contracts of terms v1 were neither signed nor filed: they end by this rule and are still shown.
        update contract set state = 'ended', end_reason = 'rule', epoch = epoch + 1 where state <> 'ended';
        update contract set ended_at = (extract(epoch from now()) * 1000)::bigint;
        alter table contract
          add constraint contract_state_known
            check (state in ('signing', 'filing', 'active', 'suspended', 'ended', 'void')),
          add constraint contract_end_known check (end_reason in
            ('term', 'provider', 'consumer', 'agreement', 'rule', 'authority')),
          add constraint contract_void_known check (void_reason in
            ('refused', 'filing', 'term', 'authority', 'provider', 'consumer')),
          add constraint contract_ended check ((state = 'ended') = (end_reason is not null)),
          add constraint contract_voided check ((state = 'void') = (void_reason is not null)),
          add constraint contract_closed check ((state in ('ended', 'void')) = (ended_at is not null)),
          -- Nothing is used before it was filed, whatever a defect does: the last line of defence.
          add constraint contract_filed check (state not in ('active', 'suspended') or filed_at is not null),
          add constraint contract_proposal check ((end_proposed_by is null) = (end_proposed_reason is null));
        create unique index contract_number on contract (number);
        create unique index contract_code on contract (code);
        create index contract_project on contract (project_id);
        create index contract_authority on contract (authority_id) where authority_id is not null;
        create index contract_filing on contract (created_at) where state = 'filing';
        create index contract_undestroyed on contract (ended_at) where state = 'ended' and destroyed_at is null;
        create index contract_checked on contract (checked_at nulls first) where state = 'active';
        drop index contract_term;
        create index contract_term on contract (until_at) where state not in ('ended', 'void');
      `,
    },
    {
      name: '0005_body_key',
      sql: `
        create table body_key (
          id uuid primary key,
          participant_id uuid not null,
          key_id text not null unique,
          algorithm text not null check (algorithm in ('ed25519')),
          public_key text not null,
          label text not null check (label in ('space', 'demo', 'external', 'ca')),
          title text not null,
          created_by uuid,
          created_at bigint not null,
          revoked_at bigint
        );
        create index body_key_participant on body_key (participant_id);
        -- The space holds one key for each body.
        create unique index body_key_held on body_key (participant_id)
          where label in ('space', 'demo') and revoked_at is null;
      `,
    },
    {
      name: '0006_approval',
      sql: `
        create table approval_chain (
          participant_id uuid not null,
          act text not null check (act in ('offer', 'accept', 'sign')),
          steps jsonb not null,
          changed_by uuid not null,
          changed_at bigint not null,
          primary key (participant_id, act)
        );
        create table approval (
          id uuid primary key,
          participant_id uuid not null,
          act text not null check (act in ('offer', 'accept', 'sign')),
          subject_id uuid not null,
          input jsonb not null,
          steps jsonb not null,
          step integer not null default 0,
          state text not null check (state in ('waiting', 'approved', 'declined', 'cancelled')),
          asked_by uuid not null,
          created_at bigint not null,
          closed_at bigint,
          check ((state = 'waiting') = (closed_at is null))
        );
        create index approval_participant on approval (participant_id, state, created_at);
        create unique index approval_one_waiting on approval (participant_id, act, subject_id)
          where state = 'waiting';
        create table approval_vote (
          approval_id uuid not null references approval (id),
          step integer not null,
          user_id uuid not null,
          for_user_id uuid,
          decision text not null check (decision in ('approve', 'decline')),
          comment text,
          at bigint not null,
          primary key (approval_id, step)
        );
        create table delegation (
          id uuid primary key,
          participant_id uuid not null,
          from_user_id uuid not null,
          to_user_id uuid not null check (to_user_id <> from_user_id),
          until_at bigint not null,
          created_at bigint not null,
          ended_at bigint
        );
        create index delegation_to on delegation (to_user_id, until_at);
        create table offer_deciding (
          offer_id uuid primary key,
          mode text not null check (mode in ('automatic', 'manual', 'scripted')),
          script jsonb not null,
          officer_id uuid not null,
          changed_at bigint not null
        );
      `,
    },
    {
      name: '0007_sm2_keys',
      sql: `
        alter table body_key drop constraint body_key_algorithm_check;
        alter table body_key add constraint body_key_algorithm_check check (algorithm in ('ed25519', 'sm2'));
      `,
    },
  ],
}

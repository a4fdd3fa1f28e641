import type { RoomMigrations } from '../../platform/postgres/index.ts'

export const keyMigrations: RoomMigrations = {
  room: 'keys',
  migrations: [
    {
      name: '0001_keys',
      sql: `
        create table signing_key (
          id uuid primary key,
          name text not null,
          key_id text not null unique,
          public_key text not null,
          scheme text not null check (scheme in ('ed25519', 'sm2')),
          made_at bigint not null,
          retired_at bigint,
          revoked_at bigint,
          check (retired_at is null or revoked_at is null)
        );
        create unique index signing_key_active on signing_key (name)
          where retired_at is null and revoked_at is null;

        create table key_request (
          id uuid primary key,
          kind text not null check (kind in ('rotate', 'revoke', 'recovery')),
          key_name text not null,
          reason text not null,
          asked_by uuid not null,
          asked_at bigint not null,
          state text not null check (state in ('open', 'done', 'refused', 'withdrawn')),
          decided_by uuid,
          decided_at bigint,
          decision text,
          recovery jsonb,
          check ((decided_by is null) = (decided_at is null)),
          -- Two officers for each change: not even a defect above lets one do both.
          check (decided_by is null or state = 'withdrawn' or decided_by <> asked_by)
        );
        create unique index key_request_open on key_request (key_name, kind) where state = 'open';`,
    },
    {
      name: '0002_keepers',
      sql: `
        -- Who set which passphrase of a recovery file: a role can pass from one person to the other in between.
        alter table key_request
          add column sealed_by_security uuid,
          add column sealed_by_system uuid,
          add constraint key_request_two_keepers check (sealed_by_security <> sealed_by_system);`,
    },
  ],
}

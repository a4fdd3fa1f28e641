import type { RoomMigrations } from '../../platform/postgres/index.ts'
import { anchorMigrations } from './anchor/migrations.ts'
import { payloadMigrations } from './payload/index.ts'
import { retentionMigrations } from './retention/migrations.ts'
import { checkpointMigrations } from './witness/tables.ts'

/** No foreign keys: the evidence must never interfere with the data it speaks of. */
export const evidenceMigrations: RoomMigrations = {
  room: 'evidence',
  migrations: [
    {
      name: '0001_outbox',
      sql: `
        create table evidence_outbox (
          id uuid primary key,
          seq bigint generated always as identity,
          leaf bigint,
          happened_at bigint not null,
          kind text not null,
          entry text not null
        );
        create index evidence_outbox_waiting on evidence_outbox (seq) where leaf is null;
        create unique index evidence_outbox_leaf on evidence_outbox (leaf) where leaf is not null;
        create index evidence_outbox_time on evidence_outbox using brin (happened_at);

        create table evidence_payload (
          entry_id uuid primary key,
          salt bytea not null check (length(salt) = 32),
          body text not null
        );

        -- Derived from the entries: 's:' subject id, 'a:' acting user, body or system part, 'k:' kind.
        create table evidence_term (
          term text not null,
          leaf bigint not null,
          primary key (term, leaf)
        );

        -- Entries of earlier logs of this space, after a restore that had to begin anew.
        create table evidence_archive (
          origin text not null,
          leaf bigint not null,
          id uuid not null,
          entry text not null,
          primary key (origin, leaf)
        );

        create table evidence_log (
          one boolean primary key default true check (one),
          origin text not null,
          vkey text not null
        );`,
    },
    ...payloadMigrations,
    ...retentionMigrations,
    ...anchorMigrations,
    ...checkpointMigrations,
  ],
}

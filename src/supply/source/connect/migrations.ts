import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/source/connect',
  migrations: [
    {
      name: '0001_source',
      sql: `
        create table source (
          id uuid primary key,
          participant_id uuid not null,
          kind text not null,
          title text not null,
          settings jsonb not null,
          secret bytea not null,
          secret_key text not null,
          secret_at bigint not null,
          state text not null check (state in ('active', 'paused')),
          created_by uuid,
          created_at bigint not null
        );
        create index source_participant on source (participant_id, created_at desc);
        create table source_feed (
          id uuid primary key,
          source_id uuid not null references source,
          dataset_id uuid not null references dataset,
          table_name text not null,
          mode text not null check (mode in ('snapshot', 'increment')),
          key jsonb not null,
          watermark text,
          overlap int not null,
          schedule jsonb not null,
          deletes_every int,
          state text not null check (state in ('active', 'paused')),
          cursor text,
          digest text,
          last_version_id uuid references dataset_version,
          last_outcome jsonb,
          last_error jsonb,
          last_run_at bigint,
          last_deletes_at bigint,
          next_at bigint,
          failures int not null default 0,
          job_id uuid,
          settled_job uuid,
          created_at bigint not null,
          constraint source_feed_dataset unique (dataset_id)
        );
        create index source_feed_source on source_feed (source_id);
        create index source_feed_next on source_feed (next_at) where next_at is not null;
      `,
    },
  ],
}

import type { RoomMigrations } from '../postgres/index.ts'

export const migrations: RoomMigrations = {
  room: 'jobs',
  migrations: [
    {
      name: '0001_job',
      sql: `
        create table job (
          id uuid primary key,
          kind text not null,
          state text not null check (state in ('queued', 'active', 'done', 'failed', 'cancelled')),
          input jsonb not null,
          actor jsonb not null,
          owner_participant text not null,
          owner_user text,
          progress double precision,
          message jsonb,
          result jsonb,
          error jsonb,
          -- starts that a crash of the server may have interrupted; a graceful stop takes its start back
          attempts int not null default 0,
          cancel_requested boolean not null default false,
          created_at bigint not null,
          updated_at bigint not null
        );
        create index job_owner on job (owner_participant, created_at desc);
        create index job_open on job (created_at) where state in ('queued', 'active');
      `,
    },
  ],
}

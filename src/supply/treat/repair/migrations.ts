import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/treat/repair',
  migrations: [
    {
      name: '0001_repair',
      sql: `
        create table repair_run (
          id uuid primary key,
          treatment_id uuid not null,
          participant_id uuid not null,
          job_id uuid not null,
          kind text not null check (kind in ('preview', 'repair')),
          base jsonb not null,
          approvals jsonb not null,
          fix_pack text not null,
          fix_version int not null,
          rule_version int not null,
          result jsonb,
          versions jsonb not null,
          created_by uuid,
          created_at bigint not null,
          finished_at bigint
        );
        create index repair_run_treatment on repair_run (treatment_id, created_at desc);
        create table repair_proposal (
          id uuid primary key,
          run_id uuid not null references repair_run,
          fix text not null,
          cells bigint not null,
          samples jsonb not null,
          state text not null check (state in ('waiting', 'approved', 'rejected')),
          reason text,
          spared jsonb not null,
          decided_by uuid,
          decided_at bigint,
          constraint repair_proposal_fix unique (run_id, fix)
        );
      `,
    },
  ],
}

import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/treat/quality',
  migrations: [
    {
      name: '0001_quality',
      sql: `
        create table treatment (
          id uuid primary key,
          participant_id uuid not null references participant,
          title text not null,
          tables jsonb not null,
          refs jsonb not null,
          settings jsonb not null,
          automatic boolean not null,
          created_at bigint not null,
          updated_at bigint not null
        );
        create index treatment_participant on treatment (participant_id, created_at);
        create table reference_grant (
          id uuid primary key,
          dataset_id uuid not null references dataset,
          participant_id uuid not null references participant,
          grantee_id uuid not null references participant,
          purpose text not null,
          granted_by uuid,
          granted_at bigint not null,
          withdrawn_at bigint
        );
        create unique index reference_grant_once on reference_grant (dataset_id, grantee_id) where withdrawn_at is null;
        create table rule_pack_version (
          code text not null,
          number int not null check (number > 0),
          title_zh text not null,
          title_en text not null,
          settings jsonb not null,
          rules jsonb not null,
          shipped int,
          note text not null,
          created_by uuid,
          created_at bigint not null,
          primary key (code, number)
        );
        create table body_rule (
          id uuid primary key,
          participant_id uuid not null references participant,
          rule_id text not null,
          rule jsonb not null,
          created_by uuid,
          created_at bigint not null,
          retired_at bigint
        );
        create unique index body_rule_once on body_rule (participant_id, rule_id) where retired_at is null;
        create table quality_run (
          id uuid primary key,
          treatment_id uuid not null references treatment,
          participant_id uuid not null references participant,
          job_id uuid not null,
          tables jsonb not null,
          pack text not null,
          pack_version int not null,
          own_rules int not null,
          result jsonb,
          created_by uuid,
          created_at bigint not null,
          finished_at bigint
        );
        create index quality_run_treatment on quality_run (treatment_id, created_at desc);
        create table quality_count (
          run_id uuid not null references quality_run,
          rule_id text not null,
          class text not null,
          table_name text not null,
          column_name text not null,
          title_zh text not null,
          title_en text not null,
          scanned bigint not null,
          dirty bigint not null,
          repaired bigint,
          quarantined bigint,
          primary key (run_id, rule_id)
        );
      `,
    },
  ],
}

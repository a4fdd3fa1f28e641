import type { Migration } from '../../../platform/postgres/index.ts'

export const retentionMigrations: readonly Migration[] = [
  {
    name: '0003_retention',
    sql: `
      create table evidence_hold (
        id uuid primary key,
        subject text,
        kind text,
        reason text not null,
        placed_by text not null,
        placed_at bigint not null,
        lifted_by text,
        lifted_at bigint,
        lift_reason text,
        check ((subject is null) <> (kind is null)),
        check ((lifted_by is null) = (lifted_at is null) and (lifted_by is null) = (lift_reason is null)),
        check (lifted_by is distinct from placed_by)
      );

      create table evidence_destruction (
        id uuid primary key,
        state text not null check (state in ('asked', 'refused', 'approved', 'running', 'done', 'cancelled')),
        asked_by text,
        asked_at bigint not null,
        reason text not null,
        cutoff bigint not null,
        rules_version int not null,
        decided_by text,
        decided_at bigint,
        decision_reason text,
        job_id uuid,
        ended_at bigint,
        entries bigint,
        first_leaf bigint,
        last_leaf bigint,
        list_digest text,
        proof_entry uuid,
        check ((decided_by is null) = (decided_at is null)),
        check (decided_by is distinct from asked_by or decided_by is null),
        check (state in ('asked', 'refused', 'cancelled') or decided_by is not null)
      );
      -- One at a time: two lists must not name the same payload.
      create unique index evidence_destruction_open on evidence_destruction ((true))
        where state in ('asked', 'approved', 'running');

      create table evidence_destruction_key (
        destruction uuid not null,
        key text not null,
        state text not null check (state in ('planned', 'destroying', 'destroyed', 'kept')),
        entries bigint not null default 0,
        primary key (destruction, key)
      );

      create table evidence_destroyed (
        entry_id uuid primary key,
        destruction uuid not null,
        key text not null,
        leaf bigint
      );
      create index evidence_destroyed_list on evidence_destroyed (destruction, key, entry_id);`,
  },
]

import type { Migration } from '../../../platform/postgres/index.ts'

export const anchorMigrations: readonly Migration[] = [
  {
    name: '0004_anchors',
    sql: `
      create table evidence_anchor (
        id uuid primary key,
        driver text not null,
        size bigint not null,
        root bytea not null,
        -- The text of the checkpoint that was stamped, without signatures: they may grow in number.
        text text not null,
        state text not null check (state in ('waiting', 'stamped', 'failed')),
        asked_at bigint not null,
        tried int not null default 0,
        next_try_at bigint not null,
        problem text,
        authority text,
        stamped_at bigint,
        token bytea,
        check ((state = 'stamped') = (token is not null) and (token is null) = (stamped_at is null))
      );
      create index evidence_anchor_open on evidence_anchor (next_try_at) where state <> 'stamped';
      create index evidence_anchor_size on evidence_anchor (size);`,
  },
]

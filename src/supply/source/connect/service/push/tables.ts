import type { ColumnType, GeneratedAlways } from 'kysely'
import type { RoomMigrations } from '../../../../../platform/postgres/tables.ts'

export interface PushAccessTable {
  source_id: string
  /** Hash of a token of 256 random bits. */
  token_hash: string
  created_at: number
}

export interface PushMessageTable {
  id: string
  source_id: string
  msgid: string
  infno: string
  /** Hash of the canonical body. */
  body_hash: string
  /** Sent again, byte for byte, to who sends the same message again. */
  answer: string
  rows: number
  accepted: number
  rejected: number
  received_at: number
}

export interface PushBatchTable {
  message_id: string
  /** Of two messages one after the other, the second has the greater one. */
  seq: GeneratedAlways<number>
  source_id: string
  table_name: string
  rows: number
  /** `{ columns, rows }` as JSON; null once it has landed and its time is over. */
  body: string | null
  /** Order of reading, given after the commit: commits do not come in the order of ids. */
  place: ColumnType<number | null, number | null | undefined, number | null>
}

declare module '../../../../../platform/postgres/tables.ts' {
  interface Tables {
    push_access: PushAccessTable
    push_message: PushMessageTable
    push_batch: PushBatchTable
  }
}

export const pushMigrations: RoomMigrations = {
  room: 'supply/push',
  migrations: [
    {
      name: '0001_push',
      sql: `
        create table push_access (
          source_id uuid primary key references source,
          token_hash text not null,
          created_at bigint not null
        );
        create table push_message (
          id uuid primary key,
          source_id uuid not null references source,
          msgid text not null,
          infno text not null,
          body_hash text not null,
          answer text not null,
          rows int not null,
          accepted int not null,
          rejected int not null,
          received_at bigint not null,
          constraint push_message_msgid unique (source_id, msgid),
          check (rows = accepted + rejected)
        );
        create index push_message_recent on push_message (source_id, received_at desc);
        create table push_batch (
          message_id uuid not null references push_message,
          seq bigint generated always as identity,
          source_id uuid not null,
          table_name text not null,
          rows int not null,
          body text,
          place bigint,
          primary key (message_id, table_name)
        );
        create unique index push_batch_place on push_batch (source_id, table_name, place);
        create index push_batch_new on push_batch (source_id, table_name) where place is null;
      `,
    },
  ],
}

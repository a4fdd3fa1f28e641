import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/treat/standard',
  migrations: [
    {
      name: '0001_dictionary',
      sql: `
        create table dictionary_version (
          code text not null check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
          number int not null check (number > 0),
          title_zh text not null,
          title_en text not null,
          basis text not null,
          codes jsonb not null,
          shipped int,
          note text not null,
          user_id uuid,
          created_at bigint not null,
          primary key (code, number)
        );
        create table data_element (
          code text primary key check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
          title_zh text not null,
          title_en text not null,
          definition_zh text not null,
          definition_en text not null,
          type text not null,
          standard text not null,
          source_table text,
          source_column text,
          source_participant uuid,
          decided_by uuid,
          decided_at bigint,
          updated_at bigint not null,
          check ((source_table is null) = (source_column is null))
        );
      `,
    },
  ],
}

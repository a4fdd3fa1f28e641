import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/treat/map',
  migrations: [
    {
      name: '0001_mapping',
      sql: `
        create table mapping (
          id uuid primary key,
          participant_id uuid not null,
          code text not null check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
          title_zh text not null,
          title_en text not null,
          created_at bigint not null,
          constraint mapping_code unique (participant_id, code)
        );
        create table mapping_version (
          mapping_id uuid not null references mapping,
          number int not null check (number > 0),
          note text not null,
          spec jsonb not null,
          user_id uuid,
          created_at bigint not null,
          primary key (mapping_id, number)
        );
        create table mapping_run (
          id uuid primary key,
          mapping_id uuid not null,
          number int not null,
          dataset_id uuid not null references dataset,
          version_id uuid not null references dataset_version,
          counts jsonb not null,
          created_at bigint not null,
          foreign key (mapping_id, number) references mapping_version
        );
        create table element_difference (
          participant_id uuid not null,
          element text not null,
          source_dataset uuid not null references dataset,
          source_table text not null,
          source_column text not null,
          other_dataset uuid not null references dataset,
          other_table text not null,
          other_column text not null,
          compared bigint not null,
          differ bigint not null,
          created_at bigint not null,
          primary key (participant_id, element, source_dataset, source_column, other_dataset, other_column)
        );
        create index mapping_run_mapping on mapping_run (mapping_id, created_at desc);
      `,
    },
  ],
}

import type { RoomMigrations } from '../../platform/postgres/tables.ts'

export const migrations: RoomMigrations = {
  room: 'supply/catalog',
  migrations: [
    {
      name: '0001_catalog',
      sql: `
        create table zone (
          id uuid primary key,
          code text not null,
          title_zh text not null,
          title_en text not null,
          participant_id uuid,
          created_at bigint not null,
          constraint zone_code unique (code)
        );
        create table dataset (
          id uuid primary key,
          zone_id uuid references zone,
          participant_id uuid not null,
          code text not null check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
          title_zh text not null,
          title_en text not null,
          description text not null,
          insured_column text,
          insured_system text,
          column_titles jsonb not null,
          declared jsonb not null,
          state text not null check (state in ('active', 'withdrawn')),
          created_at bigint not null,
          constraint dataset_code unique (participant_id, code),
          check ((insured_column is null) = (insured_system is null))
        );
        create index dataset_zone on dataset (zone_id);
        create table dataset_version (
          id uuid primary key,
          dataset_id uuid not null references dataset,
          number int not null check (number > 0),
          state text not null check (state = 'landed'),
          rows bigint not null,
          rejected bigint not null,
          bytes bigint not null,
          hash text not null,
          columns jsonb not null,
          insured_count bigint,
          insured_generation int,
          files jsonb not null,
          source_files jsonb not null,
          import_id uuid not null unique,
          created_at bigint not null,
          unique (dataset_id, number),
          check ((insured_count is null) = (insured_generation is null))
        );
        create table product (
          id uuid primary key,
          participant_id uuid not null,
          code text not null check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
          title_zh text not null,
          title_en text not null,
          summary text not null,
          tables jsonb not null,
          state text not null check (state in ('draft', 'published', 'withdrawn')),
          created_at bigint not null,
          constraint product_code unique (participant_id, code)
        );
        create index product_state on product (state, created_at desc);
      `,
    },
  ],
}

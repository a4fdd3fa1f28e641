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
    {
      name: '0002_origin',
      sql: `
        alter table dataset_version
          add column content_hash text,
          add column quarantined bigint not null default 0,
          add column origin jsonb not null default '{"kind":"import","from":[],"by":null,"columns":{}}';
        create index dataset_version_origin on dataset_version using gin ((origin -> 'from') jsonb_path_ops);
      `,
    },
    {
      name: '0003_catalogue',
      sql: `
        alter table zone
          add column description text not null default '',
          add column rules jsonb not null default '{}';
        create table zone_member (
          id uuid primary key,
          zone_id uuid not null references zone,
          kind text not null check (kind in ('body', 'user')),
          member_id uuid not null,
          role text not null check (role in ('keeper', 'contributor', 'reader')),
          created_at bigint not null,
          constraint zone_member_once unique (zone_id, member_id)
        );
        create index zone_member_member on zone_member (member_id);
        alter table dataset
          add column entry jsonb not null default '{}';
        create index product_tables on product using gin (tables jsonb_path_ops);
        -- Entries of other catalogues: described here, kept elsewhere. iri names it there.
        create table external_entry (
          id uuid primary key,
          participant_id uuid not null,
          zone_id uuid references zone,
          iri text not null,
          source_url text,
          entry jsonb not null,
          created_at bigint not null,
          updated_at bigint not null,
          constraint external_entry_iri unique (iri)
        );
        -- Derived: made anew from dataset, version and external_entry at any time.
        create table catalog_search (
          id uuid primary key,
          kind text not null check (kind in ('dataset', 'external')),
          participant_id uuid not null,
          zone_id uuid,
          readers text not null check (readers in ('public', 'space', 'members')),
          state text not null,
          code text not null,
          theme text,
          rhythm text,
          persons boolean,
          made_by text,
          grade text,
          quality int,
          updated_at bigint not null,
          words tsvector not null,
          card jsonb not null
        ) with (toast_tuple_target = 128);
        -- Kept out of line: counting and filtering read narrow rows, and words are read through the index alone.
        alter table catalog_search alter column words set storage external, alter column card set storage external;
        create index catalog_search_words on catalog_search using gin (words) with (fastupdate = off);
        create index catalog_search_zone on catalog_search (zone_id);
        create index catalog_search_body on catalog_search (participant_id);
        create index catalog_search_newest on catalog_search (updated_at desc, id);
      `,
    },
  ],
}

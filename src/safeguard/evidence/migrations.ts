import type { RoomMigrations } from '../../platform/postgres/index.ts'

/** No foreign keys: the evidence must never interfere with the data it speaks of. */
export const evidenceMigrations: RoomMigrations = {
  room: 'evidence',
  migrations: [
    {
      name: '0001_outbox',
      sql: `
        create table evidence_outbox (
          id uuid primary key,
          seq bigint generated always as identity,
          leaf bigint,
          happened_at bigint not null,
          kind text not null,
          entry text not null
        );
        create index evidence_outbox_waiting on evidence_outbox (seq) where leaf is null;
        create unique index evidence_outbox_leaf on evidence_outbox (leaf) where leaf is not null;
        create index evidence_outbox_time on evidence_outbox using brin (happened_at);

        create table evidence_payload (
          entry_id uuid primary key,
          salt bytea not null check (length(salt) = 32),
          body text not null
        );

        -- Derived from the entries: 's:' subject id, 'a:' acting user, body or system part, 'k:' kind.
        create table evidence_term (
          term text not null,
          leaf bigint not null,
          primary key (term, leaf)
        );

        -- Entries of earlier logs of this space, after a restore that had to begin anew.
        create table evidence_archive (
          origin text not null,
          leaf bigint not null,
          id uuid not null,
          entry text not null,
          primary key (origin, leaf)
        );

        create table evidence_log (
          one boolean primary key default true check (one),
          origin text not null,
          vkey text not null
        );`,
    },
    {
      // A function, because its plans are kept: parsing and planning this anew would cost more than doing it.
      name: '0002_put',
      sql: `
        create function evidence_put(
          ids uuid[], times bigint[], kinds text[], entries text[],
          payload_ids uuid[], salts text[], bodies text[]
        ) returns table (put_id uuid, put_seq bigint) language plpgsql as $$
        begin
          if cardinality(payload_ids) > 0 then
            insert into evidence_payload (entry_id, salt, body)
            select p.id, decode(p.salt, 'base64'), p.body from unnest(payload_ids, salts, bodies) as p (id, salt, body);
          end if;
          perform set_config('synchronous_commit', 'off', true);
          return query
            insert into evidence_outbox as o (id, happened_at, kind, entry)
            select * from unnest(ids, times, kinds, entries) returning o.id, o.seq;
        end $$;`,
    },
  ],
}

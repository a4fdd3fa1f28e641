/** The tables of this room, as `tables.ts` types them. */
export const SCHEMA = `
  create table tc609_connector (
    id text primary key check (length(id) = 32),
    participant_id uuid not null,
    url text not null,
    state text not null check (state in ('registered', 'active', 'suspended', 'revoked')),
    service_user_id uuid,
    log_vkey text not null,
    seen_at bigint,
    created_by uuid not null,
    created_at bigint not null,
    check (state <> 'active' or service_user_id is not null)
  );
  create index tc609_connector_participant on tc609_connector (participant_id);
  create table tc609_connector_key (
    connector_id text not null references tc609_connector (id),
    key_id text not null,
    public_key text not null,
    from_at bigint not null,
    until_at bigint,
    revoked_at bigint,
    primary key (connector_id, key_id)
  );
  create table tc609_peer (
    id uuid primary key,
    participant_id uuid not null,
    url text not null,
    platform_id text not null,
    own_id text not null,
    name text not null,
    public_key text not null,
    log_vkey text not null,
    state text not null check (state in ('pending', 'active', 'closed')),
    seen_at bigint,
    last_error text,
    created_by uuid not null,
    created_at bigint not null
  );
  create unique index tc609_peer_once on tc609_peer (participant_id, platform_id) where state <> 'closed';
  create table tc609_seen (
    issuer text not null,
    jti text not null,
    until_at bigint not null,
    primary key (issuer, jti)
  );
  create index tc609_seen_until on tc609_seen (until_at);
  create table tc609_inbox (
    sender text not null,
    seq text not null,
    interface text not null,
    contract_number text,
    body_hash text not null,
    answer jsonb,
    at bigint not null,
    primary key (sender, seq)
  );
  create index tc609_inbox_at on tc609_inbox (at desc);
  create table tc609_outbox (
    id uuid primary key,
    connector_id text references tc609_connector (id),
    peer_id uuid references tc609_peer (id),
    interface text not null,
    contract_number text,
    body jsonb not null,
    seq text not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    tries integer not null default 0,
    next_at bigint not null,
    last_error text,
    created_at bigint not null,
    sent_at bigint,
    check ((connector_id is null) <> (peer_id is null)),
    check ((state = 'sent') = (sent_at is not null))
  );
  create index tc609_outbox_due on tc609_outbox (next_at) where state = 'waiting';
  create index tc609_outbox_at on tc609_outbox (created_at desc);
  create table tc609_draft (
    number text primary key check (length(number) = 47),
    connector_id text not null references tc609_connector (id),
    name text not null,
    abstract text not null,
    sign_mode text not null check (sign_mode in ('01', '02')),
    expansion jsonb not null,
    strategy_id uuid not null,
    told jsonb not null,
    created_at bigint not null
  );
  create index tc609_draft_connector on tc609_draft (connector_id);
  create table tc609_remote (
    id uuid primary key,
    peer_id uuid not null references tc609_peer (id),
    participant_id uuid not null,
    number text not null,
    product_code text not null,
    product_name text not null,
    name text not null,
    purpose text not null,
    reason text not null,
    state text not null check (state in
      ('negotiating', 'signing', 'filing', 'active', 'suspended', 'ended', 'void')),
    turn text not null check (turn in ('own', 'other')),
    policy jsonb not null,
    terms jsonb,
    hash text,
    signatures jsonb not null default '[]',
    strategy_id uuid,
    strategy_version text,
    created_by uuid not null,
    created_at bigint not null,
    registered_at bigint,
    ended_at bigint,
    destroyed_at bigint,
    unique (peer_id, number),
    -- Nothing is signed or used before its frozen terms are here and their hash was computed here.
    check (state in ('negotiating', 'void', 'ended') or (terms is not null and hash is not null))
  );
  create index tc609_remote_open on tc609_remote (state) where state in ('filing', 'active') and registered_at is null;
  create index tc609_remote_over on tc609_remote (ended_at) where ended_at is not null;
  create index tc609_remote_participant on tc609_remote (participant_id, created_at desc);
  create table tc609_remote_version (
    contract_id uuid not null references tc609_remote (id),
    n integer not null,
    side text not null check (side in ('own', 'other')),
    policy jsonb not null,
    at bigint not null,
    primary key (contract_id, n)
  );
  create table tc609_result (
    id uuid primary key,
    contract_id uuid not null references tc609_remote (id),
    title text,
    state text not null,
    digest text,
    rows integer,
    receipt text,
    problem jsonb,
    leaf integer,
    stored_at bigint not null,
    destroyed_at bigint
  );
  create index tc609_result_contract on tc609_result (contract_id, stored_at desc);
  create table tc609_proof (
    id uuid primary key,
    contract_number text not null,
    direction text not null check (direction in ('in', 'out')),
    node text not null,
    kind text not null check (kind in ('use', 'destruction')),
    log jsonb not null,
    digest text,
    leaf integer not null,
    origin text not null,
    verified boolean not null,
    at bigint not null
  );
  create unique index tc609_proof_destroyed on tc609_proof (contract_number, node)
    where direction = 'out' and kind = 'destruction';
  create index tc609_proof_contract on tc609_proof (contract_number, at);
`

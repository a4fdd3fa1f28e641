import type { RoomMigrations } from '../../platform/postgres/index.ts'

const INITIAL = `
create table participant (
  id uuid primary key,
  uscc text not null unique check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name_zh text not null check (length(name_zh) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  roles text[] not null check (
    cardinality(roles) > 0
    and roles <@ array['operator','provider','consumer','service_provider','supervisor']),
  region_code text not null check (region_code ~ '^[0-9]{6}$'),
  state text not null check (state in ('active','suspended')),
  created_at bigint not null,
  updated_at bigint not null
);

create table app_user (
  id uuid primary key,
  participant_id uuid not null references participant,
  login text not null unique check (login = lower(login) and length(login) between 3 and 64),
  display_name text not null check (length(display_name) between 1 and 100),
  roles text[] not null check (roles <@ array['data_officer','steward','developer','output_checker','expert',
    'duty_officer','system_administrator','security_officer','auditor']),
  state text not null check (state in ('invited','active','suspended')),
  password text,
  demo boolean not null default false,
  created_at bigint not null,
  updated_at bigint not null,
  -- Separated officers (三员分立): who holds one of the three holds nothing else, whatever the program does.
  constraint separated_officers check (
    not (roles && array['system_administrator','security_officer','auditor']) or cardinality(roles) = 1)
);
create index app_user_participant on app_user (participant_id);

create table user_password (
  id uuid primary key,
  user_id uuid not null references app_user,
  password text not null,
  created_at bigint not null
);
create index user_password_user on user_password (user_id, created_at desc);

create table user_invitation (
  id uuid primary key,
  user_id uuid not null references app_user,
  token_hash text not null unique,
  purpose text not null check (purpose in ('join','password')),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint
);
create index user_invitation_user on user_invitation (user_id);

create table user_session (
  id uuid primary key,
  user_id uuid not null references app_user,
  token_hash text not null unique,
  pending text check (pending in ('second-factor','second-factor-setup')),
  method text not null check (method in ('password','password+totp','password+passkey','password+recovery','demo')),
  agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  ended_at bigint
);
create index user_session_open on user_session (user_id) where ended_at is null;

create table sign_in_throttle (
  key text primary key,
  failures int not null,
  lockouts int not null,
  locked_until bigint not null,
  updated_at bigint not null
);
create index sign_in_throttle_age on sign_in_throttle (updated_at);

create table user_totp (
  user_id uuid primary key references app_user,
  sealed_secret text not null,
  last_step bigint not null,
  created_at bigint not null,
  confirmed_at bigint
);

create table user_passkey (
  id uuid primary key,
  user_id uuid not null references app_user,
  credential_id text not null unique,
  public_key text not null,
  counter bigint not null,
  transports text[] not null,
  rp_id text not null,
  label text not null,
  created_at bigint not null,
  used_at bigint
);
create index user_passkey_user on user_passkey (user_id);

create table passkey_challenge (
  session_id uuid not null references user_session on delete cascade,
  purpose text not null check (purpose in ('register','authenticate')),
  challenge text not null,
  rp_id text not null,
  expires_at bigint not null,
  primary key (session_id, purpose)
);

create table user_recovery_code (
  id uuid primary key,
  user_id uuid not null references app_user,
  code_hash text not null,
  created_at bigint not null,
  used_at bigint
);
create index user_recovery_code_user on user_recovery_code (user_id);
`

const CERTIFICATES = `
alter table user_session drop constraint user_session_method_check;
alter table user_session add constraint user_session_method_check check (method in (
  'password','password+totp','password+passkey','password+recovery',
  'certificate','certificate+totp','certificate+passkey','certificate+recovery','demo'));

create table user_certificate (
  id uuid primary key,
  user_id uuid not null references app_user,
  fingerprint text not null unique check (fingerprint ~ '^[0-9a-f]{64}$'),
  subject text not null,
  issuer text not null,
  serial text not null,
  algorithm text not null,
  not_after bigint not null,
  label text not null,
  created_at bigint not null,
  used_at bigint
);
create index user_certificate_user on user_certificate (user_id);

create table certificate_challenge (
  text_hash text primary key,
  purpose text not null check (purpose in ('login','bind')),
  session_id uuid references user_session on delete cascade,
  expires_at bigint not null,
  check ((purpose = 'bind') = (session_id is not null))
);
create index certificate_challenge_age on certificate_challenge (expires_at);
`

export const migrations: RoomMigrations = {
  room: 'identity',
  migrations: [
    { name: '0001_identity', sql: INITIAL },
    {
      name: '0002_session_place',
      sql: `alter table user_session add column place text;`,
    },
    { name: '0003_certificates', sql: CERTIFICATES },
  ],
}

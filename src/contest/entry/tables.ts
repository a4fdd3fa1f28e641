import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { MemberState, TeamState } from './model.ts'

interface EntrantTable {
  id: string
  phone: string
  name: string | null
  email: string | null
  real_name: 'none' | 'verified'
  /** Keyed hash of the identity number: one number belongs to one entrant. The number itself is kept nowhere. */
  cert_key: Buffer | null
  cert_mask: string | null
  created_at: number
}

/** A statement that waits for an organiser's eyes where no real-name service is connected; destroyed once looked at. */
interface PaperTable {
  entrant_id: string
  name: string
  cert_key: Buffer
  cert_mask: string
  file_name: string
  file_type: string
  bytes: Buffer
  digest: string
  asked_at: number
}

interface ChallengeTable {
  id: string
  phone: string
  code_hash: string
  created_at: number
  expires_at: number
}

interface SessionTable {
  id: string
  token_hash: string
  entrant_id: string
  created_at: number
  seen_at: number
  expires_at: number
  ended_at: number | null
}

interface ThrottleTable {
  key: string
  failures: number
  lockouts: number
  locked_until: number
  updated_at: number
}

interface TeamTable {
  id: string
  contest_id: string
  number: string | null
  name: string
  title: string
  division: string
  intro: string
  state: TeamState
  captain_id: string
  scheme_number: number
  created_at: number
  submitted_at: number | null
  decided_at: number | null
  supplement_until: number | null
}

interface MemberTable {
  id: string
  team_id: string
  entrant_id: string | null
  phone: string
  /** As the captain wrote it; the person's own word replaces it. */
  name: string
  role: 'captain' | 'member'
  state: MemberState
  body_id: string | null
  position: string
  student: boolean
  invited_at: number
  answered_at: number | null
}

interface BodyTable {
  id: string
  team_id: string
  uscc: string
  name: string
  lead: boolean
}

interface StatementTable {
  team_id: string
  entrant_id: string
  code: string
  text_digest: string
  signed_at: number
}

interface DecisionTable {
  id: string
  team_id: string
  at: number
  by_user: string
  decision: 'admit' | 'reject' | 'supplement' | 'reopen'
  reason: string
  /** What the team wrote when it answered a request for supplement. */
  answer: string | null
}

/** The last number that was given out in a division, and what its numbers begin with. */
interface NumberTable {
  contest_id: string
  division: string
  prefix: number
  last: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_entrant: EntrantTable
    contest_entrant_paper: PaperTable
    contest_entrant_challenge: ChallengeTable
    contest_entrant_session: SessionTable
    contest_entrant_throttle: ThrottleTable
    contest_team: TeamTable
    contest_member: MemberTable
    contest_team_body: BodyTable
    contest_statement: StatementTable
    contest_entry_decision: DecisionTable
    contest_entry_number: NumberTable
  }
}

export const entryMigrations: RoomMigrations = {
  room: 'contest/entry',
  migrations: [
    {
      name: '0001_entry',
      sql: `
        create table contest_entrant (
          id uuid primary key,
          phone text not null unique,
          name text,
          email text,
          real_name text not null check (real_name in ('none', 'verified')),
          cert_key bytea unique,
          cert_mask text,
          created_at bigint not null,
          check ((real_name = 'verified') = (cert_key is not null)),
          check ((cert_key is null) = (cert_mask is null))
        );
        create table contest_entrant_paper (
          entrant_id uuid primary key references contest_entrant (id),
          name text not null,
          cert_key bytea not null,
          cert_mask text not null,
          file_name text not null,
          file_type text not null,
          bytes bytea not null,
          digest text not null,
          asked_at bigint not null
        );
        create table contest_entrant_challenge (
          id uuid primary key,
          phone text not null,
          code_hash text not null,
          created_at bigint not null,
          expires_at bigint not null
        );
        create index contest_entrant_challenge_end on contest_entrant_challenge (expires_at);
        create table contest_entrant_session (
          id uuid primary key,
          token_hash text not null unique,
          entrant_id uuid not null references contest_entrant (id),
          created_at bigint not null,
          seen_at bigint not null,
          expires_at bigint not null,
          ended_at bigint
        );
        create index contest_entrant_session_end on contest_entrant_session (expires_at);
        create table contest_entrant_throttle (
          key text primary key,
          failures integer not null,
          lockouts integer not null,
          locked_until bigint not null,
          updated_at bigint not null
        );
        create table contest_team (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          number text,
          name text not null,
          title text not null,
          division text not null,
          intro text not null,
          state text not null check (state in ('draft', 'submitted', 'supplement', 'admitted', 'rejected', 'withdrawn')),
          captain_id uuid not null references contest_entrant (id),
          scheme_number integer not null,
          created_at bigint not null,
          submitted_at bigint,
          decided_at bigint,
          supplement_until bigint,
          unique (contest_id, number),
          check ((submitted_at is null) = (number is null)),
          check ((state = 'supplement') = (supplement_until is not null)),
          check (state in ('draft', 'withdrawn') or submitted_at is not null)
        );
        create index contest_team_state on contest_team (contest_id, state);
        create table contest_team_body (
          id uuid primary key,
          team_id uuid not null references contest_team (id),
          uscc text not null,
          name text not null,
          lead boolean not null,
          unique (team_id, uscc)
        );
        create unique index contest_team_lead on contest_team_body (team_id) where lead;
        create table contest_member (
          id uuid primary key,
          team_id uuid not null references contest_team (id),
          entrant_id uuid references contest_entrant (id),
          phone text not null,
          name text not null,
          role text not null check (role in ('captain', 'member')),
          state text not null check (state in ('invited', 'accepted', 'declined', 'left')),
          body_id uuid references contest_team_body (id),
          position text not null,
          student boolean not null,
          invited_at bigint not null,
          answered_at bigint,
          unique (team_id, phone),
          check (state <> 'accepted' or entrant_id is not null)
        );
        create unique index contest_member_once on contest_member (team_id, entrant_id) where entrant_id is not null;
        create unique index contest_member_captain on contest_member (team_id) where role = 'captain';
        create index contest_member_entrant on contest_member (entrant_id);
        create index contest_member_phone on contest_member (phone);
        create table contest_statement (
          team_id uuid not null references contest_team (id),
          entrant_id uuid not null references contest_entrant (id),
          code text not null,
          text_digest text not null,
          signed_at bigint not null,
          primary key (team_id, entrant_id, code)
        );
        create table contest_entry_decision (
          id uuid primary key,
          team_id uuid not null references contest_team (id),
          at bigint not null,
          by_user uuid not null,
          decision text not null check (decision in ('admit', 'reject', 'supplement', 'reopen')),
          reason text not null,
          answer text
        );
        create index contest_entry_decision_team on contest_entry_decision (team_id);
        create table contest_entry_number (
          contest_id uuid not null references contest (id),
          division text not null,
          prefix integer not null,
          last integer not null,
          primary key (contest_id, division),
          unique (contest_id, prefix)
        );
      `,
    },
  ],
}

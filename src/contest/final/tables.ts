import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { DefenceState, DrawState, FinalOffer, FinalRanked, Needs } from './model.ts'
import type { FinalInputs } from './ranking/model.ts'
import type { Word } from './draw/draw.ts'

/** What the organiser has chosen for the final of a contest. */
interface FinalTable {
  contest_id: string
  offers: ColumnType<FinalOffer[], string, string>
  needs: ColumnType<Needs | null, string | null, string | null>
  /** Seats open to people who are checked in. */
  checkin: boolean
  zones: string[]
  /** The one who presides at the defence and sees the ranking before it is released; null: nobody is named yet. */
  presiding_id: string | null
  changed_at: number
}

interface FinalistTable {
  contest_id: string
  team_id: string
  participant_id: string | null
  project_id: string | null
  problem: ColumnType<{ code: string; zh: string; en: string } | null, string | null, string | null>
  created_at: number
  updated_at: number
}

interface FinalistMemberTable {
  contest_id: string
  team_id: string
  entrant_id: string
  user_id: string | null
  /** What stands in the code on the pass: says nothing about who carries it. */
  pass: string
  /** The log-in that the member gets in the space; known beforehand, so that nobody is invited twice. */
  login: string
}

interface FinalistRequestTable {
  contest_id: string
  team_id: string
  offer_id: string
  request_id: string
}

interface CheckinTable {
  id: string
  contest_id: string
  team_id: string
  entrant_id: string
  zone: string
  in_at: number
  out_at: number | null
  by_user: string
  out_by: string | null
}

interface DrawTable {
  id: string
  contest_id: string
  number: number
  state: DrawState
  /** One lot for all, or one for each division after the other. */
  scope: 'contest' | 'division'
  commit: string
  /** Secret until it is drawn. */
  seed: string
  groups: JSONColumnType<{ code: string; teams: string[] }[], string, never>
  words: ColumnType<Word[], string | undefined, string>
  commit_leaf: number | null
  closed_leaf: number | null
  root: string | null
  places: ColumnType<string[] | null, string | null | undefined, string>
  leaf: number | null
  reason: string | null
  created_at: number
  drawn_at: number | null
}

interface DefenceTable {
  id: string
  contest_id: string
  team_id: string
  place: number
  /** 1, and one more for each time that it is repeated. */
  run: number
  state: DefenceState
  /** ms of each part that are used up; the running part counts on from `running_since`. */
  present_used: Generated<number>
  question_used: Generated<number>
  /** Seconds that were added. */
  present_more: Generated<number>
  question_more: Generated<number>
  running_since: number | null
  /** Goes up with each move: who moves names the one that was seen. */
  seq: Generated<number>
  reason: string | null
  started_at: number | null
  ended_at: number | null
}

interface LiveScoreTable {
  defence_id: string
  expert_id: string
  user_id: string
  scores: ColumnType<Record<string, number>, string, string>
  comment: string
  state: 'draft' | 'submitted'
  submitted_at: number | null
  leaf: number | null
  updated_at: number
}

interface FinalRankingTable {
  contest_id: string
  number: number
  rows: JSONColumnType<FinalRanked[], string, never>
  inputs: JSONColumnType<FinalInputs, string, never>
  inputs_digest: string
  leaf: number | null
  released_at: number
  released_by: string
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_final: FinalTable
    contest_finalist: FinalistTable
    contest_finalist_member: FinalistMemberTable
    contest_finalist_request: FinalistRequestTable
    contest_checkin: CheckinTable
    contest_draw: DrawTable
    contest_defence: DefenceTable
    contest_live_score: LiveScoreTable
    contest_final_ranking: FinalRankingTable
  }
}

declare module '../../kernel/events.ts' {
  interface Events {
    /** The stage of a contest moved, or a judge handed in: screens look again. */
    'contest.stage_changed': { contestId: string }
  }
}

export const finalMigrations: RoomMigrations = {
  room: 'contest/final',
  migrations: [
    {
      name: '0001_final',
      sql: `
        create table contest_final (
          contest_id uuid primary key references contest (id),
          offers jsonb not null default '[]',
          needs jsonb,
          checkin boolean not null default false,
          zones text[] not null default '{}',
          presiding_id uuid,
          changed_at bigint not null
        );
        create table contest_finalist (
          contest_id uuid not null references contest (id),
          team_id uuid not null,
          participant_id uuid,
          project_id uuid unique,
          problem jsonb,
          created_at bigint not null,
          updated_at bigint not null,
          primary key (contest_id, team_id)
        );
        create table contest_finalist_member (
          contest_id uuid not null,
          team_id uuid not null,
          entrant_id uuid not null,
          user_id uuid unique,
          pass text not null unique,
          login text not null unique,
          primary key (contest_id, team_id, entrant_id),
          foreign key (contest_id, team_id) references contest_finalist (contest_id, team_id)
        );
        create table contest_finalist_request (
          contest_id uuid not null,
          team_id uuid not null,
          offer_id uuid not null,
          request_id uuid not null unique,
          primary key (contest_id, team_id, offer_id)
        );
        create table contest_checkin (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          team_id uuid not null,
          entrant_id uuid not null,
          zone text not null,
          in_at bigint not null,
          out_at bigint,
          by_user uuid not null,
          out_by uuid,
          check ((out_at is null) = (out_by is null))
        );
        create unique index contest_checkin_open on contest_checkin (contest_id, entrant_id) where out_at is null;
        create index contest_checkin_at on contest_checkin (contest_id, in_at desc);
        create table contest_draw (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          number integer not null,
          state text not null check (state in ('committed', 'closed', 'drawn', 'void')),
          scope text not null check (scope in ('contest', 'division')),
          commit text not null,
          seed text not null,
          groups jsonb not null,
          words jsonb not null default '[]',
          commit_leaf bigint,
          closed_leaf bigint,
          root text,
          places jsonb,
          leaf bigint,
          reason text,
          created_at bigint not null,
          drawn_at bigint,
          unique (contest_id, number),
          check ((state = 'drawn') <= (places is not null and root is not null))
        );
        create unique index contest_draw_live on contest_draw (contest_id) where state <> 'void';
        create table contest_defence (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          team_id uuid not null,
          place integer not null,
          run integer not null,
          state text not null
            check (state in ('waiting', 'presenting', 'questions', 'scoring', 'done', 'absent', 'repeated')),
          present_used bigint not null default 0,
          question_used bigint not null default 0,
          present_more integer not null default 0,
          question_more integer not null default 0,
          running_since bigint,
          seq integer not null default 0,
          reason text,
          started_at bigint,
          ended_at bigint,
          unique (contest_id, team_id, run),
          check (running_since is null or state in ('presenting', 'questions'))
        );
        create unique index contest_defence_on_stage on contest_defence (contest_id)
          where state in ('presenting', 'questions', 'scoring');
        create table contest_live_score (
          defence_id uuid not null references contest_defence (id),
          expert_id uuid not null,
          user_id uuid not null,
          scores jsonb not null,
          comment text not null,
          state text not null check (state in ('draft', 'submitted')),
          submitted_at bigint,
          leaf bigint,
          updated_at bigint not null,
          primary key (defence_id, expert_id),
          check ((state = 'submitted') = (submitted_at is not null))
        );
        create table contest_final_ranking (
          contest_id uuid not null references contest (id),
          number integer not null,
          rows jsonb not null,
          inputs jsonb not null,
          inputs_digest text not null,
          leaf bigint,
          released_at bigint not null,
          released_by uuid not null,
          primary key (contest_id, number)
        );
      `,
    },
  ],
}

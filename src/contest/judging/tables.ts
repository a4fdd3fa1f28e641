import type { ColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { ExpertShape, Ranked } from './rank/index.ts'

type JsonOf<T> = ColumnType<T, string, string>
type Points = Readonly<Record<string, number>>
type Change = { readonly teamId: string; readonly why: string }
type Changes = { readonly add: readonly Change[]; readonly remove: readonly Change[] }

interface SheetTable {
  assignment_id: string
  contest_id: string
  round: string
  work_id: string
  scores: JsonOf<Points>
  /** For the discussion, and for the team where the scheme says so. */
  comment: string
  /** For the expert alone. */
  private_note: string
  state: 'draft' | 'submitted'
  /** How often it was submitted. */
  edition: number
  /** Counts each saved draft: a second window cannot write over the first without knowing. */
  revision: number
  saved_at: number
  submitted_at: number | null
  late: boolean
  /** Why the organiser gave it back; null where it was not. */
  reopened: string | null
}

/** What was submitted, for ever: a later edition stands beside it. */
interface SheetEditionTable {
  assignment_id: string
  edition: number
  scores: JsonOf<Points>
  comment: string
  why: 'first' | 'reopened' | 'rescore'
  submitted_at: number
}

/** A time in which the experts of one work may score again, after they talked. */
interface RescoreTable {
  id: string
  contest_id: string
  round: string
  work_id: string
  reason: string
  by_user: string
  opened_at: number
  closes_at: number
}

interface DiscussionTable {
  work_id: string
  contest_id: string
  round: string
  opened_at: number
  /** Experts by their seat, in an order that was drawn. */
  seats: string[]
}

interface RemarkTable {
  id: string
  work_id: string
  expert_id: string
  text: string
  at: number
}

interface RankingTable {
  id: string
  contest_id: string
  round: string
  number: number
  rows: JsonOf<readonly Ranked[]>
  experts: JsonOf<readonly ExpertShape[]>
  inputs_digest: string
  /** Why it was made although sheets are missing. */
  word: string
  by_user: string
  created_at: number
  /** Teams that go on by the short list that was made of it. */
  on_ids: string[] | null
  /** What people changed of the list by rank, and why. */
  changes: ColumnType<Changes, string | undefined, string>
  shortlisted_at: number | null
  /** From this moment teams see their own result; may lie ahead. */
  published_at: number | null
}

interface ShortlistTable {
  contest_id: string
  round: string
  team_id: string
  rank: number
  /** Empty: by rank. */
  why: string
}

interface AppealTable {
  id: string
  contest_id: string
  round: string
  team_id: string
  ranking: number
  text: string
  by_entrant: string
  created_at: number
  state: 'open' | 'upheld' | 'rejected'
  reason: string
  decided_by: string | null
  decided_at: number | null
}

interface ReminderTable {
  contest_id: string
  round: string
  expert_id: string
  missing: number
  at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_sheet: SheetTable
    contest_sheet_edition: SheetEditionTable
    contest_rescore: RescoreTable
    contest_discussion: DiscussionTable
    contest_remark: RemarkTable
    contest_ranking: RankingTable
    contest_shortlist: ShortlistTable
    contest_appeal: AppealTable
    contest_review_reminder: ReminderTable
  }
}

export const judgingMigrations: RoomMigrations = {
  room: 'contest/judging',
  migrations: [
    {
      name: '0001_judging',
      sql: `
        create table contest_sheet (
          assignment_id uuid primary key references contest_assignment (id),
          contest_id uuid not null references contest (id),
          round text not null,
          work_id uuid not null,
          scores jsonb not null,
          comment text not null,
          private_note text not null,
          state text not null check (state in ('draft', 'submitted')),
          edition integer not null,
          revision integer not null,
          saved_at bigint not null,
          submitted_at bigint,
          late boolean not null,
          reopened text,
          check (state = 'draft' or submitted_at is not null)
        );
        create index contest_sheet_round on contest_sheet (contest_id, round, state);
        create index contest_sheet_work on contest_sheet (work_id);
        create table contest_sheet_edition (
          assignment_id uuid not null references contest_sheet (assignment_id),
          edition integer not null check (edition > 0),
          scores jsonb not null,
          comment text not null,
          why text not null check (why in ('first', 'reopened', 'rescore')),
          submitted_at bigint not null,
          primary key (assignment_id, edition)
        );
        create table contest_rescore (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          work_id uuid not null,
          reason text not null,
          by_user uuid not null,
          opened_at bigint not null,
          closes_at bigint not null,
          check (closes_at > opened_at)
        );
        create index contest_rescore_work on contest_rescore (work_id);
        create table contest_discussion (
          work_id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          opened_at bigint not null,
          seats text[] not null
        );
        create table contest_remark (
          id uuid primary key,
          work_id uuid not null references contest_discussion (work_id),
          expert_id uuid not null,
          text text not null,
          at bigint not null
        );
        create index contest_remark_work on contest_remark (work_id, at);
        create table contest_ranking (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          number integer not null,
          rows jsonb not null,
          experts jsonb not null,
          inputs_digest text not null,
          word text not null,
          by_user uuid not null,
          created_at bigint not null,
          on_ids text[],
          changes jsonb not null default '{"add": [], "remove": []}',
          shortlisted_at bigint,
          published_at bigint,
          unique (contest_id, round, number),
          check ((on_ids is null) = (shortlisted_at is null)),
          check (published_at is null or shortlisted_at is not null)
        );
        create table contest_shortlist (
          contest_id uuid not null references contest (id),
          round text not null,
          team_id uuid not null,
          rank integer not null,
          why text not null,
          primary key (contest_id, round, team_id)
        );
        create table contest_appeal (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          team_id uuid not null,
          ranking integer not null,
          text text not null,
          by_entrant uuid not null,
          created_at bigint not null,
          state text not null check (state in ('open', 'upheld', 'rejected')),
          reason text not null,
          decided_by uuid,
          decided_at bigint,
          unique (contest_id, round, team_id, ranking),
          check ((state = 'open') = (decided_at is null))
        );
        create table contest_review_reminder (
          contest_id uuid not null references contest (id),
          round text not null,
          expert_id uuid not null,
          missing integer not null,
          at bigint not null,
          primary key (contest_id, round, expert_id)
        );
      `,
    },
  ],
}

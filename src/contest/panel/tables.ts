import type { ColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { BlindField, BlindFlag, KeptMention } from './blind/model.ts'
import type { AssignmentState, ConflictKind, ExpertState } from './model.ts'

type JsonOf<T> = ColumnType<T, string, string>

interface ExpertTable {
  id: string
  organiser_id: string
  user_id: string
  name: string
  title: string
  fields: string[]
  max_load: number
  state: ExpertState
  created_at: number
  updated_at: number
}

interface ExpertBodyTable {
  id: string
  expert_id: string
  name: string
  uscc: string | null
  current: boolean
}

interface RelationTable {
  id: string
  expert_id: string
  kind: 'shared_project' | 'relation'
  body: string | null
  uscc: string | null
  person: string | null
  note: string
}

interface AliasTable {
  id: string
  organiser_id: string
  name: string
  alias: string
}

interface PanelistTable {
  contest_id: string
  round: string
  expert_id: string
  /** Names of teams on his declaration list are hidden behind it. */
  salt: string
  added_at: number
  declared_at: number | null
}

interface ConflictTable {
  id: string
  contest_id: string
  expert_id: string
  team_id: string
  kind: ConflictKind
  by_rule: boolean
  note: string
  state: 'standing' | 'lifted'
  created_at: number
  /** A lift that one officer asked for and a second one has not confirmed yet. */
  lift_reason: string | null
  lift_by: string | null
  lift_at: number | null
  lifted_by: string | null
  lifted_at: number | null
}

interface AssignmentTable {
  id: string
  contest_id: string
  round: string
  expert_id: string
  work_id: string
  team_id: string
  code: string
  state: AssignmentState
  by: 'machine' | 'hand'
  reason: string
  created_at: number
  ended_at: number | null
}

/** What the machine was told, and how good the answer was. */
export interface AssigningSummary {
  readonly assigned: number
  readonly lacking: number
  readonly known: number
  readonly sameBody: number
  readonly cost: string
  readonly minLoad: number
  readonly maxLoad: number
  readonly prefer: 'load' | 'field'
}

/** One use of the machine: enough to do it again. */
interface AssigningTable {
  id: string
  contest_id: string
  round: string
  seed: string
  inputs_digest: string
  result_digest: string
  summary: JsonOf<AssigningSummary>
  by_user: string
  at: number
}

interface BlindTable {
  work_id: string
  contest_id: string
  round: string
  /** Version of the work that the copy was made of. */
  version: number
  title: string
  fields: JsonOf<readonly BlindField[]>
  flags: JsonOf<readonly BlindFlag[]>
  /** What is taken out wherever it stands. */
  redactions: JsonOf<readonly string[]>
  /** What the organiser looked at and left. */
  kept: JsonOf<readonly KeptMention[]>
  state: 'flagged' | 'clear'
  /** Counts the copies: who decides by an older one is told. */
  edition: number
  at: number
}

interface BlindFileTable {
  id: string
  work_id: string
  /** The file of the team that it was made of. */
  source_id: string
  field: string
  place: number
  /** Of the bytes that it was made of. */
  source_digest: string
  type: string
  bytes: number
  digest: string | null
  state: 'clean' | 'refused' | 'left_out'
  /** Rule that refused it. */
  why: string | null
  /** Given by the organiser in its place. */
  replaced: boolean
  reason: string
  /** Key of the clean bytes; null: there are none to give. */
  key: Buffer | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_expert: ExpertTable
    contest_expert_body: ExpertBodyTable
    contest_relation: RelationTable
    contest_body_alias: AliasTable
    contest_panelist: PanelistTable
    contest_conflict: ConflictTable
    contest_assignment: AssignmentTable
    contest_assigning: AssigningTable
    contest_blind: BlindTable
    contest_blind_file: BlindFileTable
  }
}

export const panelMigrations: RoomMigrations = {
  room: 'contest/panel',
  migrations: [
    {
      name: '0001_panel',
      sql: `
        create table contest_expert (
          id uuid primary key,
          organiser_id uuid not null,
          user_id uuid not null,
          name text not null,
          title text not null,
          fields text[] not null,
          max_load integer not null check (max_load > 0),
          state text not null check (state in ('active', 'away')),
          created_at bigint not null,
          updated_at bigint not null,
          unique (organiser_id, user_id)
        );
        create index contest_expert_user on contest_expert (user_id);
        create table contest_expert_body (
          id uuid primary key,
          expert_id uuid not null references contest_expert (id),
          name text not null,
          uscc text,
          current boolean not null
        );
        create index contest_expert_body_expert on contest_expert_body (expert_id);
        create table contest_relation (
          id uuid primary key,
          expert_id uuid not null references contest_expert (id),
          kind text not null check (kind in ('shared_project', 'relation')),
          body text,
          uscc text,
          person text,
          note text not null,
          check (body is not null or uscc is not null or person is not null)
        );
        create index contest_relation_expert on contest_relation (expert_id);
        create table contest_body_alias (
          id uuid primary key,
          organiser_id uuid not null,
          name text not null,
          alias text not null,
          unique (organiser_id, name, alias)
        );
        create table contest_panelist (
          contest_id uuid not null references contest (id),
          round text not null,
          expert_id uuid not null references contest_expert (id),
          salt text not null,
          added_at bigint not null,
          declared_at bigint,
          primary key (contest_id, round, expert_id)
        );
        create index contest_panelist_expert on contest_panelist (expert_id);
        create table contest_conflict (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          expert_id uuid not null references contest_expert (id),
          team_id uuid not null,
          kind text not null check (kind in ('same_body', 'former_body', 'shared_project', 'relation', 'declared')),
          by_rule boolean not null,
          note text not null,
          state text not null check (state in ('standing', 'lifted')),
          created_at bigint not null,
          lift_reason text,
          lift_by uuid,
          lift_at bigint,
          lifted_by uuid,
          lifted_at bigint,
          unique (contest_id, expert_id, team_id, kind),
          check ((state = 'lifted') = (lifted_by is not null)),
          check ((lift_reason is null) = (lift_by is null)),
          check (lifted_by is null or lifted_by <> lift_by)
        );
        create table contest_assignment (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          expert_id uuid not null references contest_expert (id),
          work_id uuid not null,
          team_id uuid not null,
          code text not null,
          state text not null check (state in ('assigned', 'declined', 'withdrawn')),
          by text not null check (by in ('machine', 'hand')),
          reason text not null,
          created_at bigint not null,
          ended_at bigint,
          unique (contest_id, round, code),
          check ((state = 'assigned') = (ended_at is null))
        );
        create unique index contest_assignment_once on contest_assignment (expert_id, work_id) where state = 'assigned';
        create index contest_assignment_work on contest_assignment (work_id);
        create table contest_assigning (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          seed text not null,
          inputs_digest text not null,
          result_digest text not null,
          summary jsonb not null,
          by_user uuid not null,
          at bigint not null
        );
        create index contest_assigning_round on contest_assigning (contest_id, round, at);
        create table contest_blind (
          work_id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          version integer not null,
          title text not null,
          fields jsonb not null,
          flags jsonb not null,
          redactions jsonb not null,
          kept jsonb not null,
          state text not null check (state in ('flagged', 'clear')),
          edition integer not null,
          at bigint not null
        );
        create index contest_blind_round on contest_blind (contest_id, round);
        create table contest_blind_file (
          id uuid primary key,
          work_id uuid not null references contest_blind (work_id),
          source_id uuid not null,
          field text not null,
          place integer not null,
          source_digest text not null,
          type text not null,
          bytes bigint not null,
          digest text,
          state text not null check (state in ('clean', 'refused', 'left_out')),
          why text,
          replaced boolean not null,
          reason text not null,
          key bytea,
          unique (work_id, source_id),
          check ((state = 'clean') = (key is not null)),
          check ((state = 'refused') = (why is not null))
        );
      `,
    },
  ],
}

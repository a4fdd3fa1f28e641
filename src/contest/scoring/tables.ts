import type { ColumnType, Generated } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Metric, ProblemKind, RunKind, RunLog, RunState, TaskColumn } from './model.ts'

/** Data of a hidden test. Bytes lie sealed in the data folder; their keys lie here. */
interface TaskTable {
  contest_id: string
  code: string
  id_column: string
  answer: ColumnType<TaskColumn, string, string>
  columns: ColumnType<TaskColumn[], string, string>
  rows: number
  public_rows: number
  /** Sealed bytes: features without answers, answers with the part of each row, public sample. */
  features_id: string
  features_key: Buffer | null
  answers_id: string
  answers_key: Buffer | null
  sample_id: string
  sample_key: Buffer | null
  sample_rows: number
  sample_digest: string
  /** Made by the machine out of names and types alone. */
  sample_made: boolean
  /** Of the table as it was brought. */
  data_digest: string
  /** That the data were brought for: a later word of the scheme does not change what scores mean. */
  metric: Metric
  /** Decides which part a row belongs to; its hash is in the evidence from the beginning. */
  split_key: Buffer
  baseline: number
  uploaded_by: string
  uploaded_at: number
  leaf: number | null
  released_at: number | null
}

interface ArtefactTable {
  id: string
  contest_id: string
  task: string
  team_id: string
  entrant_id: string
  name: string
  bytes: number
  digest: string
  key: Buffer | null
  created_at: number
}

interface TaskRunTable {
  id: string
  contest_id: string
  task: string
  team_id: string
  artefact_id: string
  digest: string
  kind: RunKind
  /** `running` until the moment of the answer, however early the program ended. */
  state: RunState
  /** How often it was begun: what a kill cut off is begun once more. */
  starts: Generated<number>
  created_at: number
  started_at: number | null
  /** When the program ended: never shown. */
  ended_at: number | null
  answer_at: number | null
  answered_at: number | null
  public_score: number | null
  private_score: number | null
  problem_kind: ProblemKind | null
  counted: Generated<boolean>
  chosen: Generated<boolean>
  cpu_ms: number | null
  /** Of a sample run alone. */
  log: ColumnType<RunLog | null, string | null | undefined, string | null>
  predictions_digest: string | null
  predictions_key: Buffer | null
  leaf: number | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_task: TaskTable
    contest_artefact: ArtefactTable
    contest_task_run: TaskRunTable
  }
}

export const scoringMigrations: RoomMigrations = {
  room: 'contest/scoring',
  migrations: [
    {
      name: '0001_scoring',
      sql: `
        create table contest_task (
          contest_id uuid not null references contest (id),
          code text not null,
          id_column text not null,
          answer jsonb not null,
          columns jsonb not null,
          rows integer not null,
          public_rows integer not null,
          features_id uuid not null,
          features_key bytea,
          answers_id uuid not null,
          answers_key bytea,
          sample_id uuid not null,
          sample_key bytea,
          sample_rows integer not null,
          sample_digest text not null,
          sample_made boolean not null,
          data_digest text not null,
          metric text not null,
          split_key bytea not null,
          baseline double precision not null,
          uploaded_by uuid not null,
          uploaded_at bigint not null,
          leaf bigint,
          released_at bigint,
          primary key (contest_id, code)
        );
        create table contest_artefact (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          task text not null,
          team_id uuid not null,
          entrant_id uuid not null,
          name text not null,
          bytes bigint not null,
          digest text not null,
          key bytea,
          created_at bigint not null
        );
        create index contest_artefact_team on contest_artefact (team_id, task);
        create table contest_task_run (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          task text not null,
          team_id uuid not null,
          artefact_id uuid not null references contest_artefact (id),
          digest text not null,
          kind text not null check (kind in ('sample', 'hidden')),
          state text not null check (state in ('queued', 'running', 'scored', 'failed', 'cancelled')),
          starts integer not null default 0,
          created_at bigint not null,
          started_at bigint,
          ended_at bigint,
          answer_at bigint,
          answered_at bigint,
          public_score double precision,
          private_score double precision,
          problem_kind text,
          counted boolean not null default false,
          chosen boolean not null default false,
          cpu_ms bigint,
          log jsonb,
          predictions_digest text,
          predictions_key bytea,
          leaf bigint,
          check (kind = 'hidden' or not counted),
          check (not counted or state in ('scored', 'failed')),
          check (not chosen or (state = 'scored' and kind = 'hidden')),
          check ((answered_at is null) = (state in ('queued', 'running')))
        );
        create index contest_task_run_team on contest_task_run (team_id, task, created_at);
        create index contest_task_run_open on contest_task_run (created_at) where answered_at is null;
        create unique index contest_task_run_one on contest_task_run (team_id, task, kind) where answered_at is null;
        create unique index contest_task_run_chosen on contest_task_run (team_id, task) where chosen;
      `,
    },
  ],
}

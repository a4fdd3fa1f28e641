import type { ColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { WorkFile } from './model.ts'
import type { FileCheck, FileState, Virus } from './files/model.ts'
import type { Passage } from './hints/model.ts'

/** jsonb: read as a value, written as JSON text. */
type JsonOf<T> = ColumnType<T, string, string>

/** What a team has made for a round: the draft, and what of it was handed in last. */
interface WorkTable {
  id: string
  contest_id: string
  team_id: string
  round: string
  state: 'draft' | 'submitted'
  fields: JsonOf<Record<string, string>>
  /** Counts the drafts: who saves over a newer one is told. */
  draft: number
  /** The last version that was handed in; 0: none. */
  version: number
  submitted_at: number | null
  digest: string | null
  leaf: number | null
  created_at: number
  updated_at: number
}

/**
 * What was handed in, as it was: nothing here is changed, except that the leaf of its entry is written back and that
 * the fields are destroyed when the contest is closed.
 */
interface VersionTable {
  id: string
  work_id: string
  version: number
  title: string
  division: string
  fields: JsonOf<Record<string, string>>
  files: ColumnType<WorkFile[], string, never>
  /** Of the manifest. */
  digest: string
  scheme_number: number
  by_entrant: string
  submitted_at: number
  /** After the deadline, within the grace. */
  late: boolean
  leaf: number | null
}

/** The keys with which a version was asked for: one that comes again is answered with the same version. */
interface KeyTable {
  work_id: string
  key: string
  version: number
}

interface FileTable {
  id: string
  team_id: string
  contest_id: string
  round: string
  field: string
  name: string
  bytes: number
  digest: string
  /** What the bytes are, once they are whole. */
  type: ColumnType<string | null, string | undefined, string>
  state: FileState
  refusal: ColumnType<string | null, string | undefined, string | null>
  checked: ColumnType<FileCheck | null, string | undefined, string>
  virus: ColumnType<Virus | null, Virus | undefined, Virus | null>
  received: number
  /** Taken out of the draft, kept for what was handed in with it. */
  detached: boolean
  created_at: number
  whole_at: ColumnType<number | null, number | undefined, number | null>
}

interface ReminderTable {
  id: string
  contest_id: string
  team_id: string
  round: string
  missing: JsonOf<string[]>
  by_user: string
  at: number
}

interface HintRunTable {
  contest_id: string
  round: string
  job_id: string
  works: number
  pairs: number
  /** Files whose text could not be read. */
  unread: number
  ended_at: number | null
}

/** Two works with passages in common: something to look at, never a verdict. */
interface HintTable {
  id: string
  contest_id: string
  round: string
  work_a: string
  work_b: string
  /** Share of the shorter work that stands in the other too, 0..1. */
  share: number
  passages: JsonOf<Passage[]>
  note: string | null
  noted_by: string | null
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_work: WorkTable
    contest_work_version: VersionTable
    contest_work_key: KeyTable
    contest_file: FileTable
    contest_work_reminder: ReminderTable
    contest_hint_run: HintRunTable
    contest_hint: HintTable
  }
}

export const submissionMigrations: RoomMigrations = {
  room: 'contest/submission',
  migrations: [
    {
      name: '0001_work',
      sql: `
        create table contest_work (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          team_id uuid not null,
          round text not null,
          state text not null check (state in ('draft', 'submitted')),
          fields jsonb not null,
          draft integer not null,
          version integer not null,
          submitted_at bigint,
          digest text,
          leaf bigint,
          created_at bigint not null,
          updated_at bigint not null,
          unique (team_id, round),
          check ((state = 'submitted') = (version > 0)),
          check ((version > 0) = (submitted_at is not null)),
          check ((version > 0) = (digest is not null))
        );
        create index contest_work_contest on contest_work (contest_id, round);
        create table contest_work_version (
          id uuid primary key,
          work_id uuid not null references contest_work (id),
          version integer not null,
          title text not null,
          division text not null,
          fields jsonb not null,
          files jsonb not null,
          digest text not null,
          scheme_number integer not null,
          by_entrant uuid not null,
          submitted_at bigint not null,
          late boolean not null,
          leaf bigint,
          unique (work_id, version)
        );
        create table contest_work_key (
          work_id uuid not null references contest_work (id),
          key uuid not null,
          version integer not null,
          primary key (work_id, key)
        );
        create table contest_file (
          id uuid primary key,
          team_id uuid not null,
          contest_id uuid not null references contest (id),
          round text not null,
          field text not null,
          name text not null,
          bytes bigint not null check (bytes > 0),
          digest text not null,
          type text,
          state text not null check (state in ('uploading', 'whole', 'refused')),
          refusal text,
          checked jsonb,
          virus text check (virus in ('waiting', 'clean', 'found', 'not_scanned', 'failed')),
          received bigint not null,
          detached boolean not null,
          created_at bigint not null,
          whole_at bigint,
          check (received between 0 and bytes),
          check ((state = 'refused') = (refusal is not null)),
          check ((state = 'whole') = (whole_at is not null))
        );
        create index contest_file_team on contest_file (team_id, round);
        create index contest_file_waiting on contest_file (created_at) where virus = 'waiting';
        create table contest_work_reminder (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          team_id uuid not null,
          round text not null,
          missing jsonb not null,
          by_user uuid not null,
          at bigint not null
        );
        create index contest_work_reminder_team on contest_work_reminder (team_id, round);
        create table contest_hint_run (
          contest_id uuid not null references contest (id),
          round text not null,
          job_id uuid not null,
          works integer not null,
          pairs integer not null,
          unread integer not null,
          ended_at bigint,
          primary key (contest_id, round)
        );
        create table contest_hint (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          round text not null,
          work_a uuid not null,
          work_b uuid not null,
          share real not null,
          passages jsonb not null,
          note text,
          noted_by uuid,
          created_at bigint not null,
          unique (contest_id, round, work_a, work_b)
        );
      `,
    },
  ],
}

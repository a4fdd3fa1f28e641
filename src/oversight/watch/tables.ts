import type { Generated, JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { BlockState, BlockWhat, CaseState, Outcome, Reaction, Severity } from './model.ts'

type Threshold = Record<string, number>

/** What the security officer changed of a shipped rule. */
export interface WatchRuleTable {
  id: string
  version: number
  enabled: boolean
  severity: Severity
  reaction: Reaction
  threshold: JSONColumnType<Threshold, string, string>
  changed_by: string
  changed_at: number
}

export interface WatchAlertTable {
  id: string
  case_id: string
  rule: string
  rule_version: number
  severity: Severity
  reaction: Reaction
  participant_id: string | null
  user_id: string | null
  project_id: string | null
  seat_id: string | null
  contract_id: string | null
  zh: string
  en: string
  leaves: JSONColumnType<number[], string, string>
  /** Told apart by what made it fire, so that the same cause read twice makes one alert. */
  cause: string
  /** When the act happened, and when the alert was durable. */
  at: number
  raised_at: number
  blocked_at: number | null
}

export interface WatchCaseTable {
  id: string
  /** Of the running number that people say. */
  n: number
  state: CaseState
  severity: Severity
  rule: string
  /** Whom it is about: further alerts of the same rule join it while it is open. */
  subject: string
  participant_id: string | null
  taken_by: string | null
  outcome: Outcome | null
  created_at: number
  closed_at: number | null
}

export interface WatchNoteTable {
  id: string
  case_id: string
  user_id: string
  text: string
  at: number
}

export interface WatchBlockTable {
  id: string
  case_id: string
  alert_id: string
  what: BlockWhat
  subject_id: string
  reaction: Reaction
  state: BlockState
  /** Contracts: the epoch that the suspension made. Lifting resumes no contract that somebody else suspended. */
  epoch: number | null
  /** False where it was so before, by somebody else: lifting leaves it as it is. */
  ours: Generated<boolean>
  /** Why it could not be put in force. */
  problem: string | null
  wanted_at: number
  in_force_at: number | null
  lifted_at: number | null
  lifted_by: string | null
  reason: string | null
}

export interface WatchShiftTable {
  id: string
  officer_id: string
  from_at: number
  until_at: number
  handed_to: string | null
  handover: string | null
  handed_at: number | null
  created_by: string
  created_at: number
}

/** A planted person: what it is known by is sealed and never shown. */
export interface WatchCanaryTable {
  id: string
  label: string
  sealed: string
  keys: number
  created_by: string
  created_at: number
  retired_at: number | null
}

/** Up to which entry of the log the rules have looked. */
export interface WatchCursorTable {
  one: boolean
  leaf: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    watch_rule: WatchRuleTable
    watch_alert: WatchAlertTable
    watch_case: WatchCaseTable
    watch_note: WatchNoteTable
    watch_block: WatchBlockTable
    watch_shift: WatchShiftTable
    watch_canary: WatchCanaryTable
    watch_cursor: WatchCursorTable
  }
}

export const watchMigrations: RoomMigrations = {
  room: 'oversight/watch',
  migrations: [
    {
      name: '0001_watch',
      sql: `
        create table watch_rule (
          id text primary key,
          version integer not null,
          enabled boolean not null,
          severity text not null check (severity in ('info', 'warning', 'critical')),
          reaction text not null check (reaction in ('tell', 'throttle', 'suspend', 'revoke')),
          threshold jsonb not null,
          changed_by uuid not null,
          changed_at bigint not null
        );
        create table watch_case (
          id uuid primary key,
          n bigint not null unique,
          state text not null check (state in ('open', 'taken', 'closed')),
          severity text not null,
          rule text not null,
          subject text not null,
          participant_id uuid,
          taken_by uuid,
          outcome text check (outcome in ('harmless', 'warned', 'revoked')),
          created_at bigint not null,
          closed_at bigint,
          check ((state = 'closed') = (closed_at is not null)),
          check ((state = 'closed') = (outcome is not null))
        );
        create sequence watch_case_number;
        create unique index watch_case_one on watch_case (rule, subject) where state <> 'closed';
        create index watch_case_time on watch_case (created_at desc);
        create table watch_alert (
          id uuid primary key,
          case_id uuid not null references watch_case (id),
          rule text not null,
          rule_version integer not null,
          severity text not null,
          reaction text not null,
          participant_id uuid,
          user_id uuid,
          project_id uuid,
          seat_id uuid,
          contract_id uuid,
          zh text not null,
          en text not null,
          leaves jsonb not null,
          cause text not null unique,
          at bigint not null,
          raised_at bigint not null,
          blocked_at bigint
        );
        create index watch_alert_time on watch_alert (raised_at desc);
        create index watch_alert_case on watch_alert (case_id);
        create table watch_note (
          id uuid primary key,
          case_id uuid not null references watch_case (id),
          user_id uuid not null,
          text text not null,
          at bigint not null
        );
        create index watch_note_case on watch_note (case_id, at);
        create table watch_block (
          id uuid primary key,
          case_id uuid not null references watch_case (id),
          alert_id uuid not null references watch_alert (id),
          what text not null check (what in ('seat', 'user', 'contract', 'project')),
          subject_id uuid not null,
          reaction text not null check (reaction in ('throttle', 'suspend', 'revoke')),
          state text not null check (state in ('wanted', 'in_force', 'failed', 'lifting', 'lifted')),
          epoch integer,
          ours boolean not null default true,
          problem text,
          wanted_at bigint not null,
          in_force_at bigint,
          lifted_at bigint,
          lifted_by uuid,
          reason text,
          check ((state in ('lifting', 'lifted')) = (lifted_by is not null))
        );
        create index watch_block_case on watch_block (case_id);
        create unique index watch_block_one on watch_block (case_id, what, subject_id, reaction)
          where state in ('wanted', 'in_force', 'lifting');
        create index watch_block_subject on watch_block (what, subject_id);
        create table watch_shift (
          id uuid primary key,
          officer_id uuid not null,
          from_at bigint not null,
          until_at bigint not null,
          handed_to uuid,
          handover text,
          handed_at bigint,
          created_by uuid not null,
          created_at bigint not null,
          check (from_at < until_at),
          check ((handed_at is null) = (handover is null))
        );
        create index watch_shift_time on watch_shift (until_at);
        create table watch_canary (
          id uuid primary key,
          label text not null,
          sealed text not null,
          keys integer not null,
          created_by uuid not null,
          created_at bigint not null,
          retired_at bigint
        );
        create table watch_cursor (
          one boolean primary key default true check (one),
          leaf bigint not null
        );
      `,
    },
  ],
}

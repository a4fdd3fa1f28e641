import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Operand } from '../policy/index.ts'
import type { NoticeState } from './notice/model.ts'

export interface UsageCounterTable {
  contract_id: string
  /** Path of the constraint in the policy. */
  rule_key: string
  /** Start of the slot, ms; 0 for a limit that holds for the whole term. */
  window_at: number
  operand: Operand
  used: number
  leased: number
  /** What the terms allow. */
  most: number
}

export interface UsagePaymentTable {
  id: string
  contract_id: string
  /** 分. */
  fen: number
  /** The provider's own reference: the same payment is not recorded twice. */
  reference: string
  recorded_by: string
  created_at: number
}

export interface UsageFulfilmentTable {
  contract_id: string
  /** Path of the duty in the policy. */
  rule_key: string
  confirmed_by: string
  created_at: number
}

export interface GrantNoticeTable {
  id: string
  run_id: string
  contract_id: string
  provider_id: string
  consumer_id: string
  action: string
  kind: string
  purpose: string
  state: NoticeState
  /** Last moment of the provider's answer; null where the contract gives no veto. */
  answer_until: number | null
  /** What silence means. */
  silence: 'allow' | 'deny'
  created_at: number
  answered_at: number | null
  /** hook, hand or silence. */
  answered_by: string | null
  reason: string | null
  /** How the webhook took it: null without one. */
  delivery: string | null
}

export interface ProviderHookTable {
  participant_id: string
  url: string
  active: boolean
  public_key: string
  updated_by: string
  updated_at: number
  last: JSONColumnType<{ at: number; result: string }> | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    usage_counter: UsageCounterTable
    usage_payment: UsagePaymentTable
    usage_fulfilment: UsageFulfilmentTable
    grant_notice: GrantNoticeTable
    provider_hook: ProviderHookTable
  }
}

export const decisionMigrations: RoomMigrations = {
  room: 'flow/decision',
  migrations: [
    {
      name: '0001_decision',
      sql: `
        create table usage_counter (
          contract_id uuid not null,
          rule_key text not null,
          window_at bigint not null,
          operand text not null,
          used bigint not null default 0,
          leased bigint not null default 0,
          most bigint not null,
          primary key (contract_id, rule_key, window_at),
          -- No interleaving of runs, crashes or retries may overdraw: the last line of defence.
          check (used >= 0 and leased >= 0 and used + leased <= most)
        );
        create table usage_payment (
          id uuid primary key,
          contract_id uuid not null,
          fen bigint not null check (fen > 0),
          reference text not null,
          recorded_by uuid not null,
          created_at bigint not null,
          unique (contract_id, reference)
        );
        create table usage_fulfilment (
          contract_id uuid not null,
          rule_key text not null,
          confirmed_by uuid not null,
          created_at bigint not null,
          primary key (contract_id, rule_key)
        );
        create table grant_notice (
          id uuid primary key,
          run_id uuid not null,
          contract_id uuid not null,
          provider_id uuid not null,
          consumer_id uuid not null,
          action text not null,
          kind text not null,
          purpose text not null,
          state text not null check (state in ('told', 'waiting', 'allowed', 'vetoed')),
          answer_until bigint,
          silence text not null check (silence in ('allow', 'deny')),
          created_at bigint not null,
          answered_at bigint,
          answered_by text check (answered_by in ('hook', 'hand', 'silence')),
          reason text,
          delivery text,
          check ((state in ('allowed', 'vetoed')) = (answered_at is not null)),
          check (state <> 'waiting' or answer_until is not null)
        );
        create index grant_notice_provider on grant_notice (provider_id, created_at desc);
        create index grant_notice_run on grant_notice (run_id);
        create index grant_notice_waiting on grant_notice (answer_until) where state = 'waiting';
        create table provider_hook (
          participant_id uuid primary key,
          url text not null,
          active boolean not null,
          public_key text not null,
          updated_by uuid not null,
          updated_at bigint not null,
          last jsonb
        );
      `,
    },
  ],
}

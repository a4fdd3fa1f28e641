import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Assessed, RiskFacts, RiskForm } from './model.ts'

export interface RiskRecordTable {
  id: string
  request_id: string
  n: number
  provider_id: string
  consumer_id: string
  form: JSONColumnType<RiskForm>
  facts: JSONColumnType<RiskFacts>
  result: JSONColumnType<Assessed>
  score: number
  level: Assessed['level']
  created_by: string
  created_at: number
}

/** A notice 不良记录 about how a body dealt with data; it counts for two years. */
export interface RiskNoticeTable {
  id: string
  /** About whom. */
  participant_id: string
  /** By whom. */
  author_id: string
  contract_id: string | null
  reason: string
  created_by: string
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    risk_record: RiskRecordTable
    risk_notice: RiskNoticeTable
  }
}

export const riskMigrations: RoomMigrations = {
  room: 'flow/risk',
  migrations: [
    {
      name: '0001_risk',
      sql: `
        create table risk_record (
          id uuid primary key,
          request_id uuid not null,
          n integer not null check (n > 0),
          provider_id uuid not null,
          consumer_id uuid not null,
          form jsonb not null,
          facts jsonb not null,
          result jsonb not null,
          score double precision not null check (score between 0 and 100),
          level text not null check (level in ('low', 'medium', 'high')),
          created_by uuid not null,
          created_at bigint not null,
          constraint risk_record_n unique (request_id, n)
        );
        create table risk_notice (
          id uuid primary key,
          participant_id uuid not null,
          author_id uuid not null,
          contract_id uuid,
          reason text not null,
          created_by uuid not null,
          created_at bigint not null
        );
        create index risk_notice_body on risk_notice (participant_id, created_at);
      `,
    },
  ],
}

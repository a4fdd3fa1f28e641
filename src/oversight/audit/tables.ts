import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { ReportKind, ReportSection } from './model.ts'

export interface AuditReportTable {
  id: string
  kind: ReportKind
  from_at: number
  until_at: number
  digest: string
  sections: JSONColumnType<ReportSection[], string, string>
  created_by: string | null
  created_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    audit_report: AuditReportTable
  }
}

export const auditMigrations: RoomMigrations = {
  room: 'oversight/audit',
  migrations: [
    {
      name: '0001_audit',
      sql: `
        create table audit_report (
          id uuid primary key,
          kind text not null check (kind in ('daily', 'weekly', 'monthly')),
          from_at bigint not null,
          until_at bigint not null,
          digest text not null,
          sections jsonb not null,
          created_by uuid,
          created_at bigint not null,
          check (from_at < until_at)
        );
        -- Those that the clock makes exist once; people may ask for the same time again.
        create unique index audit_report_due on audit_report (kind, from_at) where created_by is null;
        create index audit_report_time on audit_report (created_at desc);
        -- A released file is found by its hash.
        create index run_output_hash on run (output_hash) where output_hash is not null;
        create index airlock_file_digest on airlock_file (digest);
      `,
    },
  ],
}

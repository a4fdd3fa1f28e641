import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Drawn } from './model.ts'

/** Which columns a run of a preview asked for, and how they are drawn from its output. */
export interface PreviewSource {
  readonly runId: string
  readonly drawn: Extract<Drawn, 'marginal' | 'mean'>
  readonly columns: readonly string[]
}

export interface PreviewTable {
  contract_id: string
  table_name: string
  /** What rows are drawn with: hexadecimal digits. It holds nothing of the data. */
  seed: string
  sources: JSONColumnType<PreviewSource[]>
  made_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    logical_preview: PreviewTable
  }
}

/** No row and no count is kept here: only which runs were released, and a seed. */
export const previewMigrations: RoomMigrations = {
  room: 'use/preview',
  migrations: [
    {
      name: '0001_preview',
      sql: `
        create table logical_preview (
          contract_id uuid not null,
          table_name text not null,
          seed text not null,
          sources jsonb not null,
          made_at bigint not null,
          primary key (contract_id, table_name)
        );
      `,
    },
  ],
}

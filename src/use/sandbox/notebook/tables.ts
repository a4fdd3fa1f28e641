import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { ProblemView } from '../../run/index.ts'
import type { Cell, CellOutput, CellView } from '../model.ts'

export interface SeatNotebookTable {
  id: string
  seat_id: string
  name: string
  version: number
  cells: JSONColumnType<Cell[]>
  changed_by: string
  changed_at: number
  created_at: number
}

export interface SeatNotebookVersionTable {
  notebook_id: string
  version: number
  name: string
  cells: JSONColumnType<Cell[]>
  bytes: number
  changed_by: string
  changed_at: number
}

export interface SeatCellTable {
  notebook_id: string
  cell_id: string
  state: CellView['state']
  outputs: JSONColumnType<CellOutput[]>
  cut: boolean
  count: number | null
  elapsed_ms: number | null
  ran_by: string
  ran_at: number
  problem: JSONColumnType<ProblemView> | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_notebook: SeatNotebookTable
    seat_notebook_version: SeatNotebookVersionTable
    seat_cell: SeatCellTable
  }
}

declare module '../../../kernel/events.ts' {
  interface Events {
    'seat.cell': {
      seatId: string
      userId: string
      projectId: string
      consumerId: string
      state: CellView['state']
      /** Rows looked at, as the cap counts them. */
      rows: number
      bytes: number
      elapsedMs: number
      cpuMs: number
      /** Digest of the source. */
      code: string
      source: string
      outputs: readonly CellOutput[]
    }
    'seat.capped': { seatId: string; userId: string; projectId: string; consumerId: string }
  }
}

export const notebookMigrations: RoomMigrations = {
  room: 'use/sandbox/notebook',
  migrations: [
    {
      name: '0001_notebook',
      sql: `
        create table seat_notebook (
          id uuid primary key,
          seat_id uuid not null,
          name text not null,
          version integer not null,
          cells jsonb not null,
          changed_by uuid not null,
          changed_at bigint not null,
          created_at bigint not null
        );
        create index seat_notebook_seat on seat_notebook (seat_id, changed_at desc);
        create table seat_notebook_version (
          notebook_id uuid not null references seat_notebook (id) on delete cascade,
          version integer not null,
          name text not null,
          cells jsonb not null,
          bytes integer not null,
          changed_by uuid not null,
          changed_at bigint not null,
          primary key (notebook_id, version)
        );
        create table seat_cell (
          notebook_id uuid not null references seat_notebook (id) on delete cascade,
          cell_id text not null,
          state text not null,
          outputs jsonb not null,
          cut boolean not null,
          count integer,
          elapsed_ms bigint,
          ran_by uuid not null,
          ran_at bigint not null,
          problem jsonb,
          primary key (notebook_id, cell_id)
        );
        create index seat_cell_running on seat_cell (state) where state = 'running';
      `,
    },
  ],
}

import type { JSONColumnType } from 'kysely'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { CellOutput, RecordedView } from '../model.ts'

export interface SeatRecordedTable {
  seat_id: string
  seq: number
  at: number
  user_id: string | null
  kind: RecordedView['kind']
  notebook_id: string | null
  cell_id: string | null
  text: string
  outputs: JSONColumnType<CellOutput[]>
  leaf: number | null
}

export interface SeatRecordingTable {
  seat_id: string
  /** Number of the last row; rows that expire leave it as it is. */
  last: number
}

export interface SeatPersonTable {
  seat_id: string
  user_id: string
  first_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    seat_recorded: SeatRecordedTable
    seat_recording: SeatRecordingTable
    seat_person: SeatPersonTable
  }
}

/** What happened in each seat, for the replay. Rows are added, and taken away by age alone. */
export const recordMigrations: RoomMigrations = {
  room: 'use/sandbox/record',
  migrations: [
    {
      name: '0001_recorded',
      sql: `
        create table seat_recording (
          seat_id uuid primary key,
          last bigint not null
        );
        create table seat_recorded (
          seat_id uuid not null,
          seq bigint not null,
          at bigint not null,
          user_id uuid,
          kind text not null,
          notebook_id uuid,
          cell_id text,
          text text not null,
          outputs jsonb not null,
          leaf bigint,
          primary key (seat_id, seq)
        );
        create index seat_recorded_at on seat_recorded (at);
        create table seat_person (
          seat_id uuid not null,
          user_id uuid not null,
          first_at bigint not null,
          primary key (seat_id, user_id)
        );
        create function seat_recorded_is_kept() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and old.at < coalesce(nullif(current_setting('xinyu.recording_expires', true), ''), '0')::bigint then
            return old;
          end if;
          raise exception 'the recording of a seat is added to and never changed';
        end $$;
        create trigger seat_recorded_kept before update or delete on seat_recorded
          for each row execute function seat_recorded_is_kept();
      `,
    },
  ],
}

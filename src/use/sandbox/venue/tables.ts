import type { RoomMigrations } from '../../../platform/postgres/tables.ts'

export interface VenueTerminalTable {
  id: string
  name: string
  gateway_name: string | null
  networks: string[]
  zone: string
  state: 'active' | 'retired'
  created_at: number
}

export interface SeatTerminalTable {
  seat_id: string
  terminal_id: string
  bound_by: string
  bound_at: number
}

export interface VenueAttendanceTable {
  id: string
  user_id: string
  terminal_id: string | null
  in_at: number
  out_at: number | null
  by_officer: string
  out_by: string | null
}

/** A project whose people are checked in before they work in its seats. */
export interface VenueAskingTable {
  project_id: string
  by_user: string
  at: number
}

export interface VenuePatrolTable {
  id: string
  officer_id: string
  zone: string
  text: string
  at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    venue_terminal: VenueTerminalTable
    seat_terminal: SeatTerminalTable
    venue_attendance: VenueAttendanceTable
    venue_patrol: VenuePatrolTable
    venue_asking: VenueAskingTable
  }
}

declare module '../../../kernel/events.ts' {
  interface Events {
    /** Somebody left the venue: what they still have open is shut. */
    'venue.checked_out': { userId: string }
    /** A seat opens at its terminals only, from now on. */
    'venue.bound': { seatId: string }
  }
}

export const venueMigrations: RoomMigrations = {
  room: 'use/sandbox/venue',
  migrations: [
    {
      name: '0001_venue',
      sql: `
        create table venue_terminal (
          id uuid primary key,
          name text not null,
          gateway_name text,
          networks text[] not null,
          zone text not null,
          state text not null check (state in ('active', 'retired')),
          created_at bigint not null,
          check (gateway_name is not null or cardinality(networks) > 0)
        );
        create unique index venue_terminal_name on venue_terminal (name) where state = 'active';
        create table seat_terminal (
          seat_id uuid not null,
          terminal_id uuid not null references venue_terminal (id),
          bound_by uuid not null,
          bound_at bigint not null,
          primary key (seat_id, terminal_id)
        );
        create index seat_terminal_terminal on seat_terminal (terminal_id);
        create table venue_attendance (
          id uuid primary key,
          user_id uuid not null,
          terminal_id uuid,
          in_at bigint not null,
          out_at bigint,
          by_officer uuid not null,
          out_by uuid,
          check ((out_at is null) = (out_by is null))
        );
        create unique index venue_attendance_open on venue_attendance (user_id) where out_at is null;
        create index venue_attendance_at on venue_attendance (in_at desc);
        create table venue_patrol (
          id uuid primary key,
          officer_id uuid not null,
          zone text not null,
          text text not null,
          at bigint not null
        );
        create index venue_patrol_at on venue_patrol (at desc);
      `,
    },
    {
      name: '0002_asking',
      sql: `
        create table venue_asking (
          project_id uuid primary key,
          by_user uuid not null,
          at bigint not null
        );
      `,
    },
  ],
}

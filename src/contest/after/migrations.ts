import './tables.ts'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'

export const afterMigrations: RoomMigrations = {
  room: 'contest/after',
  migrations: [
    {
      name: '0001_after',
      sql: `
        create table contest_award_list (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          number integer not null,
          state text not null check (state in ('proposed', 'returned', 'checked', 'published', 'replaced')),
          ranking_digest text not null,
          awards jsonb not null,
          borders jsonb not null,
          exclusions jsonb not null,
          decisions jsonb not null,
          proposed_by uuid not null,
          proposed_at bigint not null,
          checked_by uuid,
          checked_at bigint,
          return_reason text,
          publish_at bigint,
          origin text,
          published_at bigint,
          unique (contest_id, number),
          -- Nobody checks what they proposed.
          check (checked_by is distinct from proposed_by),
          check ((state in ('checked', 'published')) <= (publish_at is not null and checked_by is not null)),
          check ((state = 'published') = (published_at is not null))
        );
        create unique index contest_award_list_standing on contest_award_list (contest_id)
          where state in ('proposed', 'checked', 'published');
        create index contest_award_list_due on contest_award_list (publish_at) where state = 'checked';
        create table contest_award (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          award text not null,
          team_id uuid not null,
          division text not null,
          place integer not null,
          rank integer not null,
          prize_fen bigint not null,
          recommend boolean not null,
          number text not null unique,
          published_at bigint not null,
          revoked_at bigint,
          revoke_reason text,
          unique (contest_id, team_id),
          check ((revoked_at is null) = (revoke_reason is null))
        );
        create table contest_certificate (
          award_id uuid primary key references contest_award (id),
          contest_id uuid not null,
          number text not null unique,
          content jsonb not null,
          pdf bytea,
          pdf_digest text not null,
          bytes integer not null,
          issued_at bigint not null,
          emptied_at bigint,
          check ((pdf is null) = (emptied_at is not null))
        );
        create index contest_certificate_contest on contest_certificate (contest_id);
        create table contest_showcase (
          team_id uuid primary key,
          contest_id uuid not null,
          summary text not null,
          at bigint not null
        );
        create table contest_green_channel (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          team_id uuid not null unique,
          state text not null check (state in ('asked', 'prepared', 'requested', 'declined', 'withdrawn')),
          purpose text not null,
          wanted text not null,
          days integer not null,
          uscc text not null,
          asked_at bigint not null,
          participant_id uuid,
          offer_id uuid,
          answer text,
          answered_at bigint,
          request_id uuid,
          requested_at bigint,
          check (state not in ('prepared', 'requested') or (participant_id is not null and offer_id is not null)),
          check ((state = 'requested') = (request_id is not null))
        );
        create index contest_green_channel_contest on contest_green_channel (contest_id);
        create index contest_green_channel_body on contest_green_channel (participant_id);
        create table contest_incubation (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          participant_id uuid not null,
          state text not null check (state in ('open', 'ended')),
          title text not null,
          text text not null,
          created_at bigint not null,
          ended_at bigint
        );
        create index contest_incubation_contest on contest_incubation (contest_id);
        create index contest_incubation_body on contest_incubation (participant_id);
        create table contest_incubation_interest (
          id uuid primary key,
          incubation_id uuid not null references contest_incubation (id),
          contest_id uuid not null,
          team_id uuid not null,
          state text not null check (state in ('expressed', 'introduced', 'declined', 'withdrawn')),
          message text not null,
          contact text not null,
          expressed_at bigint not null,
          answer text,
          answered_at bigint,
          unique (incubation_id, team_id)
        );
        create index contest_incubation_interest_contest on contest_incubation_interest (contest_id);
        create table contest_closing (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          state text not null check (state in ('planned', 'destroying', 'done', 'cancelled')),
          reason text not null,
          destroy_at bigint not null,
          certificates text not null check (certificates in ('keep', 'destroy')),
          planned_by uuid not null,
          planned_at bigint not null,
          job_id uuid,
          begun_at bigint,
          totals jsonb,
          list_digest text,
          done_at bigint,
          cancelled_at bigint,
          check ((state = 'done') = (done_at is not null)),
          check ((state = 'cancelled') = (cancelled_at is not null)),
          check ((state in ('destroying', 'done')) = (begun_at is not null))
        );
        create unique index contest_closing_once on contest_closing (contest_id) where state <> 'cancelled';
        create index contest_closing_due on contest_closing (destroy_at) where state = 'planned';
        create table contest_closing_item (
          closing_id uuid not null references contest_closing (id),
          part text not null,
          id uuid not null,
          digest text,
          bytes bigint not null,
          destroyed_at bigint,
          primary key (closing_id, part, id)
        );
        create index contest_closing_item_left on contest_closing_item (closing_id, part, id)
          where destroyed_at is null;
      `,
    },
  ],
}

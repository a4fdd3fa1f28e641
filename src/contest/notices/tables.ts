import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { PostState, QuestionState } from './model.ts'

export interface PostTable {
  id: string
  contest_id: string
  state: PostState
  pinned: boolean
  title_zh: string
  title_en: string
  text_zh: string
  text_en: string
  by_user: string
  created_at: number
  changed_at: number
  published_at: number | null
}

export interface QuestionTable {
  id: string
  contest_id: string
  /** Null: asked by a reader of the public front. */
  entrant_id: string | null
  /** Hash of day and address of a public reader, for the limit of the day; gone once the question is decided. */
  asker: string | null
  state: QuestionState
  /** As it was asked, and then as the organiser shows it: people write their telephone numbers into questions. */
  text: string
  answer_zh: string
  answer_en: string
  asked_at: number
  decided_at: number | null
  by_user: string | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_post: PostTable
    contest_question: QuestionTable
  }
}

export const noticeMigrations: RoomMigrations = {
  room: 'contest/notices',
  migrations: [
    {
      name: '0001_notices',
      sql: `
        create table contest_post (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          state text not null check (state in ('draft', 'published', 'withdrawn')),
          pinned boolean not null,
          title_zh text not null,
          title_en text not null,
          text_zh text not null,
          text_en text not null,
          by_user uuid not null,
          created_at bigint not null,
          changed_at bigint not null,
          published_at bigint,
          check (state = 'draft' or published_at is not null)
        );
        create index on contest_post (contest_id, state);
        create table contest_question (
          id uuid primary key,
          contest_id uuid not null references contest (id),
          entrant_id uuid,
          asker text,
          state text not null check (state in ('waiting', 'published', 'refused')),
          text text not null,
          answer_zh text not null,
          answer_en text not null,
          asked_at bigint not null,
          decided_at bigint,
          by_user uuid,
          check ((state = 'waiting') = (decided_at is null)),
          check (state = 'waiting' or asker is null)
        );
        create index on contest_question (contest_id, state);
      `,
    },
  ],
}

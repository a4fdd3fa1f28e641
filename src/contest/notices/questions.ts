import { sql } from 'kysely'
import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { announcedContest, mustOrganise, readableContest } from '../scheme/index.ts'
import type { AnswerInput, PublicQuestion, QuestionState, QuestionView } from './model.ts'

/** Questions of one address, or one entrant, in a day that wait for an answer. */
export const MOST_OF_ONE = 5
/** Questions that wait in all: more come from a machine, and nobody would read them. */
export const MOST_WAITING = 500

/** Questions a minute and address; several people behind one address still get theirs through. */
export const ASKS_A_MINUTE = 10

const DAY_MS = 86_400_000

export interface Asker {
  readonly entrantId: string | null
  /** Network address of a reader who is nobody known. */
  readonly address: string
}

/** @throws XinyuError NOT_FOUND, CONTEST_CLOSED, CONTEST_QUESTION_LIMIT, CONTEST_QUESTIONS_FULL */
export async function ask(core: Core, contestId: string, asker: Asker, text: string): Promise<string> {
  const contest = await announcedContest(core, contestId)
  if (contest.state === 'closed') throw new XinyuError('CONTEST_CLOSED')
  const day = Math.floor(core.clock.now() / DAY_MS)
  const who = asker.entrantId ?? asker.address
  const hash = digestOf(`${contestId} ${day} ${who}`)
  const acted = await act(core, systemActor('contest'), async ({ tx, id, now, note }) => {
    // One after the other within a contest, so that many at once do not pass the limit together.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`contest-question:${contestId}`}, 0))`.execute(
      tx,
    )
    const { own, all } = await tx
      .selectFrom('contest_question')
      .select((eb) => [
        eb.fn.countAll<number>().as('all'),
        eb.fn.countAll<number>().filterWhere('asker', '=', hash).as('own'),
      ])
      .where('contest_id', '=', contestId)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (own >= MOST_OF_ONE) throw new XinyuError('CONTEST_QUESTION_LIMIT', { most: MOST_OF_ONE })
    if (all >= MOST_WAITING) throw new XinyuError('CONTEST_QUESTIONS_FULL')
    const questionId = id()
    await tx
      .insertInto('contest_question')
      .values({
        id: questionId,
        contest_id: contestId,
        entrant_id: asker.entrantId,
        asker: hash,
        state: 'waiting',
        text,
        answer_zh: '',
        answer_en: '',
        asked_at: now,
        decided_at: null,
        by_user: null,
      })
      .execute()
    const by: Record<string, string> = asker.entrantId === null ? {} : { entrant: asker.entrantId }
    note({
      kind: 'question.asked',
      subject: { contest: contestId, question: questionId, ...by },
      payload: { text },
    })
    return questionId
  })
  return acted.value
}

/** Published with its answer, or answered anew; before it, nobody but the organiser reads a question. */
export async function answer(
  core: Core,
  actor: UserActor,
  contestId: string,
  questionId: string,
  input: AnswerInput,
): Promise<void> {
  await decide(core, actor, contestId, questionId, {
    state: 'published',
    text: input.text,
    answer_zh: input.answerZh,
    answer_en: input.answerEn,
  })
}

/** Not published: an insult, an advertisement, somebody's personal matter. */
export const refuse = (core: Core, actor: UserActor, contestId: string, questionId: string): Promise<void> =>
  decide(core, actor, contestId, questionId, { state: 'refused' })

interface Decided {
  readonly state: Exclude<QuestionState, 'waiting'>
  readonly text?: string
  readonly answer_zh?: string
  readonly answer_en?: string
}

async function decide(
  core: Core,
  actor: UserActor,
  contestId: string,
  questionId: string,
  decided: Decided,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const done = await tx
      .updateTable('contest_question')
      .set({ ...decided, asker: null, decided_at: now, by_user: actor.userId })
      .where('id', '=', questionId)
      .where('contest_id', '=', contestId)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'question' })
    const { state, ...words } = decided
    note({
      kind: state === 'published' ? 'question.answered' : 'question.refused',
      subject: { contest: contestId, question: questionId },
      payload: Object.fromEntries(Object.entries(words)),
    })
    emit('contest.front_changed', { contestId })
  })
}

/** For the organiser: what waits first, the longest first. */
export async function listQuestions(
  core: Core,
  actor: UserActor,
  contestId: string,
  { state, offset, limit }: Page & { state?: QuestionState | undefined },
): Promise<{ items: QuestionView[]; total: number }> {
  await readableContest(core, actor, contestId)
  let found = core.db.selectFrom('contest_question').where('contest_id', '=', contestId)
  if (state) found = found.where('state', '=', state)
  const rows = await found
    .selectAll()
    .orderBy((eb) => eb.case().when('state', '=', 'waiting').then(0).else(1).end())
    .orderBy('id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await found.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const items = rows.map((row) => ({
    id: row.id,
    state: row.state,
    text: row.text,
    answerZh: row.answer_zh,
    answerEn: row.answer_en,
    byEntrant: row.entrant_id !== null,
    askedAt: row.asked_at,
    decidedAt: row.decided_at,
  }))
  return { items, total: total }
}

/** What everybody reads: newest answer first. */
export async function publicQuestions(
  core: Pick<Core, 'db'>,
  contestId: string,
  { offset, limit }: Page,
): Promise<{ items: PublicQuestion[]; total: number }> {
  const found = core.db
    .selectFrom('contest_question')
    .where('contest_id', '=', contestId)
    .where('state', '=', 'published')
  const rows = await found
    .select(['id', 'text', 'answer_zh', 'answer_en', 'decided_at'])
    .orderBy('decided_at', 'desc')
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await found.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const items = rows.map((row) => ({
    id: row.id,
    text: row.text,
    answerZh: row.answer_zh,
    answerEn: row.answer_en,
    decidedAt: row.decided_at!,
  }))
  return { items, total: total }
}

/** What an entrant asked, with the answers that there are. */
export async function questionsOfEntrant(
  core: Pick<Core, 'db'>,
  contestId: string,
  entrantId: string,
): Promise<
  { id: string; text: string; state: QuestionState; askedAt: number; answerZh: string; answerEn: string }[]
> {
  const rows = await core.db
    .selectFrom('contest_question')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('entrant_id', '=', entrantId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    state: row.state,
    askedAt: row.asked_at,
    answerZh: row.answer_zh,
    answerEn: row.answer_en,
  }))
}

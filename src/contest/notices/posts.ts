import type { Selectable } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { mustOrganise, readableContest } from '../scheme/index.ts'
import type { PostInput, PostView } from './model.ts'
import type { PostTable } from './tables.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    /** Something that the public reads of a contest is different now. */
    'contest.front_changed': { contestId: string }
  }
}

const viewOf = (row: Selectable<PostTable>): PostView => ({
  id: row.id,
  state: row.state,
  pinned: row.pinned,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  textZh: row.text_zh,
  textEn: row.text_en,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  publishedAt: row.published_at,
})

const rowOf = ({ titleZh, titleEn, textZh, textEn, pinned }: PostInput) => ({
  title_zh: titleZh,
  title_en: titleEn,
  text_zh: textZh,
  text_en: textEn,
  pinned,
})

/** Begins an announcement, not public yet. */
export async function writePost(
  core: Core,
  actor: UserActor,
  contestId: string,
  input: PostInput,
): Promise<string> {
  await mustOrganise(core, actor, contestId)
  const acted = await act(core, actor, async ({ tx, id, now, note }) => {
    const postId = id()
    await tx
      .insertInto('contest_post')
      .values({
        id: postId,
        contest_id: contestId,
        state: 'draft',
        ...rowOf(input),
        by_user: actor.userId,
        created_at: now,
        changed_at: now,
        published_at: null,
      })
      .execute()
    note({ kind: 'post.written', subject: { contest: contestId, post: postId }, payload: { ...input } })
    return postId
  })
  return acted.value
}

/** Puts other words to it; what was public is public with the new words, and the old ones stay in evidence. */
export async function changePost(
  core: Core,
  actor: UserActor,
  contestId: string,
  postId: string,
  input: PostInput,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const done = await tx
      .updateTable('contest_post')
      .set({ ...rowOf(input), by_user: actor.userId, changed_at: now })
      .where('id', '=', postId)
      .where('contest_id', '=', contestId)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'announcement' })
    note({ kind: 'post.changed', subject: { contest: contestId, post: postId }, payload: { ...input } })
    emit('contest.front_changed', { contestId })
  })
}

/** Shows it to the public, or takes it back. @throws XinyuError NOT_FOUND, CONTEST_DRAFT */
export async function showPost(
  core: Core,
  actor: UserActor,
  contestId: string,
  postId: string,
  show: boolean,
): Promise<void> {
  const contest = await mustOrganise(core, actor, contestId)
  if (show && contest.state === 'draft') throw new XinyuError('CONTEST_DRAFT')
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const row = await tx
      .selectFrom('contest_post')
      .select(['id', 'published_at'])
      .where('id', '=', postId)
      .where('contest_id', '=', contestId)
      .where('state', '<>', show ? 'published' : 'withdrawn')
      .forUpdate()
      .executeTakeFirst()
    if (!row || (!show && row.published_at === null))
      throw new XinyuError('NOT_FOUND', { what: 'announcement' })
    await tx
      .updateTable('contest_post')
      .set(show ? { state: 'published', published_at: row.published_at ?? now } : { state: 'withdrawn' })
      .where('id', '=', postId)
      .execute()
    const kind = show ? 'post.published' : 'post.withdrawn'
    note({ kind, subject: { contest: contestId, post: postId } })
    emit('contest.front_changed', { contestId })
  })
}

/** Of the organiser: drafts first, then newest. */
export async function listPosts(
  core: Core,
  actor: UserActor,
  contestId: string,
  { offset, limit }: Page,
): Promise<{ items: PostView[]; total: number }> {
  await readableContest(core, actor, contestId)
  const found = core.db.selectFrom('contest_post').where('contest_id', '=', contestId)
  const rows = await found
    .selectAll()
    .orderBy((eb) => eb.case().when('state', '=', 'draft').then(0).else(1).end())
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await found.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map(viewOf), total: total }
}

/** What the public reads: pinned first, then newest. */
export async function publicPosts(core: Pick<Core, 'db'>, contestId: string): Promise<PostView[]> {
  const rows = await core.db
    .selectFrom('contest_post')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('state', '=', 'published')
    .orderBy('pinned', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_PUBLIC)
    .execute()
  return rows.map(viewOf)
}

/** A contest tells less than this; older ones drop out of the list. */
const MOST_PUBLIC = 200

import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { barsOf } from './change-rules.ts'
import type { Contest, NewContest, Scheme } from './model.ts'
import { Scheme as SchemeShape } from './model.ts'
import { extended } from './moments.ts'
import { lacksInWords, lacksOf } from './publish-rules.ts'
import { contestOf } from './store.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    'contest.published': { contestId: string }
    /** The scheme has a new version. */
    'contest.changed': { contestId: string }
    'contest.closed': { contestId: string }
  }
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

/** A contest of the actor's own body, in draft. @throws XinyuError CONTEST_CODE_TAKEN */
export async function createContest(core: Core, actor: UserActor, input: NewContest): Promise<string> {
  const acted = await act(core, actor, async ({ tx, id, now, note }) => {
    const contestId = id()
    const made = await tx
      .insertInto('contest')
      .values({
        id: contestId,
        code: input.code,
        organiser_id: actor.participantId,
        state: 'draft',
        scheme: JSON.stringify(input.scheme),
        number: 1,
        created_at: now,
        published_at: null,
        closed_at: null,
      })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('CONTEST_CODE_TAKEN', { code: input.code })
    await keepVersion(tx, actor, { contestId, number: 1, scheme: input.scheme, reason: '', now })
    const subject = { contest: contestId, participant: actor.participantId }
    note({ kind: 'contest.created', subject, payload: asJson(input) })
    return contestId
  })
  return acted.value
}

interface Version {
  readonly contestId: string
  readonly number: number
  readonly scheme: Scheme
  readonly reason: string
  readonly now: number
}

async function keepVersion(tx: Tx, actor: UserActor, version: Version): Promise<void> {
  await tx
    .insertInto('contest_scheme')
    .values({
      contest_id: version.contestId,
      number: version.number,
      scheme: JSON.stringify(version.scheme),
      reason: version.reason,
      by_user: actor.userId,
      at: version.now,
    })
    .execute()
}

/** The actor's own contest, held until the action ends. @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER */
async function lockOwn(tx: Tx, actor: UserActor, id: string): Promise<Contest> {
  const row = await tx.selectFrom('contest').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  if (row.organiser_id !== actor.participantId || !actor.roles.includes('data_officer'))
    throw new XinyuError('CONTEST_NOT_ORGANISER')
  return contestOf(row)
}

export interface SchemeChange {
  /** The version that the organiser had before their eyes. */
  readonly number: number
  readonly scheme: Scheme
  readonly reason: string
}

/**
 * A new version of the scheme; the number of it is answered.
 * @throws XinyuError CONTEST_CLOSED, CONTEST_SCHEME_STALE, CONTEST_REASON, CONTEST_FIXED
 */
export async function changeScheme(
  core: Core,
  actor: UserActor,
  id: string,
  change: SchemeChange,
): Promise<number> {
  const acted = await act(core, actor, async (scope) => {
    const contest = await lockOwn(scope.tx, actor, id)
    if (contest.number !== change.number)
      throw new XinyuError('CONTEST_SCHEME_STALE', { number: contest.number })
    return putScheme(scope, actor, contest, change)
  })
  return acted.value
}

async function putScheme(
  { tx, now, note, emit }: ActionScope,
  actor: UserActor,
  contest: Contest,
  { scheme, reason }: Pick<SchemeChange, 'scheme' | 'reason'>,
): Promise<number> {
  if (contest.state === 'closed') throw new XinyuError('CONTEST_CLOSED')
  if (contest.state === 'published') {
    if (reason.trim().length < LEAST_REASON) throw new XinyuError('CONTEST_REASON')
    const bars = barsOf(contest.scheme, scheme, now)
    const [first] = bars
    if (first)
      throw new XinyuError(
        'CONTEST_FIXED',
        { where: first.where, whyZh: first.zh, whyEn: first.en },
        { detail: { bars: asJson(bars) } },
      )
  }
  const number = contest.number + 1
  await tx
    .updateTable('contest')
    .set({ scheme: JSON.stringify(scheme), number })
    .where('id', '=', contest.id)
    .execute()
  await keepVersion(tx, actor, { contestId: contest.id, number, scheme, reason, now })
  const subject = { contest: contest.id, participant: contest.organiserId }
  note({ kind: 'contest.changed', subject, payload: asJson({ number, scheme, reason }) })
  emit('contest.changed', { contestId: contest.id })
  return number
}

/** Shorter than this, a reason says nothing to those who read it. */
const LEAST_REASON = 4

/** From now on the public sees it. @throws XinyuError CONTEST_PUBLISHED, CONTEST_CLOSED, CONTEST_LACKS */
export async function publishContest(core: Core, actor: UserActor, id: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const contest = await lockOwn(tx, actor, id)
    if (contest.state === 'published') throw new XinyuError('CONTEST_PUBLISHED')
    if (contest.state === 'closed') throw new XinyuError('CONTEST_CLOSED')
    const lacks = lacksOf(contest.scheme, now)
    if (lacks.length > 0) throw new XinyuError('CONTEST_LACKS', lacksInWords(lacks), { detail: { lacks } })
    await tx
      .updateTable('contest')
      .set({ state: 'published', published_at: now })
      .where('id', '=', id)
      .execute()
    const subject = { contest: id, participant: contest.organiserId }
    note({
      kind: 'contest.published',
      subject,
      payload: asJson({ number: contest.number, scheme: contest.scheme }),
    })
    emit('contest.published', { contestId: id })
  })
}

export interface Extension {
  /** `entry`, `submission:<round>`, `review:<round>` or `final`. */
  readonly stage: string
  readonly closesAt: number
  /** Moves what follows by as much. */
  readonly shift: boolean
  readonly reason: string
}

/**
 * A later deadline, with what follows it moved along where asked.
 * @throws XinyuError NOT_FOUND, CONTEST_FIXED, CONTEST_REASON, CONTEST_ORDER
 */
export async function extendDeadline(
  core: Core,
  actor: UserActor,
  id: string,
  { stage, closesAt, shift, reason }: Extension,
): Promise<number> {
  const acted = await act(core, actor, async (scope) => {
    const contest = await lockOwn(scope.tx, actor, id)
    const moved = extended(contest.scheme, { stage, closesAt, shift, now: scope.now })
    if (!moved) throw new XinyuError('NOT_FOUND', { what: 'stage' })
    const scheme = SchemeShape.safeParse(moved)
    if (!scheme.success)
      throw new XinyuError('CONTEST_ORDER', { where: scheme.error.issues[0]!.path.join('.') })
    return putScheme(scope, actor, contest, { scheme: scheme.data, reason })
  })
  return acted.value
}

/** Over, or given up: nothing of it changes from now on. @throws XinyuError CONTEST_CLOSED, CONTEST_DRAFT, CONTEST_REASON */
export async function closeContest(core: Core, actor: UserActor, id: string, reason: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const contest = await lockOwn(tx, actor, id)
    if (contest.state === 'closed') throw new XinyuError('CONTEST_CLOSED')
    if (contest.state === 'draft') throw new XinyuError('CONTEST_DRAFT')
    if (reason.trim().length < LEAST_REASON) throw new XinyuError('CONTEST_REASON')
    await tx.updateTable('contest').set({ state: 'closed', closed_at: now }).where('id', '=', id).execute()
    const subject = { contest: id, participant: contest.organiserId }
    note({ kind: 'contest.closed', subject, payload: { reason } })
    emit('contest.closed', { contestId: id })
  })
}

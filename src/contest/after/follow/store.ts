import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import type { GreenChannelView, IncubationView, InterestView } from './model.ts'

interface Listed<T> {
  readonly items: T[]
  readonly total: number
}

type Of = { readonly contestId?: string; readonly teamId?: string; readonly participantId?: string }

/** Green channels of a contest, of a team, or prepared for a body; the newest first. */
export async function greenChannels(
  { db }: Pick<Core, 'db'>,
  of: Of,
  { offset, limit }: Page,
): Promise<Listed<GreenChannelView>> {
  let query = db
    .selectFrom('contest_green_channel as g')
    .innerJoin('contest_team as t', 't.id', 'g.team_id')
    .innerJoin('contest as k', 'k.id', 'g.contest_id')
  if (of.contestId) query = query.where('g.contest_id', '=', of.contestId)
  if (of.teamId) query = query.where('g.team_id', '=', of.teamId)
  if (of.participantId)
    query = query
      .where('g.participant_id', '=', of.participantId)
      .where('g.state', 'in', ['prepared', 'requested'])
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll('g')
    .select(['t.name', 't.title', 'k.scheme'])
    .orderBy('g.asked_at', 'desc')
    .orderBy('g.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const items = rows.map((row) => {
    const { titleZh, titleEn } = row.scheme
    return {
      id: row.id,
      contestId: row.contest_id,
      contestZh: titleZh,
      contestEn: titleEn,
      teamId: row.team_id,
      teamName: row.name,
      title: row.title,
      state: row.state,
      purpose: row.purpose,
      wanted: row.wanted,
      days: row.days,
      uscc: row.uscc,
      askedAt: row.asked_at,
      offerId: row.offer_id,
      answer: row.answer,
      requestId: row.request_id,
    }
  })
  return { items, total }
}

/** What bodies look for: of a contest, or of one body; the newest first. */
export async function incubations(
  core: Pick<Core, 'db'>,
  of: Of & { readonly open?: boolean },
  { offset, limit }: Page,
): Promise<Listed<IncubationView>> {
  let query = core.db.selectFrom('contest_incubation as i')
  if (of.contestId) query = query.where('i.contest_id', '=', of.contestId)
  if (of.participantId) query = query.where('i.participant_id', '=', of.participantId)
  if (of.open) query = query.where('i.state', '=', 'open')
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll('i')
    .select((eb) =>
      eb
        .selectFrom('contest_incubation_interest as x')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('x.incubation_id', '=', 'i.id')
        .where('x.state', '!=', 'withdrawn')
        .as('interests'),
    )
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.participant_id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    contestId: row.contest_id,
    bodyName: bodies.get(row.participant_id)?.nameZh ?? '',
    state: row.state,
    title: row.title,
    text: row.text,
    createdAt: row.created_at,
    interests: row.interests ?? 0,
  }))
  return { items, total }
}

/**
 * Interests: the organiser's, a team's own, or those that were introduced to a body. How a team is reached is shown to the
 * team itself, and to the body after the introduction.
 */
export async function interests(
  core: Pick<Core, 'db'>,
  of: Of,
  { offset, limit }: Page,
): Promise<Listed<InterestView>> {
  let query = core.db
    .selectFrom('contest_incubation_interest as x')
    .innerJoin('contest_incubation as i', 'i.id', 'x.incubation_id')
    .innerJoin('contest_team as t', 't.id', 'x.team_id')
  if (of.contestId) query = query.where('x.contest_id', '=', of.contestId)
  if (of.teamId) query = query.where('x.team_id', '=', of.teamId)
  if (of.participantId)
    query = query.where('i.participant_id', '=', of.participantId).where('x.state', '=', 'introduced')
  const { total } = await query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll('x')
    .select(['i.title as wanted', 'i.participant_id', 't.name', 't.title'])
    .orderBy('x.expressed_at', 'desc')
    .orderBy('x.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.participant_id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    incubationId: row.incubation_id,
    incubationTitle: row.wanted,
    bodyName: bodies.get(row.participant_id)?.nameZh ?? '',
    teamName: row.name,
    title: row.title,
    state: row.state,
    message: row.message,
    contact: row.state === 'introduced' || of.teamId !== undefined ? row.contact : null,
    expressedAt: row.expressed_at,
    answer: row.answer,
  }))
  return { items, total }
}

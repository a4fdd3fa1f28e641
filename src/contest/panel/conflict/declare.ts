import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { bodiesOf, teamsIn } from '../../entry/index.ts'
import { announcedContest, type Contest } from '../../scheme/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import type { ContestTools } from '../../tools.ts'
import { FINAL } from '../model.ts'
import { mustBeOver, mustHaveRound } from '../moments.ts'
import { writeConflicts } from './find.ts'

/** What an expert is shown to say whom he must not judge: who, never what. */
export interface DeclarationRow {
  /** This expert's own word for the team: his list and anybody else's have nothing in common. */
  readonly ref: string
  readonly team: string
  readonly bodies: readonly string[]
}

export interface DeskPanel {
  readonly contestId: string
  readonly titleZh: string
  readonly titleEn: string
  readonly round: string
  readonly roundZh: string
  readonly roundEn: string
  readonly declaredAt: number | null
  /** The list is whole: nothing is handed in any more. */
  readonly ready: boolean
}

/** Panels that the reader is on, of contests that are announced. */
export async function deskPanels(core: Core, actor: UserActor): Promise<DeskPanel[]> {
  const rows = await core.db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .select(['p.contest_id', 'p.round', 'p.declared_at'])
    .where('e.user_id', '=', actor.userId)
    .orderBy('p.added_at')
    .execute()
  const panels: DeskPanel[] = []
  for (const row of rows) {
    const contest = await announcedContest(core, row.contest_id).catch(() => null)
    if (!contest || contest.state === 'closed') continue
    const round = contest.scheme.rounds.find(({ code }) => code === row.round)
    panels.push({
      contestId: contest.id,
      titleZh: contest.scheme.titleZh,
      titleEn: contest.scheme.titleEn,
      round: row.round,
      roundZh: round?.titleZh ?? '决赛',
      roundEn: round?.titleEn ?? 'Final',
      declaredAt: row.declared_at,
      ready: isReady(contest, row.round, core.clock.now()),
    })
  }
  return panels
}

function isReady(contest: Contest, round: string, now: number): boolean {
  if (round === FINAL) return true
  try {
    mustBeOver(contest, round, now)
    return true
  } catch {
    return false
  }
}

const refOf = (salt: string, teamId: string): string => digestOf(`${salt} ${teamId}`).slice(0, 32)

async function seatAt(db: Db | Tx, actor: UserActor, contestId: string, round: string) {
  const seat = await db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .select(['p.expert_id', 'p.salt', 'p.declared_at'])
    .where('p.contest_id', '=', contestId)
    .where('p.round', '=', round)
    .where('e.user_id', '=', actor.userId)
    .executeTakeFirst()
  if (!seat) throw new XinyuError('NOT_FOUND', { what: 'panel' })
  return seat
}

type Tools = Pick<ContestTools, 'core' | 'ports'>

/**
 * Names of teams and bodies, by name. Shown once, before anything is assigned: after it everything is blind.
 * @throws XinyuError NOT_FOUND, PANEL_TOO_EARLY, PANEL_DECLARED
 */
export async function declarationList(
  tools: Tools,
  actor: UserActor,
  contestId: string,
  round: string,
): Promise<DeclarationRow[]> {
  const { core } = tools
  const seat = await seatAt(core.db, actor, contestId, round)
  if (seat.declared_at !== null) throw new XinyuError('PANEL_DECLARED')
  const teams = await judged(tools, await announcedContest(core, contestId), round)
  const rows = teams.map(({ teamId, name, bodies }) => ({
    ref: refOf(seat.salt, teamId),
    team: name,
    bodies,
  }))
  // By name: an order of numbers or times would be the order of the works.
  return rows.sort((a, b) => (a.team < b.team ? -1 : a.team > b.team ? 1 : a.ref < b.ref ? -1 : 1))
}

/** Teams whose works are judged in the round; in the final those on the last short list. */
async function judged({ core, ports }: Tools, contest: Contest, round: string) {
  mustHaveRound(contest, round)
  const ids = new Set<string>()
  if (round === FINAL)
    for (const id of await ports.goesOn(contest.id, contest.scheme.rounds.at(-1)!.code)) ids.add(id)
  else {
    mustBeOver(contest, round, core.clock.now())
    for (const { teamId } of await submittedWorks(core.db, contest.id, round)) ids.add(teamId)
  }
  const teams = (await teamsIn(core.db, contest.id, ['admitted'])).filter(({ id }) => ids.has(id))
  const bodies = await bodiesOf(
    core.db,
    teams.map(({ id }) => id),
  )
  return teams.map(({ id, name }) => ({
    teamId: id,
    name,
    bodies: (bodies.get(id) ?? []).map((body) => body.name).sort(),
  }))
}

/**
 * The expert says whom he must not judge, and that there is nobody else. Once.
 * @throws XinyuError NOT_FOUND for a word that is not on his list, PANEL_DECLARED, PANEL_TOO_EARLY
 */
export async function declare(
  tools: Tools,
  actor: UserActor,
  contestId: string,
  round: string,
  refs: readonly { readonly ref: string; readonly note: string }[],
): Promise<void> {
  const { core } = tools
  const contest = await announcedContest(core, contestId)
  const seen = await seatAt(core.db, actor, contestId, round)
  const teams = new Map(
    (await judged(tools, contest, round)).map(({ teamId }) => [refOf(seen.salt, teamId), teamId]),
  )
  const said = refs.map(({ ref, note }) => {
    const teamId = teams.get(ref)
    if (teamId === undefined) throw new XinyuError('NOT_FOUND', { what: 'team' })
    return { expertId: seen.expert_id, teamId, kind: 'declared' as const, note, byRule: false }
  })
  await act(core, systemActor('contest'), async (scope) => {
    const done = await scope.tx
      .updateTable('contest_panelist')
      .set({ declared_at: scope.now })
      .where('contest_id', '=', contestId)
      .where('round', '=', round)
      .where('expert_id', '=', seen.expert_id)
      .where('declared_at', 'is', null)
      .returning('expert_id')
      .execute()
    if (done.length === 0) throw new XinyuError('PANEL_DECLARED')
    await writeConflicts(scope, contestId, said, actor.userId)
    scope.note({
      kind: 'conflict.declared',
      subject: { contest: contestId, expert: seen.expert_id },
      payload: { round, teams: said.map(({ teamId }) => teamId).sort() },
    })
  })
}

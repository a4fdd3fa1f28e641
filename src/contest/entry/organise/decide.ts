import type { UserActor } from '../../../kernel/actor.ts'
import { type ErrorCode, errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { contestOf, mustBeOpen } from '../../scheme/index.ts'
import { CONTEST } from '../door/door.ts'
import type { Decision, Team, TeamState } from '../model.ts'
import { mustMove, stateError } from '../states.ts'
import { teamOf } from '../store.ts'
import '../team/hold.ts'

const DAY_MS = 86_400_000
/** As the scheme bounds what it asks for itself. */
export const MOST_SUPPLEMENT_DAYS = 60

const LEADS_TO = {
  admit: 'admitted',
  reject: 'rejected',
  supplement: 'supplement',
  reopen: 'submitted',
} as const satisfies Record<Decision['decision'], TeamState>

const KINDS = {
  admit: 'entry.admitted',
  reject: 'entry.rejected',
  supplement: 'entry.supplement_asked',
  reopen: 'entry.reopened',
} as const

/** Why one of several teams cannot be decided so. */
export interface Refused {
  readonly teamId: string
  readonly number: string | null
  readonly code: ErrorCode
  readonly zh: string
  readonly en: string
}

export interface Decided {
  readonly done: readonly string[]
  readonly refused: readonly Refused[]
}

/**
 * Decides entries, one or many at once. `all`: one that cannot be decided stops all; `each`: it is named and the rest goes on.
 * Decisions of one contest come one after the other, so the last place of a quota is given once.
 * @throws XinyuError ENTRY_REASON, ENTRY_DEADLINE, CONTEST_NOT_OPEN, ENTRY_BULK with the refused ones, or the one's own error
 */
export async function decideEntries(
  core: Core,
  actor: UserActor,
  contestId: string,
  decision: Decision,
): Promise<Decided> {
  if (decision.decision !== 'admit' && decision.reason === '') throw new XinyuError('ENTRY_REASON')
  const ids = [...new Set(decision.teams)]
  const { value } = await act(core, CONTEST, async ({ tx, now, id, note, emit }) => {
    const row = await tx
      .selectFrom('contest')
      .selectAll()
      .where('id', '=', contestId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const contest = contestOf(row)
    if (contest.state !== 'published') mustBeOpen({ opensAt: 0, closesAt: 0 }, 1)
    const until =
      decision.decision === 'supplement' ? untilOf(decision.until, contest.scheme.entry, now) : null
    const teams = await heldTeams(tx, contestId, ids)
    let places = await freePlaces(tx, contestId, contest.scheme.entry.quota)
    const refused: Refused[] = []
    const done: Team[] = []
    for (const [teamId, team] of teams) {
      try {
        if (!team) throw new XinyuError('NOT_FOUND', { what: 'team' })
        mustBeDecidable(team, decision.decision, now)
        if (decision.decision === 'admit') {
          if (places <= 0) throw new XinyuError('ENTRY_QUOTA', { limit: contest.scheme.entry.quota! })
          places -= 1
        }
        done.push(team)
      } catch (error) {
        if (!isXinyuError(error)) throw error
        if (ids.length === 1) throw error
        refused.push({ teamId, number: team?.number ?? null, ...problemOf(error) })
      }
    }
    if (done.length === 0 || (decision.mode === 'all' && refused.length > 0))
      throw new XinyuError(
        'ENTRY_BULK',
        { count: refused.length },
        { detail: { refused: refused.map((one) => ({ ...one })) } },
      )
    const state = LEADS_TO[decision.decision]
    await tx
      .updateTable('contest_team')
      .set({ state, supplement_until: until, decided_at: decision.decision === 'reopen' ? null : now })
      .where(
        'id',
        'in',
        done.map((team) => team.id),
      )
      .execute()
    await tx
      .insertInto('contest_entry_decision')
      .values(
        done.map((team) => ({
          id: id(),
          team_id: team.id,
          at: now,
          by_user: actor.userId,
          decision: decision.decision,
          reason: decision.reason,
          answer: null,
        })),
      )
      .execute()
    for (const team of done) {
      note({
        kind: KINDS[decision.decision],
        // As the contest itself: what a body's own users note, its experts could read in the log.
        subject: { contest: contestId, team: team.id, by: actor.userId },
        payload: { from: team.state, reason: decision.reason, until },
      })
      emit('contest.team_changed', { contestId, teamId: team.id, state })
    }
    return { done: done.map((team) => team.id), refused }
  })
  return value
}

/** Each asked id with its team, held, in the order of submission: a quota goes to whoever came first. */
async function heldTeams(
  tx: Tx,
  contestId: string,
  ids: readonly string[],
): Promise<[string, Team | undefined][]> {
  const rows = await tx
    .selectFrom('contest_team')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('id', 'in', [...ids])
    // One order for whoever holds several.
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const found = new Map(rows.map((row) => [row.id, teamOf(row)]))
  const at = (id: string) => found.get(id)?.submittedAt ?? Number.MAX_SAFE_INTEGER
  return ids
    .toSorted((a, b) => at(a) - at(b) || (a < b ? -1 : 1))
    .map((id): [string, Team | undefined] => [id, found.get(id)])
}

async function freePlaces(tx: Tx, contestId: string, quota: number | null): Promise<number> {
  if (quota === null) return Number.POSITIVE_INFINITY
  const { count } = await tx
    .selectFrom('contest_team')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('contest_id', '=', contestId)
    .where('state', '=', 'admitted')
    .executeTakeFirstOrThrow()
  return quota - count
}

/** @throws XinyuError TEAM_STATE */
function mustBeDecidable(team: Team, decision: Decision['decision'], now: number): void {
  mustMove('organiser', team.state, LEADS_TO[decision])
  // What the team was given time for is waited for.
  if (team.state === 'supplement' && now < (team.supplementUntil ?? 0)) throw stateError(team.state)
}

/** @throws XinyuError ENTRY_DEADLINE */
function untilOf(until: number | null, { supplementDays }: { supplementDays: number }, now: number): number {
  const at = until ?? now + Math.max(1, supplementDays) * DAY_MS
  if (at <= now || at > now + MOST_SUPPLEMENT_DAYS * DAY_MS)
    throw new XinyuError('ENTRY_DEADLINE', { days: MOST_SUPPLEMENT_DAYS })
  return at
}

function problemOf(error: XinyuError) {
  const { zh, en } = errorText(error.code, error.params)
  return { code: error.code, zh, en }
}

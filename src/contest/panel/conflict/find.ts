import { systemActor } from '../../../kernel/actor.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { bodiesOf, membersOf, teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { endAssignments } from '../assigning/end.ts'
import type { ConflictKind } from '../model.ts'
import { aliasesOf, poolOf, tiesOf } from '../pool/store.ts'
import { conflictsByRule, type Sides } from './rules.ts'

export interface NewConflict {
  readonly expertId: string
  readonly teamId: string
  readonly kind: ConflictKind
  readonly note: string
  readonly byRule: boolean
}

/**
 * Looks for conflicts by rule and writes down those that are new. One that was found stays, whatever the profile says
 * later: only two officers lift it. Returns how many are new.
 */
export async function findConflicts(core: Core, contest: Contest, by: string): Promise<number> {
  const found = await ruledIn(core.db, contest)
  const known = await core.db
    .selectFrom('contest_conflict')
    .select(['expert_id', 'team_id', 'kind'])
    .where('contest_id', '=', contest.id)
    .execute()
  const keys = new Set(known.map((one) => `${one.expert_id} ${one.team_id} ${one.kind}`))
  const fresh = found.filter(({ expertId, teamId, kind }) => !keys.has(`${expertId} ${teamId} ${kind}`))
  if (fresh.length === 0) return 0
  const { value } = await act(core, systemActor('contest'), async (scope) => {
    const written = await writeConflicts(
      scope,
      contest.id,
      fresh.map((one) => ({ ...one, byRule: true })),
      by,
    )
    scope.note({
      kind: 'conflict.searched',
      subject: { contest: contest.id, by },
      payload: { found: written },
    })
    return written
  })
  return value
}

async function ruledIn(db: Db, contest: Contest) {
  const seats = await db
    .selectFrom('contest_panelist')
    .select('expert_id')
    .distinct()
    .where('contest_id', '=', contest.id)
    .execute()
  const experts = await poolOf(
    db,
    contest.organiserId,
    seats.map((one) => one.expert_id),
  )
  return conflictsByRule(
    experts.map(tiesOf),
    await sidesOf(db, contest.id),
    await aliasesOf(db, contest.organiserId),
  )
}

async function sidesOf(db: Db | Tx, contestId: string): Promise<Sides[]> {
  const teams = await teamsIn(db, contestId, ['admitted'])
  const ids = teams.map(({ id }) => id)
  const [bodies, members] = [await bodiesOf(db, ids), await membersOf(db, ids)]
  return ids.map((teamId) => ({
    teamId,
    bodies: bodies.get(teamId) ?? [],
    people: (members.get(teamId) ?? []).map(({ name }) => name),
  }))
}

/** Writes conflicts that are not there yet, and takes back what was assigned against them. Returns how many are new. */
export async function writeConflicts(
  scope: ActionScope,
  contestId: string,
  conflicts: readonly NewConflict[],
  by: string,
): Promise<number> {
  const { tx, now } = scope
  let written = 0
  for (let from = 0; from < conflicts.length; from += 500) {
    const rows = await tx
      .insertInto('contest_conflict')
      .values(
        conflicts.slice(from, from + 500).map(({ expertId, teamId, kind, note, byRule }) => ({
          id: scope.id(),
          contest_id: contestId,
          expert_id: expertId,
          team_id: teamId,
          kind,
          by_rule: byRule,
          note,
          state: 'standing' as const,
          created_at: now,
          lift_reason: null,
          lift_by: null,
          lift_at: null,
          lifted_by: null,
          lifted_at: null,
        })),
      )
      .onConflict((conflict) => conflict.columns(['contest_id', 'expert_id', 'team_id', 'kind']).doNothing())
      .returning(['expert_id', 'team_id'])
      .execute()
    written += rows.length
    for (const { expert_id: expertId, team_id: teamId } of rows)
      await endAssignments(scope, contestId, { expertId, teamId }, 'withdrawn', 'conflict', by)
  }
  return written
}

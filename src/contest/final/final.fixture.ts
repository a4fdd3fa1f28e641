import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { RoomMigrations } from '../../platform/postgres/index.ts'
import { Config } from '../../platform/config/index.ts'
import { jobMigrations } from '../../platform/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { identityMigrations } from '../../safeguard/identity/index.ts'
import { spaceMigrations } from '../../safeguard/space/index.ts'
import { type TestSpace, testSpace } from '../../../test/support/evidence.ts'
import { entryMigrations } from '../entry/index.ts'
import { makeTeam } from '../entry/entry.fixture.ts'
import type { Team } from '../entry/index.ts'
import { judgingMigrations } from '../judging/index.ts'
import { panelMigrations } from '../panel/index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { type Contest, type Scheme, schemeMigrations } from '../scheme/index.ts'
import { submissionMigrations } from '../submission/index.ts'
import type { FinalPorts } from './model.ts'
import { finalMigrations } from './tables.ts'

/** Rooms that the final stands on, and itself. */
export const FINAL_ROOMS: readonly RoomMigrations[] = [
  schemeMigrations,
  entryMigrations,
  submissionMigrations,
  panelMigrations,
  judgingMigrations,
  finalMigrations,
]

/** Neither seats nor hidden tests: for tests of other rooms. */
export const noFinalPorts: FinalPorts = {
  hiddenScores: async () => new Map(),
  seats: {
    open: async () => crypto.randomUUID(),
    of: async () => new Map(),
    askCheckIn: async () => {},
    checkIn: async () => {},
    checkOut: async () => {},
  },
}

export const RUBRIC = {
  criteria: [
    { code: 'value', titleZh: '价值', titleEn: 'Value', weight: 60, max: 100, anchors: [] },
    { code: 'talk', titleZh: '表达', titleEn: 'Talk', weight: 40, max: 10, anchors: [] },
  ],
}

/** The example with a final that is small enough to be played. */
export const withFinal =
  (change: (scheme: Scheme) => Scheme = (one) => one) =>
  (scheme: Scheme): Scheme =>
    change({
      ...scheme,
      final: {
        ...scheme.final!,
        tasks: [],
        defence: {
          ...scheme.final!.defence,
          presentSeconds: 600,
          questionSeconds: 300,
          rubric: RUBRIC,
          scoring: { ...scheme.final!.defence.scoring, trim: 1, trimFrom: 5, fewest: 2, calibrate: 'off' },
        },
        weights: { defence: 1, hiddenTest: 0, review: 0 },
      },
    })

/** Writes teams into the short list of the last round. */
export async function shortlist(core: Core, contest: Contest, teams: readonly Team[]): Promise<void> {
  await core.db
    .insertInto('contest_shortlist')
    .values(
      teams.map(({ id }, at) => ({
        contest_id: contest.id,
        round: contest.scheme.rounds.at(-1)!.code,
        team_id: id,
        rank: at + 1,
        why: 'rank',
      })),
    )
    .execute()
}

/** Experts of the organiser on the panel of the final, who have declared. */
export async function makeJudges(
  core: Core,
  contest: Contest,
  count: number,
): Promise<(UserActor & { expertId: string })[]> {
  const now = core.clock.now()
  const judges = Array.from({ length: count }, (_, at) => ({
    kind: 'user' as const,
    userId: crypto.randomUUID(),
    participantId: contest.organiserId,
    roles: ['expert' as const],
    expertId: uuid7(core.random, now),
    name: `评委${at + 1}`,
  }))
  for (const { expertId, userId, name } of judges) {
    await core.db
      .insertInto('contest_expert')
      .values({
        id: expertId,
        organiser_id: contest.organiserId,
        user_id: userId,
        name,
        title: '',
        fields: [],
        max_load: 50,
        state: 'active',
        created_at: now,
        updated_at: now,
      })
      .execute()
    await core.db
      .insertInto('contest_panelist')
      .values({
        contest_id: contest.id,
        round: 'final',
        expert_id: expertId,
        salt: 'salt',
        added_at: now,
        declared_at: now,
      })
      .execute()
  }
  return judges
}

export interface FinalSpace extends TestSpace {
  readonly contest: Contest
  /** The presiding officer. */
  readonly officer: UserActor
  readonly teams: readonly Team[]
}

/** A contest whose short list of so many teams is decided; everything after is the test's. */
export async function finalSpace(
  count = 3,
  change: (scheme: Scheme) => Scheme = (one) => one,
): Promise<FinalSpace> {
  const made = await testSpace([spaceMigrations, identityMigrations, jobMigrations, ...FINAL_ROOMS])
  const space = {
    ...made,
    core: { ...made.core, config: Config.parse({}), jobs: { list: async () => [] } as never },
  }
  const officer = organiser()
  const contest = await makeContest(space.core, { actor: officer, change: withFinal(change) })
  const teams: Team[] = []
  for (let at = 0; at < count; at++) teams.push((await makeTeam(space.core, contest, { members: 2 })).team)
  await shortlist(space.core, contest, teams)
  return { ...space, contest, officer, teams }
}

/** Names the presiding officer without looking at users, which such a space does not have. */
export async function preside(core: Core, contest: Contest, { userId }: UserActor): Promise<void> {
  await core.db
    .updateTable('contest_final')
    .set({ presiding_id: userId })
    .where('contest_id', '=', contest.id)
    .execute()
}

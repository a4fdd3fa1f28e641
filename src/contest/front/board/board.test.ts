import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { identityMigrations } from '../../../safeguard/identity/index.ts'
import { makeTeam, someUscc } from '../../entry/entry.fixture.ts'
import { contestMigrations } from '../../index.ts'
import { makeContest, organiser } from '../../scheme/contest.fixture.ts'
import type { Contest } from '../../scheme/index.ts'
import { ask } from '../../notices/index.ts'
import { boardView } from './board.ts'

let space: TestSpace
beforeAll(async () => {
  space = await testSpace([identityMigrations, ...contestMigrations])
})
afterAll(() => space.stop())

const works = async (contest: Contest, teams: readonly string[], state: 'draft' | 'submitted') => {
  const now = space.clock.now()
  await space.core.db
    .insertInto('contest_work')
    .values(
      teams.map((team) => ({
        id: crypto.randomUUID(),
        contest_id: contest.id,
        team_id: team,
        round: 'preliminary',
        state,
        fields: '{}',
        draft: 1,
        version: state === 'submitted' ? 1 : 0,
        submitted_at: state === 'submitted' ? now : null,
        digest: state === 'submitted' ? '00' : null,
        leaf: null,
        created_at: now,
        updated_at: now,
      })),
    )
    .execute()
}

describe('the board', () => {
  test('counts teams, people and bodies once, and works of admitted teams only', async () => {
    const { core } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor })
    const other = await makeContest(core, { actor })
    const uscc = someUscc()
    const shared = { bodies: [{ uscc, name: '示例大学' }], members: 3 }
    const a = await makeTeam(core, contest, shared)
    const b = await makeTeam(core, contest, { ...shared, state: 'submitted' })
    await makeTeam(core, contest, { state: 'draft', members: 5 })
    const out = await makeTeam(core, contest, { state: 'rejected' })
    await makeTeam(core, other)
    await works(contest, [a.team.id, out.team.id], 'submitted')
    await works(contest, [b.team.id], 'draft')
    await ask(core, contest.id, { entrantId: null, address: '10.0.0.1' }, '何时公布结果？')
    const board = await boardView(core, actor, contest.id)
    expect(board).toMatchObject({
      teams: { total: 4, inState: { admitted: 1, submitted: 1, draft: 1, rejected: 1 } },
      // Three, three and one; the draft's five have not entered.
      people: 7,
      bodies: 2,
      finalists: 0,
      awards: 0,
      awardsPlanned: 70,
      now: space.clock.now(),
    })
    expect(board.rounds).toMatchObject([
      { code: 'preliminary', works: 1, drafts: 1, assignments: 0, sheets: 0, shortlist: 0, quota: 180 },
      { code: 'semi_final', works: 0, quota: 70 },
    ])
    expect(board.next.map(({ code }) => code)).toEqual(['questions', 'entries'])
  })

  test('is read by the organiser and by auditors, and looks like nothing to others', async () => {
    const { core } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor, name: 'hainan' })
    const auditor = { ...organiser(), roles: ['auditor' as const] }
    expect((await boardView(core, auditor, contest.id)).awardsPlanned).toBe(35)
    for (const nobody of [organiser(), { ...actor, roles: ['expert' as const] }])
      await expect(boardView(core, nobody, contest.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

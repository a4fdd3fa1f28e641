import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addAssignment, declineAssignment, swapAssignment, withdrawAssignment } from './assigning/manual.ts'
import { type AssignOptions } from './assigning/problem.ts'
import { runAssignment, workOut } from './assigning/run.ts'
import { declarationList, declare } from './conflict/declare.ts'
import { findConflicts } from './conflict/find.ts'
import { addConflict, askLift, decideLift } from './conflict/lift.ts'
import { importExperts } from './pool/import.ts'
import { ExpertProfile } from './model.ts'
import { putAlias, putExpert, setExpertState } from './pool/actions.ts'
import { ROUND, type PanelSpace, panelSpace } from './panel.fixture.ts'
import { setPanel } from './panelists.ts'
import { assignmentsOf, conflictsOf, expertOfUser, panelistsOf } from './store.ts'

const OPTIONS: AssignOptions = { seed: '00ff', minLoad: 0, maxLoad: 500, prefer: 'load' }
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )

let space: PanelSpace
beforeAll(async () => {
  space = await panelSpace()
})
afterAll(() => space?.stop())

const assigned = () => assignmentsOf(space.core.db, { contestId: space.contest.id, round: ROUND })
const standing = async () =>
  (await conflictsOf(space.core.db, space.contest.id)).filter(({ state }) => state === 'standing')

describe('the pool', () => {
  test('takes a table whole or not at all, and says which lines are wrong', async () => {
    const { actor } = await space.expert()
    const login = (
      await space.core.db
        .selectFrom('app_user')
        .select('login')
        .where('id', '=', actor.userId)
        .executeTakeFirstOrThrow()
    ).login
    const { organiser, core } = space
    const head = 'login,name,title,fields,max_load,bodies,former_bodies\r\n'
    const good = `${login},"赵,六",教授,drugs; 药品,7,示例甲(12330106MB9T000116),示例乙；示例丙\r\n`
    const bad = `${head}${good}nobody,钱七,,,,,\r\n${login},孙八,,,,,\r\n,无名,,,,,\r\nexpert-x,,,,,,\r\nexpert-y,李,,,many,,\r\n`
    await expect(importExperts(core, organiser, organiser.participantId, bad)).rejects.toMatchObject({
      code: 'PANEL_CSV',
      detail: [
        { line: 3, why: 'login' },
        { line: 4, why: 'twice' },
        { line: 5, why: 'login' },
        { line: 6, why: 'name' },
        { line: 7, why: 'max_load' },
      ],
    })
    expect((await expertOfUser(core.db, actor.userId))!.name).not.toBe('赵,六')
    expect(await importExperts(core, organiser, organiser.participantId, head + good)).toBe(1)
    expect(await expertOfUser(core.db, actor.userId, space.contest.id)).toMatchObject({
      name: '赵,六',
      maxLoad: 7,
    })
    const bodies = await core.db.selectFrom('contest_expert_body').selectAll().orderBy('name').execute()
    expect(bodies.map(({ name, uscc, current }) => [name, uscc, current])).toEqual([
      ['示例丙', null, false],
      ['示例乙', null, false],
      ['示例甲', '12330106MB9T000116', true],
    ])
  })

  test('holds active experts only, and the panel those of the pool only', async () => {
    const { core, organiser, contest } = space
    const { id, actor } = await space.expert()
    // Of the pool of somebody else.
    expect(
      await codeOf(setPanel(core, organiser, { ...contest, organiserId: randomUUID() }, ROUND, [id])),
    ).toBe('NOT_FOUND')
    await core.db
      .updateTable('app_user')
      .set({ roles: ['developer'] })
      .where('id', '=', actor.userId)
      .execute()
    const profile = ExpertProfile.parse({ name: '不是专家' })
    expect(await codeOf(putExpert(core, organiser, organiser.participantId, actor.userId, profile))).toBe(
      'PANEL_NOT_EXPERT',
    )
    expect(await codeOf(setPanel(core, organiser, contest, ROUND, [randomUUID()]))).toBe('NOT_FOUND')
    expect(await codeOf(setPanel(core, organiser, contest, 'nothing', []))).toBe('NOT_FOUND')
  })
})

describe('conflicts', () => {
  test('are found by rule, withdraw what is assigned, and are lifted by two officers', async () => {
    const { core, organiser, second, contest, tools } = space
    const away = await space.expert('清水医院')
    const [a, b, c] = [await space.expert(), await space.expert(), await space.expert()]
    const mine = await space.work({ bodies: [{ name: '清水医院（东院）' }] })
    await space.work()
    await space.panel([away, a, b, c])
    expect((await standing()).filter(({ expertId }) => expertId === away.id)).toMatchObject([
      { teamId: mine.team.id, kind: 'same_body', byRule: true, note: 'name' },
    ])
    const { added } = await runAssignment(core, organiser.userId, contest, ROUND, {
      ...OPTIONS,
      inputsDigest: null,
      partial: false,
    })
    expect(added).toBe(4)
    const before = await assigned()
    expect(before.some(({ expertId, workId }) => expertId === away.id && workId === mine.workId)).toBe(false)
    expect(
      await codeOf(
        addAssignment(core, organiser, contest, {
          round: ROUND,
          expertId: away.id,
          workId: mine.workId,
          reason: '试一试看',
        }),
      ),
    ).toBe('PANEL_CONFLICT')

    // An alias that comes to light later takes back what stands against it.
    const has = before.find(({ workId, expertId }) => workId === mine.workId && expertId !== away.id)!
    const judge = [a, b, c].find(({ id }) => id === has.expertId)!
    const home = await core.db
      .selectFrom('participant')
      .select('name_zh')
      .where('id', '=', judge.actor.participantId)
      .executeTakeFirstOrThrow()
    await putAlias(core, organiser, organiser.participantId, { name: home.name_zh, alias: '清水医院东院' })
    expect(await findConflicts(core, contest, organiser.userId)).toBe(1)
    expect((await assigned()).some(({ id }) => id === has.id)).toBe(false)
    expect(await findConflicts(core, contest, organiser.userId)).toBe(0)

    const { id } = (await standing()).find(({ expertId }) => expertId === judge.id)!
    expect(await codeOf(decideLift(core, second, contest, id, true))).toBe('NOT_FOUND')
    await askLift(core, organiser, contest, id, '同名不同机构')
    expect(await codeOf(decideLift(core, organiser, contest, id, true))).toBe('PANEL_SAME_OFFICER')
    await decideLift(core, second, contest, id, true)
    expect((await standing()).some((one) => one.id === id)).toBe(false)
    expect(await findConflicts(core, contest, organiser.userId)).toBe(0)
    await addAssignment(core, organiser, contest, {
      round: ROUND,
      expertId: judge.id,
      workId: mine.workId,
      reason: '冲突已解除',
    })
    expect(
      await codeOf(
        addAssignment(core, organiser, contest, {
          round: ROUND,
          expertId: judge.id,
          workId: mine.workId,
          reason: '再来一次',
        }),
      ),
    ).toBe('PANEL_TWICE')

    await addConflict(core, organiser, contest, {
      expertId: judge.id,
      teamId: mine.team.id,
      kind: 'relation',
      note: '导师与学生',
    })
    expect((await assigned()).some((one) => one.expertId === judge.id && one.workId === mine.workId)).toBe(
      false,
    )
    expect(
      await codeOf(
        addConflict(core, organiser, contest, {
          expertId: randomUUID(),
          teamId: mine.team.id,
          kind: 'relation',
          note: '导师与学生',
        }),
      ),
    ).toBe('NOT_FOUND')
    expect(await codeOf(declarationList(tools, judge.actor, contest.id, ROUND))).toBe('PANEL_DECLARED')
  })

  test('are declared once, over words that mean nothing to anybody else', async () => {
    const { core, organiser, contest, tools } = space
    const [one, two] = [await space.expert(), await space.expert()]
    const there = (await panelistsOf(core.db, contest.id, ROUND)).map(({ expertId }) => expertId)
    await setPanel(core, organiser, contest, ROUND, [...there, one.id, two.id])
    const mine = await declarationList(tools, one.actor, contest.id, ROUND)
    const others = await declarationList(tools, two.actor, contest.id, ROUND)
    expect(mine.map(({ team }) => team)).toEqual(others.map(({ team }) => team))
    expect(mine.some(({ ref }) => others.some((row) => row.ref === ref))).toBe(false)
    const said = (ref: string) => declare(tools, one.actor, contest.id, ROUND, [{ ref, note: '合作者' }])
    expect(await codeOf(said(others[0]!.ref))).toBe('NOT_FOUND')
    const results = await Promise.all([codeOf(said(mine[0]!.ref)), codeOf(said(mine[0]!.ref))])
    expect(results.sort()).toEqual(['PANEL_DECLARED', 'done'])
    expect((await standing()).filter(({ expertId }) => expertId === one.id)).toMatchObject([
      { kind: 'declared', byRule: false, note: '合作者' },
    ])
    // Somebody who is not on the panel learns nothing, not even that there is one.
    const stranger = await space.expert()
    expect(await codeOf(declarationList(tools, stranger.actor, contest.id, ROUND))).toBe('NOT_FOUND')
    expect(await codeOf(setPanel(core, organiser, contest, ROUND, []))).toBe('PANEL_HAS_WORKS')
  })
})

describe('an assignment', () => {
  test('is what the preview showed, or is refused', async () => {
    const { core, organiser, contest } = space
    const fresh = await space.work()
    const shown = await workOut(core, organiser.userId, contest, ROUND, OPTIONS)
    const again = await workOut(core, organiser.userId, contest, ROUND, OPTIONS)
    expect(again.solution).toEqual(shown.solution)
    const asked = { ...OPTIONS, inputsDigest: shown.inputsDigest, partial: false }
    const other = await space.work()
    expect(await codeOf(runAssignment(core, organiser.userId, contest, ROUND, asked))).toBe('PANEL_CHANGED')
    const now = await workOut(core, organiser.userId, contest, ROUND, OPTIONS)
    const run = () =>
      runAssignment(core, organiser.userId, contest, ROUND, { ...asked, inputsDigest: now.inputsDigest })
    const outcomes = await Promise.all([codeOf(run()), codeOf(run())])
    expect(outcomes.sort()).toEqual(['PANEL_CHANGED', 'done'])
    const all = await assigned()
    for (const { workId } of [fresh, other])
      expect(all.filter((one) => one.workId === workId)).toHaveLength(2)
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
    expect(all.map(({ code }) => code)).toEqual(all.map(({ code }) => code).toSorted())
  })

  test('declined goes to somebody else, and nothing else moves', async () => {
    const { core, contest, organiser } = space
    // Two more, so that somebody may judge whatever is given back.
    const more = [await space.expert(), await space.expert()]
    const there = (await panelistsOf(core.db, contest.id, ROUND)).map(({ expertId }) => expertId)
    await setPanel(core, organiser, contest, ROUND, [...there, ...more.map(({ id }) => id)])
    for (const { actor } of more) await declare(space.tools, actor, contest.id, ROUND, [])
    const before = await assigned()
    const one = before[0]!
    const actor = {
      kind: 'user' as const,
      userId: one.userId,
      participantId: randomUUID(),
      roles: ['expert' as const],
    }
    expect(
      await codeOf(
        declineAssignment(core, { ...actor, userId: randomUUID() }, one, {
          reason: '没有时间',
          conflict: false,
        }),
      ),
    ).toBe('NOT_FOUND')
    await declineAssignment(core, actor, one, { reason: '认出了作者', conflict: true })
    const after = await assigned()
    expect(after.filter(({ workId }) => workId === one.workId)).toHaveLength(2)
    expect(after.filter(({ id }) => !before.some((was) => was.id === id))).toHaveLength(1)
    expect(before.filter(({ id }) => !after.some((is) => is.id === id))).toEqual([one])
    expect(after.some((is) => is.expertId === one.expertId && is.workId === one.workId)).toBe(false)
    expect(await standing()).toContainEqual(
      expect.objectContaining({ expertId: one.expertId, teamId: one.teamId, kind: 'declared' }),
    )
    expect(await codeOf(declineAssignment(core, actor, one, { reason: '没有时间', conflict: false }))).toBe(
      'NOT_FOUND',
    )
    expect(contest.id).toBe(one.contestId)
  })

  test('is changed by hand with a reason: taken back, swapped in one step', async () => {
    const { core, organiser, contest } = space
    const all = await assigned()
    const one = all[1]!
    const conflicts = new Set((await standing()).map((c) => `${c.expertId} ${c.teamId}`))
    const free = (await panelistsOf(core.db, contest.id, ROUND)).find(
      ({ expertId, declaredAt }) =>
        declaredAt !== null &&
        !conflicts.has(`${expertId} ${one.teamId}`) &&
        !all.some((is) => is.expertId === expertId && is.workId === one.workId),
    )!
    await swapAssignment(core, organiser, contest, one.id, { expertId: free.expertId, reason: '领域更合适' })
    const now = await assigned()
    expect(now.some(({ id }) => id === one.id)).toBe(false)
    const added = now.find(({ workId, expertId }) => workId === one.workId && expertId === free.expertId)!
    expect(added.code).not.toBe(one.code)
    await withdrawAssignment(core, organiser, contest, added.id, '收回重新分配')
    expect(await codeOf(withdrawAssignment(core, organiser, contest, added.id, '收回重新分配'))).toBe(
      'NOT_FOUND',
    )
    // Half a swap is no swap: where the second part is refused, the first one did not happen.
    const whole = (await assigned())[0]!
    expect(
      await codeOf(
        swapAssignment(core, organiser, contest, whole.id, { expertId: randomUUID(), reason: '换人' }),
      ),
    ).toBe('PANEL_NOT_ON')
    expect((await assigned()).some(({ id }) => id === whole.id)).toBe(true)
    await setExpertState(core, organiser, organiser.participantId, free.expertId, 'away', '出差一个月')
    expect(
      await codeOf(
        addAssignment(core, organiser, contest, {
          round: ROUND,
          expertId: free.expertId,
          workId: one.workId,
          reason: '再试一次',
        }),
      ),
    ).toBe('PANEL_NOT_ON')
  })

  test('that cannot be whole is refused, and done in part where that is asked for', async () => {
    const { core, organiser, contest } = space
    await space.work()
    const few = { ...OPTIONS, maxLoad: 1 }
    const run = (partial: boolean) =>
      runAssignment(core, organiser.userId, contest, ROUND, { ...few, inputsDigest: null, partial })
    expect(await codeOf(run(false))).toBe('PANEL_INCOMPLETE')
    expect((await run(true)).lacking).toBeGreaterThan(0)
  })

  test('waits until nothing is handed in any more', async () => {
    const { core, organiser, contest } = space
    const [first, ...rest] = contest.scheme.rounds
    const closesAt = core.clock.now() - 1000
    const open = {
      ...contest,
      scheme: {
        ...contest.scheme,
        rounds: [{ ...first!, submission: { ...first!.submission, closesAt, graceMs: 60_000 } }, ...rest],
      },
    }
    expect(await codeOf(workOut(core, organiser.userId, open, ROUND, OPTIONS))).toBe('PANEL_TOO_EARLY')
  })

  test('leaves entries that name neither works nor teams, in whatever way it came and went', async () => {
    const { core } = space
    const rows = await core.db.selectFrom('evidence_outbox').select(['kind', 'entry']).execute()
    const entries = rows.filter(({ kind }) => kind.startsWith('assignment.'))
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(
      new Set(['assignment.worked_out', 'assignment.added', 'assignment.withdrawn', 'assignment.declined']),
    )
    const works = await core.db.selectFrom('contest_work').select(['id', 'team_id']).execute()
    for (const id of works.flatMap((work) => [work.id, work.team_id]))
      expect(entries.filter(({ entry }) => entry.includes(id))).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import { testServer } from '../entry/entry.fixture.ts'
import type { App } from '../../platform/http/index.ts'
import { png } from './blind/files.fixture.ts'
import { type PanelSpace, panelSpace, ROUND } from './panel.fixture.ts'
import { panelRoutes } from './routes.ts'
import type { AssignmentView, BlindView, ConflictView, PanelBoard, PoolView, Preview } from './views.ts'

let space: PanelSpace
let app: App
let caller: UserActor
beforeAll(async () => {
  space = await panelSpace()
  app = await testServer(
    (server) => panelRoutes(server, space.tools),
    () => caller,
  )
})
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

async function call<T>(
  who: UserActor,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
): Promise<T> {
  caller = who
  const answer = await app.inject({ method, url: `/api${url}`, ...(payload ? { payload } : {}) })
  if (answer.statusCode !== 200) throw Object.assign(new Error(answer.payload), { status: answer.statusCode })
  return answer.json<T>()
}
type Items<T> = { items: T[]; total: number }

describe('a panel, from the pool to what experts are given', { timeout: 60_000 }, () => {
  test('goes through the routes of organisers and experts', async () => {
    const { organiser, second, contest, core } = space
    const at = `/contests/${contest.id}`
    const experts = [await space.expert('青石医院'), await space.expert(), await space.expert()]
    const fresh = await space.expert()
    await core.db.deleteFrom('contest_expert').where('id', '=', fresh.id).execute()
    const found = await call<Items<{ userId: string }>>(organiser, 'GET', `${at}/expert-candidates`)
    expect(found.items.map(({ userId }) => userId)).toEqual([fresh.actor.userId])
    const profile = { name: '新来的专家', fields: ['care'], bodies: [{ name: '青石医院', current: false }] }
    const { id } = await call<{ id: string }>(
      organiser,
      'PUT',
      `${at}/experts/${fresh.actor.userId}`,
      profile,
    )
    const work = await space.work({
      bodies: [{ name: '青石医院' }],
      members: ['丁一'],
      fields: { summary: '丁一写' },
      files: [{ name: 'a.bin.txt', bytes: Buffer.from('\0') }],
    })
    await space.work()

    const panel = { expertIds: [...experts.map((one) => one.id), id] }
    await call(organiser, 'PUT', `${at}/panel/${ROUND}`, panel)
    const conflicts = await call<Items<ConflictView>>(organiser, 'GET', `${at}/conflicts?state=standing`)
    expect(conflicts.items.map(({ kind, bodies }) => [kind, bodies])).toEqual(
      expect.arrayContaining([
        ['same_body', ['青石医院']],
        ['former_body', ['青石医院']],
      ]),
    )
    for (const { actor } of [...experts, fresh]) {
      const list = await call<Items<{ ref: string }>>(actor, 'GET', `/desk/panels/${contest.id}/${ROUND}`)
      expect(list.total).toBe(2)
      await call(actor, 'POST', `/desk/panels/${contest.id}/${ROUND}`, { conflicts: [] })
    }
    const pool = await call<Items<PoolView>>(organiser, 'GET', `${at}/panel/${ROUND}/experts`)
    expect(pool.items.filter(({ onPanel, declaredAt }) => onPanel && declaredAt !== null)).toHaveLength(4)

    const preview = await call<Preview>(organiser, 'POST', `${at}/panel/${ROUND}/preview`, {})
    expect(preview).toMatchObject({ works: 2, reviews: 2, added: 4, lacking: 0, lacks: [], undeclared: [] })
    const { seed, inputsDigest } = preview
    expect(await call(organiser, 'POST', `${at}/panel/${ROUND}/assign`, { seed, inputsDigest })).toEqual({
      added: 4,
      lacking: 0,
    })
    const given = await call<Items<AssignmentView>>(
      organiser,
      'GET',
      `${at}/panel/${ROUND}/assignments?state=assigned`,
    )
    expect(
      given.items
        .filter(({ workId }) => workId === work.workId)
        .map(({ expertId }) => expertId)
        .sort(),
    ).toEqual(
      experts
        .slice(1)
        .map((one) => one.id)
        .sort(),
    )
    await call(organiser, 'POST', `${at}/assignments/${given.items[0]!.id}/withdraw`, { reason: '收回一件' })

    const { jobId } = await call<{ jobId: string }>(organiser, 'POST', `${at}/panel/${ROUND}/copies`)
    await core.jobs.finished(jobId)
    const flagged = await call<Items<{ workId: string; open: number; refused: number }>>(
      organiser,
      'GET',
      `${at}/panel/${ROUND}/copies?state=flagged`,
    )
    expect(flagged.items).toMatchObject([{ workId: work.workId, open: 1, refused: 1 }])
    const copy = `${at}/copies/${work.workId}`
    let view = await call<BlindView>(organiser, 'GET', copy)
    view = await call<BlindView>(organiser, 'POST', `${copy}/redact`, {
      edition: view.edition,
      texts: ['丁一'],
    })
    const base64 = png().toString('base64')
    view = await call<BlindView>(organiser, 'POST', `${copy}/replace`, {
      edition: view.edition,
      fileId: view.files[0]!.id,
      name: 'a.png',
      base64,
      reason: '换成图片',
    })
    expect(
      await call(organiser, 'POST', `${at}/panel/${ROUND}/copies/pictures`, { reason: '都看过了' }),
    ).toEqual({ works: 1 })
    view = await call<BlindView>(organiser, 'GET', copy)
    expect(view.state).toBe('clear')
    caller = organiser
    const file = await app.inject({ url: `/api${copy}/files/${view.files[0]!.id}` })
    expect([file.statusCode, file.headers['content-disposition']]).toEqual([
      200,
      'attachment; filename="01.png"',
    ])

    const own = conflicts.items.find(({ kind }) => kind === 'former_body')!
    await call(organiser, 'POST', `${at}/conflicts/${own.id}/lift`, { reason: '离任已十年' })
    await expect(
      call(organiser, 'POST', `${at}/conflicts/${own.id}/decide`, { agrees: true }),
    ).rejects.toMatchObject({ status: 403 })
    await call(second, 'POST', `${at}/conflicts/${own.id}/decide`, { agrees: true })
    expect(await call<PanelBoard>(organiser, 'GET', `${at}/panel/${ROUND}`)).toMatchObject({
      ready: true,
      reviews: 2,
      panel: 4,
      declared: 4,
      works: 2,
      assigned: 3,
      lacking: 1,
      copies: 2,
      clear: 2,
    })
  })

  test('an officer who judges in the contest comes to none of it', async () => {
    const { contest, core, organiser } = space
    const row = await core.db
      .selectFrom('contest_expert')
      .select('user_id')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    const both: UserActor = { ...organiser, userId: row.user_id, roles: ['data_officer', 'expert'] }
    for (const url of [`panel/${ROUND}/assignments`, `panel/${ROUND}/copies`, 'conflicts'])
      await expect(call(both, 'GET', `/contests/${contest.id}/${url}`)).rejects.toMatchObject({ status: 403 })
    await call(both, 'GET', `/contests/${contest.id}/panel/${ROUND}`)
  })

  test('a team that leaves takes its works from the experts', async () => {
    const { core, contest, organiser } = space
    const given = () =>
      call<Items<AssignmentView>>(
        organiser,
        'GET',
        `/contests/${contest.id}/panel/${ROUND}/assignments?state=assigned`,
      )
    const teamOf = new Map(
      (await core.db.selectFrom('contest_work').select(['id', 'team_id']).execute()).map((row) => [
        row.id,
        row.team_id,
      ]),
    )
    const before = (await given()).items
    const gone = before[0]!.workId
    await core.events.publish('contest.team_changed', {
      contestId: contest.id,
      teamId: teamOf.get(gone)!,
      state: 'withdrawn',
    })
    expect((await given()).items).toEqual(before.filter(({ workId }) => workId !== gone))
  })
})

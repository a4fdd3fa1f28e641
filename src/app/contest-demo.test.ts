import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../test/support/evidence.ts'
import { contestMigrations } from '../contest/index.ts'
import { demoPlan } from '../demo/index.ts'
import { contestByCode, openingAt } from '../contest/scheme/index.ts'
import { identityMigrations, seedDemo } from '../safeguard/identity/index.ts'
import { DEMO_CONTEST, makeDemoContest } from './contest-demo.ts'

let space: TestSpace
beforeAll(async () => {
  space = await testSpace([identityMigrations, ...contestMigrations])
})
afterAll(() => space.stop())

const count = async (table: 'contest' | 'contest_post' | 'contest_question' | 'contest_scheme') => {
  const { n } = await space.core.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

test('a space without the demo has no contest of it; the demo has one, made once', async () => {
  const { core } = space
  await makeDemoContest(core)
  expect(await count('contest')).toBe(0)
  const plan = demoPlan()
  const operator = plan.bodies.find(({ code }) => code === 'operator')!
  await seedDemo(
    core,
    [
      {
        key: operator.code,
        nameZh: operator.nameZh,
        nameEn: operator.nameEn,
        uscc: operator.uscc,
        roles: [...operator.roles],
        regionCode: '310115',
      },
    ],
    plan.users
      .filter(({ login }) => login === 'organiser')
      .map(({ body, login, displayNameZh, roles }) => ({ body, login, displayName: displayNameZh, roles })),
  )
  await makeDemoContest(core)
  await makeDemoContest(core)
  const contest = await contestByCode(core, DEMO_CONTEST)
  expect(contest.state).toBe('published')
  expect(contest.scheme.divisions).toHaveLength(13)
  const now = space.clock.now()
  expect(openingAt(contest.scheme.entry, now)).toBe('open')
  expect(openingAt(contest.scheme.rounds[0]!.submission, now)).toBe('open')
  expect(
    await Promise.all([
      count('contest'),
      count('contest_scheme'),
      count('contest_post'),
      count('contest_question'),
    ]),
  ).toEqual([1, 1, 2, 1])
})

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { membersOf } from '../../entry/index.ts'
import { type AfterSpace, afterSpace } from '../after.fixture.ts'
import { checkList, proposeList } from '../awards/actions.ts'
import { askGreenChannel } from '../follow/green.ts'
import { expressInterest, openIncubation } from '../follow/incubation.ts'
import { publicResults } from '../public.ts'
import { SOURCES } from '../room.ts'
import { destroyDue, planClosing } from './actions.ts'
import { earliestDestruction } from './rules.ts'
import { closingView } from './store.ts'

let space: AfterSpace
beforeAll(async () => {
  space = await afterSpace(SOURCES.destroyers)
}, 120_000)
afterAll(() => space?.stop())

/** Every row of every table of contests, as text. */
async function everything(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename like 'contest%'`.execute(
    space.core.db,
  )
  const texts = await Promise.all(
    rows.map(async ({ name }) => {
      const { rows: found } = await sql<{
        text: string
      }>`select t::text as text from ${sql.table(name)} t`.execute(space.core.db)
      return found.map((one) => `${name}: ${one.text}`).join('\n')
    }),
  )
  return texts.join('\n')
}

test('after it no table of the contest names a person, and who is in another contest stays', async () => {
  const { after, core, first, second, stranger, clock, jobs, uscc } = space
  const contest = await space.contest()
  const [team] = await space.ranked(contest, [{ members: ['张一合成', '李二合成'], title: '作品甲' }])
  const other = await space.contest()
  const [stays] = await space.ranked(other, [{ members: ['王三合成'] }])
  const members = (await membersOf(core.db, [team!.id, stays!.id])).get(team!.id)!
  const listId = await proposeList(after, first, contest.id, { exclusions: [], decisions: [] })
  clock.advance(Math.max(0, earliestDestruction(contest.scheme, null) - clock.now()))
  await checkList(after, second, contest.id, listId, { publishAt: null, origin: 'https://x.example' })
  await jobs.run()
  await askGreenChannel(core, contest.id, team!.captainId, {
    purpose: '找张一合成',
    wanted: 'x',
    days: 1,
    uscc,
  })
  const wanted = await openIncubation(core, stranger, contest.id, { title: 'T', text: 'x' })
  await expressInterest(core, contest.id, team!.captainId, wanted, {
    message: '我是李二合成',
    contact: members[0]!.phone,
  })
  const people = [...members.map(({ name }) => name), ...members.map(({ phone }) => phone)]
  const before = await everything()
  for (const one of people) expect(before).toContain(one)

  await planClosing(after, first, contest.id, {
    reason: 'everything is over',
    destroyAt: clock.now() + 31 * 86_400_000,
    certificates: 'destroy',
    confirm: contest.code,
  })
  clock.advance(32 * 86_400_000)
  expect(await destroyDue(after)).toBe(1)
  await jobs.run()
  expect((await closingView(core, contest.id))?.state).toBe('done')
  const left = await everything()
  for (const one of people)
    expect(
      left.split('\n').filter((line) => line.includes(one)),
      one,
    ).toEqual([])
  expect(left).toContain('王三合成')
  expect((await publicResults(core, contest.id))?.awards[0]?.winners[0]).toMatchObject({ title: '作品甲' })
}, 120_000)

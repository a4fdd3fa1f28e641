import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import { type ContractSpace, contractSpace } from '../../../test/support/contracts.ts'
import { changeSaved, listSaved, removeSaved, SAVED_MOST, saveQuery, savedMigrations } from './index.ts'

let space: ContractSpace
let asker: UserActor
let projectId: string
const PAGE = { offset: 0, limit: 200 }

beforeAll(async () => {
  space = await contractSpace({}, [savedMigrations])
  asker = { ...space.officer('insurer'), roles: ['developer'] }
  projectId = (await space.active()).terms.projectId
}, 120_000)
afterAll(() => space?.stop())

const list = async (actor = asker) => (await listSaved(space.core, actor, projectId, PAGE)).items

test('a project keeps texts, changes and removes them, each with evidence that holds no text', async () => {
  const { core } = space
  const value = { title: 'By sex', sql: 'select gend, count(*) from setl_d group by gend' }
  const { value: id } = await saveQuery(core, asker, projectId, value)
  const of = { projectId, queryId: id }
  await changeSaved(core, asker, of, { ...value, title: 'By gender' })
  expect(await list()).toMatchObject([{ id, title: 'By gender', sql: value.sql, userId: asker.userId }])
  await removeSaved(core, asker, of)
  const about = await core.evidence.leavesAbout([id])
  expect(about.map(({ kind }) => kind)).toEqual(['query.saved', 'query.changed', 'query.removed'])
  // The text may hold anything: neither entry nor payload has more than its hash.
  const said = await Promise.all(about.map(({ leaf }) => core.evidence.receiptFor(leaf)))
  expect(said.map(String).join('')).toContain('digest')
  expect(said.map(String).join('')).not.toContain('setl_d')
  expect(await list()).toEqual([])
  await expect(removeSaved(core, asker, of)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('another body finds no such project, and a project keeps so many at most', async () => {
  const { core } = space
  const stranger: UserActor = { ...space.officer('bureau'), roles: ['developer'] }
  const value = { title: 'x', sql: 'select 1' }
  await expect(list(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(saveQuery(core, stranger, projectId, value)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { value: id } = await saveQuery(core, asker, projectId, value)
  const of = { projectId, queryId: id }
  await expect(changeSaved(core, stranger, of, value)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(removeSaved(core, stranger, of)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const now = core.clock.now()
  const rows = Array.from({ length: SAVED_MOST - 2 }, () => ({
    id: crypto.randomUUID(),
    project_id: projectId,
    user_id: asker.userId,
    created_at: now,
    updated_at: now,
    ...value,
  }))
  await core.db.insertInto('saved_query').values(rows).execute()
  const both = await Promise.allSettled([1, 2].map(() => saveQuery(core, asker, projectId, value)))
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(saveQuery(core, asker, projectId, value)).rejects.toMatchObject({ code: 'SAVED_QUERY_MOST' })
})

test('a project that has ended takes no more', async () => {
  const { core } = space
  await core.db
    .updateTable('project')
    .set({ ended_at: core.clock.now() })
    .where('id', '=', projectId)
    .execute()
  const value = { title: 'x', sql: 'select 1' }
  await expect(saveQuery(core, asker, projectId, value)).rejects.toMatchObject({ code: 'PROJECT_ENDED' })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../../../kernel/actor.ts'
import { ask, historySpace, type HistorySpace, people, range, withJobs } from '../history.fixture.ts'
import { atomsOf } from './atoms.ts'
import { auditDue, registerAudit, requestAudit } from './job.ts'
import { createBreath } from '../breath.ts'

let space: HistorySpace
beforeAll(async () => {
  space = await historySpace()
  registerAudit(space.core)
  await withJobs(space)
}, 60_000)
afterAll(() => space.stop())

const K = 5
const ACTOR = systemActor('test')
const only = (id: string, keep: (person: number) => boolean) =>
  space.release(
    id,
    K,
    ask(
      people(
        range(600).filter(keep),
        () => [],
        (person) => 1 + (person % 9),
      ),
      0,
      K,
    ),
  )
const audited = async (id: string) => {
  const job = await space.core.jobs.finished(await requestAudit(space.core, ACTOR, id))
  expect(job).toMatchObject({ state: 'done' })
  return space.history.budgetOf(id)
}

test('atoms are the classes of contributions that stand in the same cells', async () => {
  const set = (persons: number[], token = 1) => ({
    persons: Uint32Array.from(persons),
    tokens: new Uint32Array(persons.length).fill(token),
    most: 1,
  })
  const atoms = await atomsOf([set(range(10)), set(range(10, 5)), set(range(3), 2)], createBreath())
  const named = Object.fromEntries(atoms.map(({ cells, persons }) => [cells.join(), persons]))
  expect(named).toEqual({ '0': 5, '0,1': 5, '1': 5, '2': 3 })
})

describe('the audit', () => {
  test('closes a project whose released values tell a few persons, by three cells and more', async () => {
    const id = randomUUID()
    // Three thirds and the whole but for two of one third: no pair is near, and no two of them make up a third.
    for (const third of [0, 1, 2]) await only(id, (person) => person % 3 === third)
    await only(id, (person) => person !== 0 && person !== 27)
    await expect(space.history.mustBeOpen(id)).resolves.toBeUndefined()
    const { closed, audit } = await audited(id)
    expect(closed).toBe(true)
    expect(audit!.narrowest).toBeLessThan(1)
    await expect(space.history.mustBeOpen(id)).rejects.toMatchObject({ code: 'GATE_PROJECT_CLOSED' })
  })

  test('leaves a project open whose small differences nobody can solve for', async () => {
    const id = randomUUID()
    await only(id, (person) => person < 300)
    await only(id, (person) => person >= 297 && person < 560)
    await only(id, (person) => person % 2 === 0)
    expect(await audited(id)).toMatchObject({ closed: false, audit: { cells: 6 } })
  })

  test('is due after so many new cells, and not twice', async () => {
    const id = randomUUID()
    const table = ask(
      people(
        range(600),
        (person) => [`a${person % 30}`],
        (person) => person,
      ),
      1,
      K,
    )
    await space.release(id, K, table)
    await auditDue(space.core)
    const first = await requestAudit(space.core, ACTOR, id)
    await space.core.jobs.finished(first)
    const count = async () =>
      (await space.core.db.selectFrom('history_audit').select('id').where('project_id', '=', id).execute())
        .length
    expect(await count()).toBe(1)
    await auditDue(space.core)
    expect(await count()).toBe(1)
  })

  test('that is cancelled leaves nothing queued, and can be asked for again', async () => {
    const id = randomUUID()
    await only(id, () => true)
    const job = await requestAudit(space.core, ACTOR, id)
    await space.core.jobs.cancel(job)
    await space.core.jobs.finished(job)
    expect((await audited(id)).audit).not.toBeNull()
  })
})

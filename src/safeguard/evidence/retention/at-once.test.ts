import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import { askDestruction, cancelDestruction, decideDestruction } from './actions.ts'
import { destroyDue } from './destroy.ts'
import { liftHold, placeHold } from './holds.ts'
import { auditor, retentionSpace, secondSecurity, security } from './retention.fixture.ts'
import { findDestruction } from './store.ts'

let space: Awaited<ReturnType<typeof retentionSpace>>
beforeAll(async () => {
  space = await retentionSpace()
})
afterAll(() => space.stop())

const secondAuditor: UserActor = { ...auditor, userId: 'officer-auditor-2' }
const yes = { approve: true, reason: 'as the rules say' }
const outcomes = async (all: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(all))
    .map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code)))
    .toSorted((a, b) => (a < b ? -1 : 1))
const run = (id: string) =>
  destroyDue(space.core, id, { signal: new AbortController().signal, progress: () => {} })
const jobsOf = async (id: string) => (await findDestruction(space.core.db, id))!.job_id
const kept = async (ids: readonly string[]) => (await space.core.evidence.payloads(ids)).size

test('of two who ask at the same time one asks; of two who decide one decides', async () => {
  const ids = await space.grown('session.opened', ['a', 'b'])
  space.days(250)
  const asked = [security, secondSecurity].map((one) => askDestruction(space.core, one, 'past its time'))
  expect(await outcomes(asked)).toEqual(['RETENTION_OPEN', 'done'])
  const id = (await Promise.allSettled(asked)).flatMap((one) => ('value' in one ? [one.value] : []))[0]!
  const decided = [auditor, secondAuditor].map((one) => decideDestruction(space.core, one, id, yes))
  expect(await outcomes(decided)).toEqual(['RETENTION_STATE', 'done'])
  expect(await jobsOf(id)).not.toBe(null)
  // The same job twice, as after a kill that the queue did not notice: it proves once, and nothing is lost.
  expect(await run(id)).toBe(2)
  expect(await run(id)).toBe(0)
  expect(await kept(ids)).toBe(0)
  const { rows } = await sql`select 1 from evidence_outbox where kind = 'evidence.destroyed'`.execute(
    space.core.db,
  )
  expect(rows).toHaveLength(1)
})

test('approving and cancelling at the same time leaves one of the two, whole', async () => {
  await space.grown('session.opened', ['c'])
  space.days(250)
  const id = await askDestruction(space.core, security, 'past its time')
  const both = [
    decideDestruction(space.core, auditor, id, yes),
    cancelDestruction(space.core, secondSecurity, id),
  ]
  const said = await outcomes(both)
  const { state } = (await findDestruction(space.core.db, id))!
  if (state === 'cancelled') expect(said).toEqual(['RETENTION_STATE', 'done'])
  else expect([state, said]).toEqual(['approved', ['done', 'done']])
  if (state === 'approved') await run(id)
})

test('a hold that is placed while the destruction is approved and runs keeps all of its payloads or comes too late for all', async () => {
  for (let turn = 0; turn < 3; turn++) {
    const ids = await space.grown('session.opened', ['held', 'held'])
    space.days(250)
    const id = await askDestruction(space.core, security, 'past its time')
    await decideDestruction(space.core, auditor, id, yes)
    const scope = { subject: 'held', kind: null }
    const [{ id: hold }] = await Promise.all([placeHold(space.core, security, scope, 'at court'), run(id)])
    expect([0, 2]).toContain(await kept(ids))
    await liftHold(space.core, secondSecurity, hold, 'closed')
  }
})

test('of two who lift a hold at the same time one lifts it', async () => {
  await space.grown('session.opened', ['x'])
  const { id: hold } = await placeHold(space.core, security, { subject: 'x', kind: null }, 'at court')
  const lifts = [secondSecurity, auditor].map((one) => liftHold(space.core, one, hold, 'closed'))
  expect(await outcomes(lifts)).toEqual(['RETENTION_STATE', 'done'])
})

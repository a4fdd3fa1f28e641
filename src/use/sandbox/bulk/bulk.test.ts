import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { JobHandler } from '../../../platform/jobs/jobs.ts'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { seatMigrations } from '../seats/index.ts'
import { bulkClose, bulkMigrations, bulkOpen, registerBulk } from './index.ts'

let space: ContractSpace
let core: Core
let handler: JobHandler<{ bulkId: string }>
const done: string[] = []

beforeAll(async () => {
  space = await contractSpace({}, [seatMigrations, bulkMigrations])
  // The queue of jobs is tested elsewhere: here a job is run by hand, so that it can be cut off anywhere.
  const jobs = {
    ...space.core.jobs,
    register: (_: string, work: never) => void (handler = work),
    enqueue: async () => crypto.randomUUID(),
  }
  core = { ...space.core, jobs }
  registerBulk(core, {
    async open(_, { seatId, name }) {
      if (name === 'broken') throw new XinyuError('PROJECT_ENDED')
      if (!done.includes(seatId)) done.push(seatId)
    },
    close: async (_, { line }) => line,
  })
}, 120_000)
afterAll(() => space?.stop())

const run = (bulkId: string, signal = new AbortController().signal): Promise<Json> => {
  const actor = space.officer('operator')
  return handler({ id: 'x', input: { bulkId }, actor, signal, progress: () => {} })
}
const rowOf = (id: string) =>
  core.db.selectFrom('seat_bulk').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const rows = (count: number, name = 'seat') =>
  Array.from({ length: count }, () => ({ projectId: crypto.randomUUID(), name }))

test('a list goes on where it was cut off, makes nothing twice, and says which lines failed', async () => {
  const id = await bulkOpen(core, space.officer('operator'), {
    rows: [...rows(5), { projectId: crypto.randomUUID(), name: 'broken' }, ...rows(4)],
  })
  const gone = new AbortController()
  setTimeout(() => gone.abort('shutdown'), 0)
  await run(id, gone.signal).catch(() => {})
  expect((await rowOf(id)).state).toBe('running')
  await run(id)
  const row = await rowOf(id)
  expect(row).toMatchObject({ state: 'done', done: 9 })
  expect(row.problems).toMatchObject([{ line: 6, problem: { code: 'PROJECT_ENDED' } }])
  expect(new Set(done).size).toBe(9)
  // Done is done: run once more, nothing happens.
  expect(await run(id)).toEqual({ state: 'done' })
})

test('cancelled, it stays where it is, with an entry that says so', async () => {
  const id = await bulkOpen(core, space.officer('operator'), { rows: rows(3) })
  const gone = new AbortController()
  gone.abort('cancel')
  await expect(run(id, gone.signal)).rejects.toBe('cancel')
  expect(await rowOf(id)).toMatchObject({ state: 'failed', done: 0 })
})

test('closing what is not there is refused', async () => {
  await expect(
    bulkClose(core, space.officer('operator'), { projectIds: 'all', reason: 'over' }),
  ).rejects.toMatchObject({ code: 'BULK_EMPTY' })
})

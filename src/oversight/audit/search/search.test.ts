import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { airlockMigrations } from '../../../use/airlock/index.ts'
import { runMigrations } from '../../../use/run/index.ts'
import { type AuditItem, AuditQuery } from '../model.ts'
import { searchAudit } from './search.ts'
import { kindsIn } from './terms.ts'

let space: ContractSpace
let core: Core
const things: string[] = []
const USERS = ['bureau', 'insurer', 'partner'] as const

beforeAll(async () => {
  space = await contractSpace({}, [runMigrations, airlockMigrations])
  core = space.core
  for (let i = 0; i < 4; i++) things.push(uuid7(core.random, core.clock.now()))
  for (let i = 0; i < 120; i++) {
    space.clock.advance(1_000)
    const kind = ['run.granted', 'run.released', 'airlock.opened', 'airlock.released'][i % 4]!
    const actor = space.officer(USERS[i % 3]!)
    await act(core, actor, async ({ note }) =>
      note({ kind, subject: { run: things[i % 4]!, contract: things[(i * 7) % 4]! } }),
    )
  }
}, 60_000)
afterAll(() => space?.stop())

const ask = (query: Record<string, unknown>) => searchAudit(core, AuditQuery.parse(query))
const all = async (): Promise<AuditItem[]> => {
  const items: AuditItem[] = []
  for (let before: number | null | undefined; before !== null; ) {
    const page = await ask({ limit: 50, ...(before === undefined ? {} : { before }) })
    items.push(...page.items)
    before = page.next
  }
  return items
}

test('finds exactly what a look through the whole log finds', async () => {
  const log = await all()
  const { userId, participantId } = space.officer('insurer')
  const [from, until] = [log[60]!.at, log[20]!.at]
  const about = (id: string) => (one: AuditItem) => Object.values(one.subject).includes(id)
  const by = (id: string) => (one: AuditItem) =>
    one.actorUserId === id || one.participantId === id || about(id)(one)
  const cases: [Record<string, unknown>, (one: AuditItem) => boolean][] = [
    [{ runId: things[1] }, about(things[1]!)],
    [{ userId }, by(userId)],
    [{ participantId, kind: 'airlock.' }, (one) => by(participantId)(one) && one.kind.startsWith('airlock.')],
    [
      { kind: 'run.released', contractId: things[3] },
      (one) => one.kind === 'run.released' && about(things[3]!)(one),
    ],
    [{ from, until }, ({ at }) => at >= from && at <= until],
    [
      { userId, from, until, kind: 'run.' },
      (one) => by(userId)(one) && one.at >= from && one.at <= until && one.kind.startsWith('run.'),
    ],
    [{ subjectId: things[0], runId: things[0], userId }, (one) => about(things[0]!)(one) && by(userId)(one)],
  ]
  for (const [query, fits] of cases) {
    const expected = log.filter(fits)
    const found = await ask({ ...query, limit: 200 })
    expect(found.items, JSON.stringify(query)).toEqual(expected.slice(0, 200))
    expect(found.total).toBe(expected.length)
    expect(expected.length).toBeGreaterThan(0)
  }
})

test('an unknown hash, dataset or kind is nothing, not everything', async () => {
  expect((await ask({ digest: '0'.repeat(64) })).total).toBe(0)
  expect((await ask({ kind: 'nothing.such' })).total).toBe(0)
  expect(
    (await ask({ datasetId: things[0] })).items.every(({ subject }) =>
      Object.values(subject).includes(things[0]!),
    ),
  ).toBe(true)
})

test('knows the kinds that occur', async () => {
  const kinds = await kindsIn(core)
  expect(kinds).toEqual([...new Set((await all()).map(({ kind }) => kind))].sort())
})

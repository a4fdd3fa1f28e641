import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemActor, uuid7 } from '../../kernel/index.ts'
import { act } from './index.ts'
import { parseEntry } from './verifier/index.ts'

let space: TestSpace
beforeAll(async () => {
  space = await testSpace()
})
afterAll(() => space.stop())

const actor = systemActor('test')
const someId = () => uuid7(space.core.random, space.clock.now())
const rows = () => space.core.db.selectFrom('evidence_outbox').selectAll().orderBy('leaf').execute()

describe('act', () => {
  test('answers with the leaf of each note, which the log holds', async () => {
    const dataset = someId()
    const done = await act(space.core, actor, async ({ note }) => {
      note({ kind: 'dataset.landed', subject: { dataset }, payload: { rows: 3 } })
      note({ kind: 'dataset.profiled', subject: { dataset } })
      return 'value'
    })
    expect(done.value).toBe('value')
    expect(done.entries).toHaveLength(2)
    expect(done.entries[1]!.leaf).toBe(done.entries[0]!.leaf + 1)
    for (const { id, leaf } of done.entries) {
      const entry = parseEntry((await space.core.evidence.reader().entry(leaf)).toString())
      expect(entry).toMatchObject({ id, subject: { dataset }, actor: { system: 'test' } })
    }
    expect((await rows()).filter((row) => row.leaf === null)).toEqual([])
  })

  test('takes an identifier whose check character is a star', async () => {
    const connector = '591310105575958172F31010000001*'
    const done = await act(space.core, actor, async ({ note }) =>
      note({ kind: 'connector.registered', subject: { connector } }),
    )
    expect(await space.core.evidence.leavesAbout([connector])).toMatchObject([
      { leaf: done.entries[0]!.leaf },
    ])
    const inside = act(space.core, actor, async ({ note }) =>
      note({ kind: 'connector.registered', subject: { connector: '5*1' } }),
    )
    await expect(inside).rejects.toMatchObject({ code: 'EVIDENCE_NOT_AN_ID' })
  })

  test('64 actions at once each get a leaf of their own', async () => {
    const all = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        act(space.core, actor, async ({ note }) => {
          note({ kind: 'test.done', subject: { number: String(i) } })
          return i
        }),
      ),
    )
    expect(new Set(all.map((one) => one.entries[0]!.leaf)).size).toBe(64)
    expect(all.map((one) => one.value)).toEqual(Array.from({ length: 64 }, (_, i) => i))
  })
})

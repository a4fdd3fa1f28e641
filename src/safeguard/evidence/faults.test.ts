import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { runs } from '../../../test/support/runs.ts'
import { systemActor } from '../../kernel/index.ts'
import { runAction } from './action.ts'
import { act, fsck, listEntries } from './index.ts'
import { createSequencer } from './sequencer.ts'
import { openSpaceLog } from './space-log.ts'
import { parseEntry, verifyReceipt } from './verifier/index.ts'

let space: TestSpace
beforeEach(async () => {
  space = await testSpace()
})
afterEach(() => space.stop())

const YEAR_MS = 365 * 24 * 3_600_000

test('a clock that steps back and forth: the order is that of the log, and every receipt holds', async () => {
  const started = space.clock.now()
  const steps = [0, -YEAR_MS, 10 * YEAR_MS, -9 * YEAR_MS, -1, 1]
  const times: number[] = []
  for (const step of steps) {
    space.clock.advance(step)
    times.push(space.clock.now())
    await act(space.core, systemActor('test'), async ({ note }) =>
      note({ kind: 'thing.made', subject: { thing: 'x' } }),
    )
  }
  const { evidence, db } = space.core
  expect(evidence.head().size).toBe(steps.length)
  for (const leaf of steps.keys()) {
    const view = parseEntry((await evidence.reader().entry(leaf)).toString())
    expect(view).toMatchObject({ at: new Date(times[leaf]!).toISOString() })
    const receipt = await evidence.receiptFor(leaf)
    expect(verifyReceipt(receipt, { vkey: evidence.vkey() })).toMatchObject({ ok: true })
  }
  const leaves = (await evidence.leavesAbout(['x'])).map((one) => one.leaf)
  expect(leaves).toEqual([...steps.keys()])
  const early = await listEntries(db, { to: started - 1 }, 10)
  expect(early.map((row) => row.leaf)).toEqual(
    [...times.keys()].filter((at) => times[at]! < started).reverse(),
  )
  await evidence.stop()
  expect(await fsck(space.home, db)).toMatchObject({ ok: true, size: steps.length })
})

test('a slow disk under very many writers: memory is bounded, each is answered, what is answered is there', async () => {
  const { core, url, home } = space
  await core.evidence.stop()
  const [WRITERS, MOST] = [runs(1_024), 64]
  let [batches, largest] = [0, 0]
  const sequencer = createSequencer({
    log: core.log,
    checkpointEveryMs: 1_000,
    mostWaiting: MOST,
    admitMs: 30_000,
    connect: async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    },
    openLog: async (client, atLeast) => {
      const log = await openSpaceLog({ home, client, atLeast, spaceId: 'unused' })
      return {
        ...log,
        signer: log.signer,
        append: async (entries) => {
          batches++
          largest = Math.max(largest, entries.length)
          await sleep(50)
          return log.append(entries)
        },
      }
    },
  })
  await sequencer.start()
  const outcomes = await Promise.all(
    Array.from({ length: WRITERS }, () =>
      runAction(sequencer, core.evidence.vault, core, systemActor('test'), async ({ note }) =>
        note({ kind: 'thing.made', subject: { thing: 'x' } }),
      ).then(
        (acted) => acted.entries[0]!.leaf,
        (error: { code: string }) => error.code,
      ),
    ),
  )
  await sequencer.stop()
  const leaves = outcomes.filter((one) => typeof one === 'number')
  const refused = outcomes.filter((one) => typeof one === 'string')
  expect(leaves).toHaveLength(2 * MOST)
  expect(new Set(leaves).size).toBe(leaves.length)
  expect(refused).toHaveLength(WRITERS - 2 * MOST)
  expect(new Set(refused)).toEqual(new Set(['EVIDENCE_NOT_READY']))
  // No batch, and so no queue, was ever larger than the places.
  expect(largest).toBeLessThanOrEqual(MOST)
  expect(batches).toBeGreaterThan(1)
  expect(await fsck(home, core.db)).toMatchObject({ ok: true, size: leaves.length, waiting: 0 })
}, 60_000)

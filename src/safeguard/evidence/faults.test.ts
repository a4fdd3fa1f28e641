import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { runs } from '../../../test/support/runs.ts'
import { systemActor } from '../../kernel/index.ts'
import { runAction } from './action.ts'
import { act, fsck, listEntries } from './index.ts'
import { createSequencer, type Sequencer } from './sequencer.ts'
import { openSpaceLog } from './space-log.ts'
import { parseEntry, verifyReceipt } from './verifier/index.ts'

let space: TestSpace
beforeEach(async () => {
  space = await testSpace()
})
afterEach(() => space.stop())

const YEAR_MS = 365 * 24 * 3_600_000

/** The space's log behind a disk that takes as long as `slow` says for each batch of so many entries. */
async function onSlowDisk(mostWaiting: number, slow: (entries: number) => Promise<void>): Promise<Sequencer> {
  const { core, url, home } = space
  await core.evidence.stop()
  const sequencer = createSequencer({
    log: core.log,
    checkpointEveryMs: 1_000,
    mostWaiting,
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
          await slow(entries.length)
          return log.append(entries)
        },
      }
    },
  })
  await sequencer.start()
  return sequencer
}

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
  const { core, home } = space
  const [WRITERS, MOST] = [runs(1_024), 64]
  let [batches, largest] = [0, 0]
  const sequencer = await onSlowDisk(MOST, async (entries) => {
    batches++
    largest = Math.max(largest, entries)
    await sleep(50)
  })
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

test('a disk that hangs: what takes a right away is told at the commit, everything else when it is durable', async () => {
  const { core } = space
  let goOn = () => {}
  const hangs = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const sequencer = await onSlowDisk(8, () => hangs)
  const heard: string[] = []
  const told = new Promise<void>((resolve) => {
    core.events.on('session.ended', () => {
      heard.push('stop')
      resolve()
    })
  })
  core.events.on('evidence.appended', () => void heard.push('durable'))
  core.events.on('user.suspended', () => void heard.push('event'))
  const acting = runAction(
    sequencer,
    core.evidence.vault,
    core,
    systemActor('test'),
    async ({ note, stop, emit }) => {
      note({ kind: 'thing.made', subject: { thing: 'x' } })
      emit('user.suspended', { userId: 'x' })
      stop('session.ended', { userId: 'x' })
    },
  )
  await told
  expect(heard).toEqual(['stop'])
  goOn()
  await acting
  expect(heard).toEqual(['stop', 'durable', 'event'])
  await sequencer.stop()
})

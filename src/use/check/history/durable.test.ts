import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../../kernel/actor.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import {
  ask,
  type Asked,
  historySpace,
  type HistorySpace,
  people,
  range,
  release,
} from './history.fixture.ts'
import { createHistory, type History, segmentRow, sweepHistory } from './index.ts'

let space: HistorySpace
beforeAll(async () => {
  space = await historySpace()
}, 60_000)
afterAll(() => space.stop())

const K = 5
const all = ask(
  people(range(50), () => []),
  0,
  K,
)
const less = ask(
  people(range(49), () => []),
  0,
  K,
)
const countOf = async (history: History, projectId: string, asked: Asked) => {
  const { bases } = await release(space.core, history, { projectId, minGroup: K, bases: [asked] })
  return bases[0]!.rows[0]!.cells[0]
}
/** What a restarted server has: nothing in memory. */
const restarted = () => createHistory(space.core)
const filesOf = (projectId: string) =>
  readdir(join(space.core.home, 'history', projectId)).then((names) => names.sort())

/** A run that goes as far as `until`, and then its server is killed. */
async function killed(projectId: string, asked: Asked, until: 'file' | 'row'): Promise<string> {
  const runId = randomUUID()
  await new Promise<void>((reached, failed) => {
    const candidate = { projectId, runId, minGroup: K, bases: [asked] }
    const release = async (settled: { segment: Parameters<typeof segmentRow>[1] | null }) => {
      if (until === 'row')
        await act(space.core, systemActor('test'), async ({ tx, now, note }) => {
          await segmentRow(tx, settled.segment!, runId, projectId, now)
          note({ kind: 'run.released', subject: { run: runId } })
        })
      reached()
      return new Promise<never>(() => {})
    }
    restarted().settle(candidate, release).catch(failed)
  })
  return runId
}

describe('a server that is killed', () => {
  test('after the segment was written and before the run was released has released nothing', async () => {
    const id = randomUUID()
    const runId = await killed(id, all, 'file')
    expect(await filesOf(id)).toEqual([`${runId}.seg`, 'key'].sort())
    expect(await countOf(restarted(), id, less)).toBe(49)
    expect(await filesOf(id)).not.toContain(`${runId}.seg`)
  })

  test('after the release was committed has released, though nobody was told', async () => {
    const id = randomUUID()
    await killed(id, all, 'row')
    expect(await countOf(restarted(), id, less)).toBe(50)
  })

  test('while it wrote leaves nothing behind, and the start takes away what no run names', async () => {
    const [id, gone] = [randomUUID(), randomUUID()]
    await countOf(space.history, id, all)
    await killed(gone, all, 'file')
    await writeFile(join(space.core.home, 'history', id, `${randomUUID()}.seg.part`), 'torn')
    const before = (await filesOf(id)).filter((name) => !name.endsWith('.part'))
    await sweepHistory(space.core)
    expect(await filesOf(id)).toEqual(before)
    await expect(filesOf(gone)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await countOf(restarted(), id, less)).toBe(50)
  })
})

describe('a release', () => {
  test('that fails before its commit gives up what it would have kept', async () => {
    const id = randomUUID()
    const candidate = { projectId: id, runId: randomUUID(), minGroup: K, bases: [all] }
    const refuse = () => Promise.reject(new Error('cancelled'))
    await expect(space.history.settle(candidate, refuse)).rejects.toThrow('cancelled')
    expect(await filesOf(id)).toEqual(['key'])
    expect(await countOf(space.history, id, less)).toBe(49)
  })

  test('that fails after its commit counts', async () => {
    const id = randomUUID()
    const runId = randomUUID()
    const candidate = { projectId: id, runId, minGroup: K, bases: [all] }
    const late = space.history.settle(candidate, async ({ segment }) => {
      await space.core.db.transaction().execute((tx) => segmentRow(tx, segment!, runId, id, 1))
      throw new Error('log not synced')
    })
    await expect(late).rejects.toThrow('log not synced')
    expect(await countOf(space.history, id, less)).toBe(50)
  })

  test('without its row is a defect of the caller, and told', async () => {
    const id = randomUUID()
    const candidate = { projectId: id, runId: randomUUID(), minGroup: K, bases: [all] }
    await expect(space.history.settle(candidate, async () => 'released')).rejects.toThrow(
      'without its history',
    )
  })
})

test('two runs of a project settle one after the other, in the order of asking', async () => {
  const id = randomUUID()
  const order: number[] = []
  const settled = await Promise.all(
    [all, less, all, less].map(async (asked, place) => {
      const count = await countOf(space.history, id, asked)
      order.push(place)
      return count
    }),
  )
  expect(settled).toEqual([50, 50, 50, 50])
  expect(order).toEqual([0, 1, 2, 3])
})

test('what was forgotten in memory is read again: values, exposures, and under a stricter rule', async () => {
  const id = randomUUID()
  const table = ask(
    people(
      range(300),
      (person) => [`a${person % 6}`],
      (person) => person / 7,
    ),
    1,
    K,
  )
  await countOf(space.history, id, table)
  const before = await space.history.budgetOf(id)
  expect(before.exposure).toBeCloseTo(1 / 50, 5)
  const again = await release(space.core, restarted(), { projectId: id, minGroup: 4 * K, bases: [table] })
  expect(again.segment).toBeNull()
  expect(again.bases[0]!.rows.map(({ cells }) => cells)).toEqual(table.checked.rows.map(({ cells }) => cells))
})

test('a project is closed at its next grant when its cells or exposures are used up', async () => {
  const tight = await historySpace({ maxCells: 6, maxExposure: 0.05 })
  try {
    const [id, other] = [randomUUID(), randomUUID()]
    await tight.release(id, K, all)
    await expect(tight.history.mustBeOpen(id)).resolves.toBeUndefined()
    for (const from of [100, 200])
      await tight.release(
        id,
        K,
        ask(
          people(range(50, from), () => []),
          0,
          K,
        ),
      )
    await expect(tight.history.mustBeOpen(id)).rejects.toMatchObject({ code: 'GATE_PROJECT_CLOSED' })
    await tight.release(
      other,
      K,
      ask(
        people(range(19), () => []),
        0,
        K,
      ),
    )
    await expect(tight.history.mustBeOpen(other)).rejects.toMatchObject({ code: 'GATE_PROJECT_CLOSED' })
  } finally {
    await tight.stop()
  }
})

test('a damaged segment, a missing one and a missing key release nothing', async () => {
  const folder = (id: string) => join(space.core.home, 'history', id)
  const broken = async (harm: (folder: string, segment: string) => Promise<void>) => {
    const id = randomUUID()
    await countOf(space.history, id, all)
    const segment = (await filesOf(id)).find((name) => name.endsWith('.seg'))!
    await harm(folder(id), segment)
    await expect(countOf(restarted(), id, less)).rejects.toMatchObject({ code: 'GATE_HISTORY_DAMAGED' })
  }
  await broken(async (home, segment) => {
    const bytes = await readFile(join(home, segment))
    bytes[12]! ^= 1
    await writeFile(join(home, segment), bytes)
  })
  await broken((home, segment) => rm(join(home, segment)))
  await broken((home) => rm(join(home, 'key')))
})

test('the end of a project destroys its sets', async () => {
  const id = randomUUID()
  await countOf(space.history, id, all)
  await space.history.destroy(id)
  await expect(filesOf(id)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await space.history.budgetOf(id)).toMatchObject({ cells: 0, exposure: 0, closed: false })
})

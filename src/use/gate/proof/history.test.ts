import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkBases } from '../../check/index.ts'
import { historySpace, type HistorySpace } from '../../check/history/history.fixture.ts'
import type { Prepared } from '../../run/index.ts'
import { openFixture } from '../fixture.ts'
import { createGate } from '../gate.ts'
import { releasedOf } from './ask.ts'
import { blockText, drawBlock } from './blocks.ts'
import { choicesOf, numbersOf } from './choice.ts'
import { drawData, proofTerms } from './data.ts'
import { namesOf } from './draw-relation.ts'
import { type Duck, openDuck } from './duck.ts'
import { nearEngine } from './engine.ts'
import type { Block, Data, Released } from './model.ts'
import { openRows } from './protected.ts'
import { near, shown } from './same.ts'

/**
 * With history on: a value is the oracle's, or one that the project has been shown before (or the sum or difference of
 * two such), and the same question never gets another answer.
 */
const PROJECTS = 3
const QUERIES = 14
const K = 3
let fixture: Awaited<ReturnType<typeof openFixture>>
let space: HistorySpace
let duck: Duck

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
  space = await historySpace({ maxExposure: 1_000, maxCells: 1_000_000 })
  duck = await openDuck()
}, 60_000)
afterAll(async () => {
  duck.close()
  await space.stop()
  await fixture.close()
})

/** A grouping whose columns are cells of its base as they are. */
function plainBlock(seed: number): Block | null {
  const block = drawBlock(choicesOf(numbersOf(seed, 160)), namesOf())
  const cells = block.cells.filter(({ sql }) => /^(count|sum)\((\*|\w+\.\w+)\)$/.test(sql))
  if (!block.relation.persons || cells.length === 0) return null
  return { ...block, cells, sets: [block.keys.map((_, at) => at)] }
}

async function answer(prepared: Prepared, project: string): Promise<Released[][]> {
  const { bases } = await prepared.execute(AbortSignal.timeout(60_000))
  const checked = checkBases(bases, proofTerms(K).rules)
  const settled = await space.release(
    project,
    K,
    ...bases.map((raw, at) => ({ raw, checked: checked.bases[at]! })),
  )
  const { rows, columns } = prepared.finish(settled.bases)
  return rows.map((row) => row.map((value, at) => releasedOf(value, columns[at]!.type)))
}

function mustBeKnown(
  block: Block,
  data: Data,
  rows: readonly Released[][],
  before: readonly number[],
): number {
  const open = openRows(block, data, K, false)
  let given = 0
  for (const row of rows) {
    const keys = row.slice(0, block.keys.length)
    const truth = open.find((one) => one.keys.every((value, i) => near(keys[i]!, { value, slack: 0 })))
    expect(truth, `a row of nobody: ${shown([row])} of ${blockText(block)}`).toBeDefined()
    for (const [at, cell] of row.slice(block.keys.length).entries()) {
      if (cell.mark) continue
      const { value, slack, support } = truth!.cells[at]!
      expect(support).toBeGreaterThanOrEqual(K)
      if (near(cell, { value, slack })) continue
      given++
      expect(isMade(Number(cell.value), before), `${shown([row])} of ${blockText(block)}`).toBe(true)
    }
  }
  return given
}

const isMade = (value: number, before: readonly number[]): boolean =>
  before.some((a) => close(a, value)) ||
  before.some((a) => before.some((b) => close(a + b, value) || close(a - b, value)))
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))

test('property: with history a value is the truth or was shown before, and answers never vary', async () => {
  let given = 0
  for (let round = 0; round < PROJECTS; round++) {
    const project = randomUUID()
    const data = drawData(choicesOf(numbersOf(500 + round, 3_000)), true)
    await duck.load(data)
    const terms = { ...proofTerms(K), history: true }
    const gate = createGate(nearEngine(fixture.engine, duck, new Map()))
    const before: number[] = []
    for (let at = 0, seed = round * 1_000; at < QUERIES; seed++) {
      const block = plainBlock(seed)
      if (!block) continue
      at++
      const prepared = await gate.prepare({ sql: blockText(block) }, terms)
      const first = await answer(prepared, project)
      // Cells of one answer may be given the values of each other.
      const all = first.flatMap((row) => row.slice(block.keys.length).map(({ value }) => Number(value ?? 0)))
      given += mustBeKnown(block, data, first, [...before, ...all])
      const second = await answer(prepared, project)
      expect(shown(second)).toBe(shown(first))
      before.push(...all)
    }
  }
  // The rule was at work: some cell was near another.
  expect(given).toBeGreaterThan(0)
}, 120_000)

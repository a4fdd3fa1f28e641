import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateDemo } from '../src/demo/generate.ts'
import { checkTables } from '../src/supply/treat/quality/index.ts'
import { quoteName } from '../src/supply/source/index.ts'
import { checkInput, repairDemo, type Repaired } from './support/repair.ts'
import { shippedFixes } from '../src/supply/treat/repair/pack.ts'
import { repairRounds } from '../src/supply/treat/repair/rounds.ts'
import { shippedWords, standardOf } from '../src/supply/treat/repair/standard.ts'
import { workName } from '../src/supply/treat/repair/work.ts'

const BUREAU = '310000'
const TIME_MS = 600_000
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-repair-'))
  await generateDemo({ dir: join(folder, 'planted'), persons: 1500, seed: 11 })
  await generateDemo({ dir: join(folder, 'clean'), persons: 400, seed: 11, plant: false })
}, TIME_MS)
afterAll(() => rm(folder, { recursive: true, force: true }))

const changes = (one: Repaired) =>
  one.duck.rows(
    `SELECT tbl, col, row, after FROM change UNION ALL SELECT tbl, '', row, kept::VARCHAR FROM merged ORDER BY ALL`,
  )

test('a repair of clean data changes nothing', { timeout: TIME_MS }, async () => {
  const clean = await repairDemo(join(folder, 'clean'), BUREAU, { approve: true })
  expect(clean.done.rounds).toEqual([])
  expect(await changes(clean)).toEqual([])
  expect(clean.tables.every((table) => table.accuracyPpm === 1_000_000 && table.scanned > 0)).toBe(true)
})

test('repairing twice changes nothing more, and the order of fixes changes nothing', {
  timeout: TIME_MS,
}, async () => {
  const once = await repairDemo(join(folder, 'planted'), BUREAU, { approve: true })
  const back = await repairDemo(join(folder, 'planted'), BUREAU, { approve: true, reverse: true })
  const made = await changes(once)
  expect(made.length).toBeGreaterThan(20)
  expect(await changes(back)).toEqual(made)

  const { duck } = once
  const tables = []
  for (const { name, columns, reference } of once.done.tables) {
    await duck.connection.run(
      `CREATE TEMP TABLE ${quoteName(`again_${name}`)} AS SELECT * EXCLUDE (__rest, __gone) FROM ${workName(name)} WHERE NOT __gone`,
    )
    tables.push({ name, relation: quoteName(`again_${name}`), columns, reference })
  }
  const base = checkInput(tables)
  const again = await repairRounds(
    duck,
    {
      tables,
      rules: base.pack.rules,
      pack: shippedFixes(),
      standard: standardOf(shippedWords()),
      maxRounds: 12,
      approved: shippedFixes().fixes.map(({ id }) => id),
    },
    (bound, rules) => checkTables(duck, { ...base, tables: bound, pack: { ...base.pack, rules } }),
  )
  expect(again.rounds).toEqual([])
  expect(await duck.rows('SELECT * FROM change')).toEqual([])
})

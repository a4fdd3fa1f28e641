import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cryptoHealth, guomi, keepMasterKeyAt, keyFolder, signingKey, suite, workWith } from './index.ts'

const DAY = 86_400_000
const before = suite().name
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-report-'))
})
afterEach(async () => {
  workWith(before)
  keepMasterKeyAt(home, null)
  await rm(home, { recursive: true, force: true })
})

test('names suite, keys, ages and where the master key lies', async () => {
  workWith('guomi')
  await signingKey(guomi, home, 'evidence-sm2')
  const fresh = await cryptoHealth(home, Date.now(), 365)
  expect(fresh.report.suite).toBe('guomi')
  expect(fresh.keys).toMatchObject([{ name: 'evidence-sm2', scheme: 'sm2', ageDays: 0, due: false }])
  expect(fresh.masterKey).toEqual({ file: join(keyFolder(home), 'master.key'), inside: true })
  expect((await cryptoHealth(home, Date.now() + 366 * DAY, 365)).keys[0]).toMatchObject({
    due: true,
    ageDays: 366,
  })
  keepMasterKeyAt(home, join(tmpdir(), 'elsewhere.key'))
  expect((await cryptoHealth(home, Date.now(), 365)).masterKey.inside).toBe(false)
})

test('claims less of an international space, and says why keys cannot be looked at', async () => {
  workWith('guomi')
  const of = async () =>
    (await cryptoHealth(home, Date.now(), 365)).report.certification.map((one) => one.state.en)
  const guomiStates = await of()
  workWith('international')
  expect(await of()).not.toEqual(guomiStates)
  expect((await of()).join()).toContain('not met')
  await signingKey(guomi, home, 'evidence-sm2')
  await chmod(join(keyFolder(home), 'evidence-sm2.key'), 0o644)
  const health = await cryptoHealth(home, Date.now(), 365)
  expect(health.problem).toContain('evidence-sm2.key')
  expect(health.keys).toEqual([])
})

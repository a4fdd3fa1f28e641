import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestOf, guomi, settleSuite, SUITE_VARIABLE, suite, suiteFile, workWith } from './index.ts'

const before = suite().name
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-suite-'))
})
afterEach(async () => {
  workWith(before)
  await rm(home, { recursive: true, force: true })
})

test('a new space takes the setting, and later starts take what it took', async () => {
  expect(await settleSuite(home, 'guomi')).toBe('guomi')
  expect(await readFile(suiteFile(home), 'utf8')).toBe('guomi\n')
  expect(digestOf('信域')).toBe(guomi.hash.of('信域').toString('hex'))
  expect(process.env[SUITE_VARIABLE]).toBe('guomi')
  workWith('international')
  expect(await settleSuite(home, null)).toBe('guomi')
  expect(suite()).toBe(guomi)
  expect(await settleSuite(home, 'guomi')).toBe('guomi')
})

test('a later start with another setting is refused, and changes nothing', async () => {
  await settleSuite(home, 'international')
  await expect(settleSuite(home, 'guomi')).rejects.toMatchObject({
    code: 'CRYPTO_SUITE_DIFFERS',
    params: { recorded: 'international', setting: 'guomi' },
  })
  expect(suite().name).toBe('international')
  expect(await readFile(suiteFile(home), 'utf8')).toBe('international\n')
})

test('a new space without a setting takes what its process works with', async () => {
  workWith('guomi')
  expect(await settleSuite(home, null)).toBe('guomi')
})

test('a space from before there was a choice is an international one', async () => {
  await mkdir(join(home, 'keys'))
  await writeFile(join(home, 'keys', 'evidence.key'), '')
  await expect(settleSuite(home, 'guomi')).rejects.toMatchObject({ code: 'CRYPTO_SUITE_DIFFERS' })
  workWith('guomi')
  expect(await settleSuite(home, null)).toBe('international')
})

test('a record that says something else stops the start', async () => {
  await writeFile(suiteFile(home), 'rot13\n')
  await expect(settleSuite(home, null)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

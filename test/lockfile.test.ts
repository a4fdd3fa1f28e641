import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error -- plain JavaScript, so that it runs without an installation
import { missingBinaries, resolves } from '../scripts/complete-lock.mjs'

interface Entry {
  version?: string
  resolved?: string
  link?: boolean
  dependencies?: Record<string, string>
}
const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> }

test('the lock names what every package needs, for every platform (else `npm ci` refuses it: run scripts/complete-lock.mjs)', () => {
  expect(missingBinaries(packages)).toEqual([])
  const missing = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.dependencies ?? {}).filter((name) => !resolves(packages, from, name)),
  )
  expect(missing).toEqual([])
})

test('the lock names no registry host', () => {
  expect(text).not.toMatch(/"resolved": "https?:/)
})

test('what npm leaves out is found as missing, with its platform', () => {
  const some = { 'node_modules/a': { dev: true, optionalDependencies: { '@a/linux-x64-musl': '1.0.0' } } }
  expect(missingBinaries(some)).toEqual([
    [
      'node_modules/@a/linux-x64-musl',
      { version: '1.0.0', cpu: ['x64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
    ],
  ])
  expect(resolves({ 'node_modules/a/node_modules/b': {} }, 'node_modules/a', 'b')).toBe(true)
  expect(resolves({ 'node_modules/b': {} }, 'node_modules/a/node_modules/c', 'b')).toBe(true)
  expect(resolves({ 'node_modules/b/node_modules/c': {} }, 'node_modules/a', 'c')).toBe(false)
})

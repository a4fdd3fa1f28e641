import { describe, expect, test } from 'vitest'
// @ts-expect-error -- plain JavaScript, so that it runs without an installation
import { matches } from '../scripts/setup/packages.mjs'
// @ts-expect-error -- plain JavaScript, so that it runs without an installation
import { cleanEnvironment } from '../scripts/setup/shell.mjs'

describe('whether installed packages are those of the lock', () => {
  const here = { platform: 'linux', arch: 'x64' }
  const wanted = {
    '': { version: '1.0.0' },
    web: { version: '1.0.0' },
    'node_modules/@xinyu/web': { link: true },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a-linux-x64': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
    'node_modules/a-linux-x64-musl': {
      version: '1.0.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    },
    'node_modules/a-darwin-x64': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
    'node_modules/part-of-wasm': { version: '1.0.0', optional: true },
  }
  const found = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-linux-x64': { version: '1.0.0' } }

  test('what belongs to other systems may be absent', () => expect(matches(wanted, found, here)).toBe(true))
  test('a missing package, another version or a missing binary of this system is noticed', () => {
    expect(matches(wanted, { ...found, 'node_modules/a': { version: '1.0.1' } }, here)).toBe(false)
    expect(matches(wanted, { 'node_modules/a': { version: '1.0.0' } }, here)).toBe(false)
    expect(matches(wanted, { 'node_modules/a-linux-x64': { version: '1.0.0' } }, here)).toBe(false)
    expect(matches(wanted, found, { platform: 'darwin', arch: 'x64' })).toBe(false)
  })
})

test('a nested npm is told where packages come from, and nothing else of the outer one', () => {
  const before = { ...process.env }
  Object.assign(process.env, {
    npm_config_registry: 'r',
    npm_config_omit: 'dev',
    npm_config_workspace: 'web',
    npm_package_json: 'x',
    NODE_ENV: 'production',
    PATH: '/repo/node_modules/.bin:/usr/bin',
  })
  const environment = cleanEnvironment() as Record<string, string>
  process.env = before
  expect(environment).toMatchObject({ npm_config_registry: 'r', PATH: '/usr/bin' })
  for (const name of ['npm_config_omit', 'npm_config_workspace', 'npm_package_json', 'NODE_ENV']) {
    expect(environment[name]).toBeUndefined()
  }
})

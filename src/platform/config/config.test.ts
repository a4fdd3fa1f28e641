import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  configFile,
  defaultConfigText,
  editDistance,
  leaves,
  loadConfig,
  Config,
  writeDefaultConfig,
} from './index.ts'

const home = mkdtempSync(join(tmpdir(), 'xinyu-config-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const write = (text: string) => writeFileSync(configFile(home), text)
const load = (env: Record<string, string> = {}) => loadConfig({ home, env })
const refusal = (code: string, params: object) =>
  expect.objectContaining({ code, params: expect.objectContaining(params) })

test('every setting has a default and a sentence', () => {
  expect(leaves().length).toBeGreaterThan(20)
  for (const leaf of leaves()) expect(leaf.sentence, leaf.path.join('.')).toMatch(/^[A-Z].{10,}\.$/)
  expect(Config.parse({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    session: { idleMinutes: 30 },
  })
})

test('the written file changes nothing, and says the same as the defaults once its marks are removed', () => {
  const file = writeDefaultConfig(home)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(load()).toEqual(Config.parse({}))
  const opened = defaultConfigText().replace(/^#( *\w+:)/gm, '$1')
  expect(Config.parse(parse(opened))).toEqual(Config.parse({}))
  writeFileSync(file, 'port: 1\n')
  writeDefaultConfig(home)
  expect(readFileSync(file, 'utf8')).toBe('port: 1\n')
})

test('the environment is stronger than the file, by its short or long name', () => {
  write('port: 9000\nsession:\n  idleMinutes: 5\n')
  const env = {
    PORT: '9001',
    DATABASE_URL: 'postgres://h/d',
    XINYU_SESSION_ABSOLUTE_HOURS: '3',
    XINYU_TRUSTED_PROXIES: '10.0.0.1, ::1',
  }
  expect(load(env)).toMatchObject({
    port: 9001,
    databaseUrl: 'postgres://h/d',
    session: { idleMinutes: 5, absoluteHours: 3 },
    trustedProxies: ['10.0.0.1', '::1'],
  })
  expect(load({ PORT: '' }).port).toBe(9000)
})

test('settings of a command are strongest and as strict', () => {
  write('port: 9000\nsession:\n  idleMinutes: 5\n')
  const settings = { port: 0, session: { absoluteHours: 2 } }
  expect(loadConfig({ home, env: { PORT: '9001' }, settings })).toMatchObject({
    port: 0,
    session: { idleMinutes: 5, absoluteHours: 2 },
  })
  expect(() => loadConfig({ home, env: {}, settings: { prot: 1 } })).toThrow(
    refusal('CONFIG_UNKNOWN_KEY', { key: 'prot' }),
  )
})

test('an unknown key is an error that names the nearest known one', () => {
  write('prot: 1\n')
  expect(() => load()).toThrow(refusal('CONFIG_UNKNOWN_KEY', { key: 'prot', known: 'port' }))
  write('session:\n  idelMinutes: 1\n')
  expect(() => load()).toThrow(
    refusal('CONFIG_UNKNOWN_KEY', { key: 'session.idelMinutes', known: 'session.idleMinutes' }),
  )
  write('')
  expect(() => load({ XINYU_LOGLEVEL: 'info' })).toThrow(
    refusal('CONFIG_UNKNOWN_KEY', { known: 'XINYU_LOG_LEVEL' }),
  )
  expect(load({ XINYU_HOME: '/x', XINYU_TEST_X: '1' }).port).toBe(8080)
})

test('a bad value is refused with its place and without the value', () => {
  write('port: 70000\n')
  expect(() => load()).toThrow(refusal('CONFIG_INVALID', { where: configFile(home) }))
  write('')
  expect(() => load({ PORT: 'many' })).toThrow(refusal('CONFIG_INVALID', { where: 'PORT' }))
  expect(() => load({ DATABASE_URL: 'mysql://u:geheim@h' })).toThrow(/^(?!.*geheim).*databaseUrl/s)
  write('- a\n')
  expect(() => load()).toThrow(refusal('CONFIG_INVALID', {}))
  write('port: [\n')
  expect(() => load()).toThrow(refusal('CONFIG_INVALID', {}))
})

test('edit distance', () => {
  expect([editDistance('', 'abc'), editDistance('kitten', 'sitting'), editDistance('port', 'port')]).toEqual([
    3, 3, 0,
  ])
})

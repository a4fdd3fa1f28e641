import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withDatabase } from '../../../test/support/database.ts'
import { doctor } from './index.ts'
import { checkClock, checkMemoryLimit } from './machine.ts'
import { findProgram } from './probe.ts'
import { checkFonts, checkNode } from './programs.ts'
import { checkSeats } from './seats.ts'

test('every check says its state in both languages, in time', { timeout: 30_000 }, () =>
  withDatabase([], async ({ db }) => {
    const began = performance.now()
    const confinement = { memory: 'rlimit', notes: ['no cgroup'] }
    const checks = await doctor({
      home: '/nowhere/yet',
      now: Date.now(),
      db,
      databaseKind: 'own',
      confinement,
      seats: async () => null,
    })
    expect(performance.now() - began).toBeLessThan(15_000)
    const ids = [
      'node',
      'postgres',
      'user-namespace',
      'memory-limit',
      'disk',
      'clock',
      'bubblewrap',
      'python',
      'seats',
      'chromium',
      'cjk-fonts',
    ]
    expect(checks.map(({ id }) => id)).toEqual(ids)
    for (const check of checks) {
      expect(['ok', 'degraded', 'missing']).toContain(check.state)
      expect(check.en.length).toBeGreaterThan(3)
      expect(check.zh).not.toBe('')
      if (check.state === 'ok') expect(check.fix).toBeNull()
    }
    expect(checks[0]).toMatchObject({ state: 'ok', en: `Node ${process.versions.node}` })
    expect(checks[1]).toMatchObject({ state: 'ok', en: expect.stringMatching(/^your PostgreSQL 1[5-9]/) })
    expect(checks[3]).toMatchObject({ state: 'degraded', en: expect.stringContaining('no cgroup') })
  }),
)

test('what is too old or not there is said', async () => {
  expect(checkNode('20.20.2')).toMatchObject({ state: 'missing', fix: 'npm ci' })
  expect(checkMemoryLimit({ memory: 'cgroup2', notes: [] }).state).toBe('ok')
  expect(checkMemoryLimit({ memory: 'none', notes: [] }).state).toBe('missing')
  expect((await checkClock(0)).state).toBe('missing')
  expect(findProgram(['sh'])).toMatch(/\/sh$/)
  expect(findProgram(['no-such-program'])).toBeNull()
})

test('a clock apart from that of the database is said', () =>
  withDatabase([], async ({ db }) => {
    expect(await checkClock(Date.now() + 60_000, db)).toMatchObject({
      state: 'degraded',
      en: expect.stringMatching(/^[56]\d s/),
    })
  }))

test('a Chinese font is known by its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-fonts-'))
  expect(checkFonts([folder, '/nowhere']).state).toBe('degraded')
  writeFileSync(join(folder, 'NotoSansCJK-Regular.ttc'), '')
  expect(checkFonts([folder]).state).toBe('ok')
  rmSync(folder, { recursive: true })
})

test('what isolates seats is said, with what is missing and the line that mends it', () => {
  const part = (name: string, ok: boolean) => ({ name, ok, zh: `${name}。`, en: `${name}!` })
  const parts = [part('namespaces', true), part('r', false)]
  expect(checkSeats({ level: 'full', parts, fix: null })).toMatchObject({
    state: 'ok',
    en: expect.stringContaining('r!'),
  })
  const half = { level: 'degraded', parts: [...parts, part('uids', false)], fix: null } as const
  expect(checkSeats(half)).toMatchObject({ state: 'degraded', en: expect.stringMatching(/uids!$/) })
  const none = { level: 'none', parts: [part('seccomp', false)], fix: 'apt-get install x' } as const
  expect(checkSeats(none)).toMatchObject({
    state: 'missing',
    fix: 'apt-get install x',
    zh: expect.stringContaining('seccomp。'),
  })
})

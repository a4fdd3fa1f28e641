import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createEngine, type DuckEngine, engineSettings } from './index.ts'
import { engineSuite, type SuiteGround } from './testing/suite.ts'

function duck({ home, settings, warnings }: SuiteGround): DuckEngine {
  const log = { warn: (what: object) => void warnings.push(what), info: () => {} }
  return createEngine({
    config: { engine: engineSettings(settings) },
    home,
    log: log as never,
    clock: systemClock,
  })
}

engineSuite('DuckDB', duck, 'tmp/engine')

describe('processes of DuckDB', () => {
  const limits = { timeMs: 20_000, memoryBytes: 512 << 20, maxRows: 10 }
  let home: string
  let engine: DuckEngine
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'xinyu-engine-'))
    engine = duck({ home, warnings: [], settings: { warmChildren: 1 } })
    await engine.start()
  })
  afterAll(async () => {
    await engine.stop()
    await rm(home, { recursive: true, force: true })
  })

  test('a killed parser is started again, and no one who waits hangs', async () => {
    const { parser } = engine.children()
    const waiting = Promise.all(Array.from({ length: 20 }, () => engine.parse('select 1')))
    process.kill(parser!, 'SIGKILL')
    expect((await waiting).every(({ ok }) => ok)).toBe(true)
    expect((await engine.parse('select 1')).ok).toBe(true)
    expect(engine.children().parser).not.toBe(parser)
  })

  test('a waiting child is light', () => {
    for (const pid of engine.children().waiting) {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
      expect(Number(pss)).toBeLessThan(48 * 1024)
    }
    expect(engine.children().waiting.length).toBe(1)
  })

  test('a child killed from outside while it waits is replaced', async () => {
    for (const pid of engine.children().waiting) process.kill(pid, 'SIGKILL')
    expect((await engine.query({ sql: 'SELECT 1', tables: {}, limits })).rows).toEqual([[1]])
  })

  test('no child outlives a server that is killed, busy or waiting', async () => {
    const server = spawn(
      process.execPath,
      [fileURLToPath(new URL('./testing/orphan.ts', import.meta.url)), join(home, 'orphan')],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const children = JSON.parse(line.toString()) as number[]
    expect(children.length).toBeGreaterThanOrEqual(4)
    server.kill('SIGKILL')
    const alive = () =>
      children.filter((pid) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(status(pid)))
    for (let tries = 0; tries < 40 && alive().length > 0; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(alive()).toEqual([])
  }, 30_000)
})

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return 'State: Z'
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { findGroupBase } from '../../../platform/cgroups/index.ts'
import { run, spec, testDriver } from './driver.fixture.ts'
import type { LocalKernel } from './kernel.ts'

const here = await testDriver()
const skip = here.full ? null : (here.why ?? 'not all fences stand here')
afterAll(here.stop)

const childrenOf = (pid: number) =>
  pids().filter((one) => Number(/^PPid:\s+(\d+)/m.exec(readFile(`/proc/${one}/status`))?.[1]) === pid)
const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
const inGroupsOf = (server: number) =>
  pids().filter((pid) => readFile(`/proc/${pid}/cgroup`).includes(`xinyu-seats-${server}-`))
const uidOf = (pid: number) => Number(/^Uid:\s+(\d+)/m.exec(readFile(`/proc/${pid}/status`))?.[1])
const pids = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; waited < 15_000 && !what(); waited += 20) await sleep(20)
  expect(what()).toBe(true)
}

describe.skipIf(skip !== null)(`kill -9${skip ? ` (skipped: ${skip})` : ''}`, { timeout: 90_000 }, () => {
  test('of the server: nothing of its seats lives on, and the next one clears what is left', async () => {
    const home = mkdtempSync(join(tmpdir(), 'xinyu-killed-'))
    const code = `
      import { createLocalDriver } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
      import { run, spec } from ${JSON.stringify(new URL('./driver.fixture.ts', import.meta.url).href)}
      import { pino } from 'pino'
      const driver = createLocalDriver({ home: ${JSON.stringify(home)}, log: pino({ level: 'silent' }), clock: { now: Date.now } })
      for (let i = 0; i < 2; i++) {
        const kernel = await (await driver.open(spec())).kernel()
        await run(kernel, 'import os, time\\nif os.fork() == 0:\\n    os.setsid()\\n    time.sleep(600)')
        void run(kernel, 'import time; time.sleep(600)', { timeMs: 600_000 })
      }
      console.log('working')`
    const server = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    })
    await once(createInterface(server.stdout), 'line')
    const warm = childrenOf(server.pid!).find((pid) => commandOf(pid).includes('warm.py'))!
    expect(inGroupsOf(server.pid!).length).toBeGreaterThanOrEqual(2 * 5)
    const runtime = readFileSync(join(home, 'seats.run'), 'utf8')
    server.kill('SIGKILL')
    await once(server, 'exit')
    await until(() => inGroupsOf(server.pid!).length === 0 && commandOf(warm) === '')
    const base = await findGroupBase(['memory', 'cpu', 'cpuacct', 'pids'])
    const left = () =>
      Object.values(base!.folder).flatMap((folder) =>
        readdirSync(folder).filter((name) => name.startsWith(`xinyu-seats-${server.pid}-`)),
      )
    expect(left().length).toBeGreaterThan(0)

    const { createLocalDriver } = await import('./index.ts')
    const { pino } = await import('pino')
    const next = createLocalDriver({ home, log: pino({ level: 'silent' }), clock: { now: Date.now } })
    expect((await next.isolation()).level).toBe('full')
    expect(left()).toEqual([])
    expect(existsSync(runtime)).toBe(false)
    await next.stop()
    expect(existsSync(join(home, 'seats.run'))).toBe(false)
    rmSync(home, { recursive: true })
  })

  test('of the warm parent: running cells go on, files and variables stay, new kernels come from a new one', async () => {
    const seat = await here.driver.open(spec())
    const kernel = await seat.kernel()
    await run(kernel, 'kept = 5')
    await seat.write('file.txt', Buffer.from('kept'))
    const running = run(kernel, 'import time; time.sleep(1.5); kept + 1')
    const warm = childrenOf(process.pid).find((pid) => commandOf(pid).includes('warm.py'))!
    process.kill(warm, 'SIGKILL')
    expect((await running).out).toBe('6\n')
    expect((await run(kernel, 'kept')).out).toBe('5\n')
    await kernel.restart()
    expect((await run(kernel, `open('file.txt').read()`)).out).toBe("'kept'\n")
    const other = await here.driver.open(spec())
    expect((await run(await other.kernel(), '1 + 1')).out).toBe('2\n')
    await other.close()
    await seat.close()
  })

  test('of the starter of seats: its seats end with it, the next one comes from a new one', async () => {
    const seat = await here.driver.open(spec())
    await run(await seat.kernel(), 'kept = 5')
    const starter = childrenOf(process.pid).find((pid) => commandOf(pid).includes('shells.py'))!
    process.kill(starter, 'SIGKILL')
    expect(await seat.closed).toBe('died')
    await until(() => inGroupsOf(process.pid).length === 0)
    const other = await here.driver.open(spec())
    expect((await run(await other.kernel(), '1 + 1')).out).toBe('2\n')
    await other.close()
  })

  test('of one seat, or of a kernel in it: the others do not notice', async () => {
    const [one, two] = [await here.driver.open(spec()), await here.driver.open(spec())]
    const [first, second] = [(await one.kernel()) as LocalKernel, await two.kernel()]
    const [running, other] = [
      run(first, 'import time; time.sleep(60)', { timeMs: 60_000 }),
      run(second, 'import time; time.sleep(1); 7'),
    ]
    process.kill(await first.pid(), 'SIGKILL')
    expect((await running).done.state).toBe('died')
    expect((await run(first, '1 + 1')).out).toBe('2\n')
    const user = uidOf(await first.pid())
    const shell = inGroupsOf(process.pid).find(
      (pid) => uidOf(pid) === user && commandOf(pid).startsWith('bwrap'),
    )!
    const cut = run(first, 'import time; time.sleep(60)', { timeMs: 60_000 })
    await sleep(200)
    process.kill(shell, 'SIGKILL')
    expect((await cut).done.state).toBe('died')
    expect(await one.closed).toBe('died')
    await expect(one.kernel()).rejects.toMatchObject({ code: 'SEAT_ENDED' })
    expect((await other).out).toBe('7\n')
    await two.close()
    await until(() => inGroupsOf(process.pid).length === 0)
  })
})

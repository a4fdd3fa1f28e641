import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { holdsHome, lockHome, processStart } from './index.ts'

const homes: string[] = []
const makeHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'xinyu-lock-'))
  homes.push(home)
  return home
}
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

/** A process that tries for the lock, says what it got, and keeps it until killed. */
function contender(home: string) {
  const code = `import { lockHome } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    try { lockHome(${JSON.stringify(home)}); console.log('got') } catch (error) { console.log(error.code, error.params.pid) }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  const kill = () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL'))
  return { pid: child.pid!, said, kill }
}

test('a held folder is refused with the pid of its holder, and free after release', () => {
  const home = makeHome()
  const lock = lockHome(home)
  expect(holdsHome(home)).toBe(true)
  expect(() => lockHome(home)).toThrow(
    expect.objectContaining({ code: 'HOME_LOCKED', params: { home, pid: process.pid } }),
  )
  lock.release()
  expect(holdsHome(home)).toBe(false)
  lockHome(home).release()
  expect(readdirSync(home)).toEqual([])
})

test('a pid that was reused by another process does not hold the folder', () => {
  const home = makeHome()
  writeFileSync(join(home, 'lock'), JSON.stringify({ pid: process.pid, start: '1', nonce: 'old' }))
  lockHome(home).release()
})

test('a lock torn by a power loss is replaced', () => {
  const home = makeHome()
  writeFileSync(join(home, 'lock'), '{"pi')
  lockHome(home).release()
})

test('of many that find the lock of a killed process exactly one gets it', { timeout: 60_000 }, async () => {
  const home = makeHome()
  const first = contender(home)
  expect(await first.said).toBe('got')
  await first.kill()
  for (let round = 0; round < 3; round++) {
    const all = Array.from({ length: 6 }, () => contender(home))
    const said = await Promise.all(all.map((one) => one.said))
    const winners = all.filter((_, i) => said[i] === 'got')
    expect(winners).toHaveLength(1)
    expect(said.filter((line) => line === `HOME_LOCKED ${winners[0]!.pid}`)).toHaveLength(5)
    expect(JSON.parse(readFileSync(join(home, 'lock'), 'utf8'))).toMatchObject({ pid: winners[0]!.pid })
    expect(readdirSync(home)).toEqual(['lock'])
    await Promise.all(all.map((one) => one.kill()))
  }
})

test('the start of a process is told, of one that ended it is null', async () => {
  const one = contender(makeHome())
  await one.said
  expect(processStart(one.pid)).toMatch(/^\d+$/)
  await one.kill()
  expect(processStart(one.pid)).toBeNull()
})

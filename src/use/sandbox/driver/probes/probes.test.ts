import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { LocalKernel } from '../kernel.ts'
import { run, spec, testDriver } from '../driver.fixture.ts'
import { openHost } from './host.fixture.ts'
import { type Host, PRELUDE, PROBES, type Probe } from './probes.fixture.ts'

const MARKER = 'marker-of-another-seat'
const here = await testDriver()
const skip = here.full ? null : (here.why ?? 'not all fences stand here')
const probes = PROBES.filter(({ arch }) => arch === undefined || arch === process.arch)
afterAll(here.stop)

const held = (probe: Probe, said: string) => probe.held.test(said.trim())

describe.skipIf(skip !== null)(`from inside a seat${skip ? ` (skipped: ${skip})` : ''}`, () => {
  test(`${probes.length} ways out are closed, and open without the seat`, { timeout: 120_000 }, async () => {
    const other = await here.driver.open(spec())
    const neighbour = (await other.kernel()) as LocalKernel
    const hides = ['/work', '/tmp', '/dev/shm']
      .map((place) => `open('${place}/${MARKER}', 'w').write(word)`)
      .join('\n')
    expect((await run(neighbour, `word = 'SECRET-OF-ANOTHER-SEAT'\n${hides}`)).done.state).toBe('ok')
    const { host, heard, close } = await openHost(here.home, await neighbour.pid(), MARKER)
    const seat = await here.driver.open(spec())
    const kernel = await seat.kernel()
    const said = new Map<string, string>()
    await run(kernel, `import json\nhost = json.loads(${JSON.stringify(JSON.stringify(host))})\n${PRELUDE}`)
    for (const probe of probes) {
      const { out, err, events } = await run(kernel, probe.code)
      const failed = events.find((event) => event.kind === 'error')
      said.set(probe.name, failed?.kind === 'error' ? `${out}${failed.name}: ${failed.message}` : out + err)
    }
    const open = probes.filter((probe) => !held(probe, said.get(probe.name)!))
    expect(open.map(({ name }) => [name, said.get(name)])).toEqual([])
    expect(probes.length).toBeGreaterThanOrEqual(40)
    expect(heard()).toBe(0)
    // What no honest work calls was told, by name of the call and of the seat that made it.
    const told = new Set(here.alarms.filter(({ seatId }) => seatId === seat.seatId).map(({ what }) => what))
    for (const what of [
      'syscall:mount',
      'syscall:ptrace',
      'syscall:unshare',
      'syscall:bpf',
      'syscall:clone',
      'processes',
    ])
      expect(told).toContain(what)
    expect(here.alarms.filter(({ seatId }) => seatId !== seat.seatId)).toEqual([])

    const without = await unconfined(host)
    await close()
    const stillHeld = probes.filter((probe) => held(probe, without[probe.name] ?? ''))
    expect(heard()).toBeGreaterThan(2)
    // The test of the test: without a seat nearly every probe goes red.
    const names = stillHeld.map(({ name }) => name)
    expect(names.length, names.join(', ')).toBeLessThanOrEqual(8)
    await seat.close()
    await other.close()
  })
})

/** The same probes by plain Python as the user of this test, each in a child of its own. */
async function unconfined(host: Host): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-open-'))
  const code = `
import io, json, os, sys, contextlib, resource, signal
given = json.loads(sys.stdin.read())
host, said = given['host'], {}
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
for probe in given['probes']:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 1)
        signal.alarm(10)
        try: exec(given['prelude'] + probe['code'], {'host': host, '__name__': '__main__'})
        except BaseException as error: print(type(error).__name__, error)
        sys.stdout.flush()
        os._exit(0)
    os.close(writer)
    said[probe['name']] = os.read(reader, 65536).decode()
    os.close(reader)
    os.waitpid(pid, 0)
print(json.dumps(said))`
  const child = spawn('/usr/bin/python3', ['-I', '-c', code], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(
    JSON.stringify({
      host,
      prelude: PRELUDE,
      probes: probes.map(({ name, code: text }) => ({ name, code: text })),
    }),
  )
  let out = ''
  for await (const part of child.stdout) out += String(part)
  rmSync(folder, { recursive: true, force: true })
  return JSON.parse(out) as Record<string, string>
}

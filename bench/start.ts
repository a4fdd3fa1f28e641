import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ServerProcess, startServer } from '../test/support/server.ts'
import type { Measure } from './run.ts'

const SETTLE_MS = 8_000

/** The whole system from nothing to its demo, the second start, and what it holds in memory when idle. */
export async function run(): Promise<Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-start-'))
  try {
    const first = await timed(() => startServer(home))
    const whole = await timed(() => said(first.value, 'The demo is complete'))
    await first.value.stop()
    const second = await timed(() => startServer(home))
    await sleep(SETTLE_MS)
    const tree = processTree(second.value.pid)
    const parts = tree.map((pid) => ({ pid, bytes: pss(pid), name: nameOf(pid) }))
    await second.value.stop()
    const of = (match: RegExp) =>
      parts.filter((part) => match.test(part.name)).reduce((sum, part) => sum + part.bytes, 0)
    const all = parts.reduce((sum, part) => sum + part.bytes, 0)
    return [
      {
        name: 'first start, demo made',
        value: first.seconds,
        unit: 's',
        note: '100,000 persons, node_modules present',
      },
      {
        name: 'then the rest of the demo',
        value: whole.seconds,
        unit: 's',
        note: 'three more bureaus landed while the portal is up',
      },
      { name: 'second start', value: second.seconds, unit: 's', note: 'until the address is printed' },
      {
        name: 'idle memory, all processes',
        value: all / 2 ** 20,
        unit: 'MiB PSS',
        note: `${parts.length} processes; target 300 MB`,
      },
      { name: 'of that PostgreSQL', value: of(/postgres/) / 2 ** 20, unit: 'MiB PSS', note: '' },
      {
        name: 'of that node',
        value: of(/node/) / 2 ** 20,
        unit: 'MiB PSS',
        note: 'server and waiting engine children',
      },
    ]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Until the server printed this. */
async function said(server: ServerProcess, text: string): Promise<void> {
  while (!server.output().includes(text)) await sleep(200)
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const began = performance.now()
  const value = await work()
  return { value, seconds: (performance.now() - began) / 1000 }
}

/** The process and all below it. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [pid, parent] = line.trim().split(/\s+/).map(Number) as [number, number]
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)]
  return below(root)
}

function pss(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

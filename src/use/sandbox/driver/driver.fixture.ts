import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemClock } from '../../../kernel/clock.ts'
import {
  type CellEvent,
  type CellWork,
  createLocalDriver,
  type Kernel,
  type SeatAlarm,
  type SeatSpec,
} from './index.ts'

const MIB = 2 ** 20

/** A driver with a home of its own; `why` says why seats cannot be tested here, `full` whether all fences stand. */
export async function testDriver() {
  const home = mkdtempSync(join(tmpdir(), 'xinyu-driver-'))
  const alarms: SeatAlarm[] = []
  const log = pino({ level: process.env.XINYU_TEST_LOG ?? 'silent' })
  const driver = createLocalDriver({ home, log, clock: systemClock, alarm: (alarm) => alarms.push(alarm) })
  const { level, parts } = await driver.isolation()
  const why =
    level === 'none'
      ? parts
          .filter(({ ok }) => !ok)
          .map(({ en }) => en)
          .join('; ')
      : null
  const stop = async () => {
    await driver.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { driver, home, alarms, why, full: level === 'full', stop }
}

let slot = 0
export const spec = (more: Partial<SeatSpec> = {}): SeatSpec => ({
  seatId: `seat-${slot + 1}`,
  slot: ++slot,
  tables: null,
  own: null,
  packages: [],
  limits: {
    memoryBytes: 192 * MIB,
    cpuWeight: 100,
    processes: 64,
    descriptors: 256,
    diskBytes: 16 * MIB,
    inodes: 500,
  },
  files: null,
  ...more,
})

export interface Ran {
  readonly events: CellEvent[]
  readonly out: string
  readonly err: string
  readonly done: Extract<CellEvent, { kind: 'done' }>
}

/** Runs a cell to its end. */
export async function run(kernel: Kernel, code: string, more: Partial<CellWork> = {}): Promise<Ran> {
  const events: CellEvent[] = []
  const work = {
    language: 'python',
    code,
    timeMs: 15_000,
    maxRows: 1000,
    maxBytes: 256_000,
    ...more,
  } as const
  for await (const event of kernel.execute(work)) events.push(event)
  const done = events.at(-1)
  if (done?.kind !== 'done') throw new Error('a cell ends with done')
  return { events, out: text(events, 'out'), err: text(events, 'err'), done }
}

const text = (events: readonly CellEvent[], stream: 'out' | 'err') =>
  events.map((event) => (event.kind === 'text' && event.stream === stream ? event.text : '')).join('')

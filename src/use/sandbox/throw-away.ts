import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { ThrowAway } from '../check/index.ts'
import type { SandboxDriver, SeatBox } from './driver/index.ts'
import { createFairQueue } from './queue/fair.ts'
import { createSlots } from './seats/house.ts'

const MIB = 1_048_576
const LIMITS = {
  memoryBytes: 768 * MIB,
  cpuWeight: 50,
  processes: 64,
  descriptors: 256,
  diskBytes: 320 * MIB,
  inodes: 5_000,
} as const
const AT_ONCE = 2
/** The answer is a small thing: a longer one is none. */
const MOST_TEXT = 4 * MIB
const SCRIPT = '.throw-away.py'

/**
 * Seats without tables that live for one script: foreign pickles and parsers run in them and nowhere else. The script
 * finds its files below its working folder and prints its answer as the last line, JSON. What it says is as foreign as
 * what it was given.
 * @throws XinyuError SEAT_NOT_ISOLATED, THROW_AWAY
 */
export function createThrowAway(core: Core, driver: SandboxDriver): ThrowAway {
  // Behind the numbers of the seats, so that none of them is ever shared.
  const slots = createSlots(AT_ONCE, core.config.sandbox.maxLive + 1)
  const queue = createFairQueue(AT_ONCE)
  return async <T>(work: Parameters<ThrowAway>[0]): Promise<T> => {
    const release = await queue.place('throw-away', AbortSignal.timeout(600_000), () => {})
    const slot = slots.take()!
    let box: SeatBox | null = null
    try {
      const seatId = `throw-away-${Buffer.from(core.random.bytes(8)).toString('hex')}`
      const bare = { tables: null, own: null, packages: [], files: null }
      box = await driver.open({ seatId, slot, ...bare, limits: LIMITS })
      for (const { path, bytes } of work.files) await box.write(path, bytes)
      await box.write(SCRIPT, Buffer.from(work.script))
      return JSON.parse(await lastLine(box, work.timeMs)) as T
    } finally {
      await box?.close()
      slots.free(slot)
      release()
    }
  }
}

async function lastLine(box: SeatBox, timeMs: number): Promise<string> {
  const job = await box.job({ language: 'python', script: SCRIPT, parameters: {}, timeMs })
  let last = ''
  let bytes = 0
  for await (const event of job.events) {
    if (!('line' in event) || event.stream !== 'out') continue
    bytes += event.line.length
    if (bytes > MOST_TEXT) {
      await job.cancel()
      throw new XinyuError('THROW_AWAY', { why: 'too much output' })
    }
    if (event.line.trim() !== '') last = event.line
  }
  const { state } = await job.ended
  if (state !== 'ok' || last === '') throw new XinyuError('THROW_AWAY', { why: state })
  return last
}

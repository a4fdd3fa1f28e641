import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { problemOf } from '../../run/index.ts'
import type { Awake, House } from './house.ts'
import type { Starting } from './starting.ts'
import type { Stopping } from './stopping.ts'
import { addCpu } from './usage.ts'

/** How often the seats are looked at. */
export const LOOK_MS = 15_000
/** CPU within one look from which on a seat works, also where nobody asked for anything: a thread, a loop. */
const WORK_MS = 150
/** Where others wait for a place, who does nothing for so long makes room. */
const IDLE_WHEN_FULL_MS = 3 * 60_000
/** Files that changed are kept this long after the work, and at least so often while it goes on. */
const QUIET_MS = 15_000
const KEEP_MS = 60_000
const AT_ONCE = 4

/** Counts, keeps files, and puts those to sleep that do no work or have no CPU left. Network traffic says nothing. */
export function createCulling(house: House, starting: Starting, stopping: Stopping) {
  const { core } = house

  const measure = async (awake: Awake): Promise<void> => {
    const usage = await awake.live.box.usage()
    const used = Math.max(0, usage.cpuMs - awake.cpuCounted)
    if (awake.usage && used > WORK_MS) awake.lastWork = core.clock.now()
    awake.usage = usage
    awake.usageAt = core.clock.now()
    awake.cpuCounted = usage.cpuMs
    awake.cpuToday += used
    await addCpu(core, new Map([[awake.id, used]]))
  }

  const idleMs = (): number => {
    const most = core.config.sandbox.idleMinutes * 60_000
    return starting.waiting > 0 ? Math.min(most, IDLE_WHEN_FULL_MS) : most
  }

  const look = async (awake: Awake): Promise<void> => {
    await measure(awake)
    const { cpuSecondsPerDay } = awake.live.limits
    if (cpuSecondsPerDay !== null && awake.cpuToday >= cpuSecondsPerDay * 1000) {
      const problem = problemOf(new XinyuError('SEAT_CPU_QUOTA', { seconds: cpuSecondsPerDay }))
      return stopping.sleep(awake.id, 'asleep', problem)
    }
    const now = core.clock.now()
    if (now - awake.lastWork > idleMs())
      return stopping.sleep(awake.id, 'asleep', problemOf(new XinyuError('SEAT_SLEPT')))
    if (awake.dirty && (now - awake.lastWork > QUIET_MS || now - awake.keptAt > KEEP_MS))
      await stopping.keep(awake)
  }

  return {
    measure,
    async lookAtAll(): Promise<void> {
      const seats = [...house.awake.values()].filter(({ abort }) => !abort.signal.aborted)
      // Longest idle first, so that room is made by them.
      const order = seats.sort((a, b) => a.lastWork - b.lastWork)
      const worker = async () => {
        for (let awake = order.shift(); awake; awake = order.shift())
          await look(awake).catch((error: unknown) => {
            if (!isXinyuError(error) || error.code !== 'SEAT_ENDED')
              core.log.warn({ err: error, seat: awake?.id }, 'a seat could not be looked at')
          })
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
    },
  }
}

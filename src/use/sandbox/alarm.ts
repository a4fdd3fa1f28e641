import { systemActor } from '../../kernel/actor.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { SeatAlarm } from './driver/driver.ts'
import { seatById } from './seats/index.ts'

const DRIVER = systemActor('sandbox')
/** A program that tries in a loop makes one entry in this time, of each kind of try. */
const QUIET_MS = 10_000
const MOST_REMEMBERED = 10_000

/** What the driver tells of attempts to leave a seat, as evidence and as an event. */
export function createAlarm(core: Core): (alarm: SeatAlarm) => void {
  const last = new Map<string, number>()
  const told = async ({ seatId, what }: SeatAlarm): Promise<void> => {
    const seat = await seatById(core, seatId)
    // The probe and throw-away seats are nobody's.
    if (!seat) return
    await act(core, DRIVER, async ({ note, emit }) => {
      const { project_id: project, consumer_id: consumer } = seat
      note({ kind: 'seat.escape_tried', subject: { seat: seatId, project, consumer }, payload: { what } })
      emit('seat.escape', { seatId, what })
    })
  }
  return (alarm) => {
    const key = `${alarm.seatId} ${alarm.what}`
    const now = core.clock.now()
    if (now - (last.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return
    if (last.size >= MOST_REMEMBERED) last.clear()
    last.set(key, now)
    told(alarm).catch((error: unknown) => {
      last.delete(key)
      core.log.error({ err: error, seat: alarm.seatId, what: alarm.what }, 'an alarm of a seat was not kept')
    })
  }
}

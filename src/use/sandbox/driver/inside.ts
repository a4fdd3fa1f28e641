import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { processStart } from '../../../platform/home/index.ts'
import type { SeatLimits } from './driver.ts'
import type { Channel } from './frames.ts'
import type { PartGroup, SeatGroup } from './groups.ts'
import type { Warm } from './warm.ts'

/** Under load a fork and its way into the seat take a second or two. */
const ENTER_MS = 30_000

/** What all processes of one seat need to know to get in. */
export interface Place {
  readonly seatId: string
  readonly warm: Warm
  readonly group: SeatGroup
  /** Pid 1 of the seat, as the host counts. */
  readonly init: number
  /** Null: the own uid. */
  readonly uid: number | null
  readonly limits: SeatLimits
  readonly env: Readonly<Record<string, string>>
  readonly path: readonly string[]
  alarm(what: string): void
  /** After work was done: whether a limit was met that only an attack meets. */
  watch(): Promise<void>
}

/** A process within a seat, with the connection that only it and we hold. */
export interface Inside {
  readonly channel: Channel
  readonly pid: number
  readonly part: PartGroup
  /** Ends it with everything that it left running. */
  end(): Promise<void>
}

const Said = z.union([
  z.object({ ev: z.literal('entered'), pid: z.int().positive() }),
  z.object({ ev: z.enum(['ready', 'prepared']) }),
  z.object({ ev: z.literal('failed'), why: z.string().max(400) }),
])
let count = 0

/** Has the warm parent fork a child that enters the seat and confines itself. @throws XinyuError SEAT_OPEN_FAILED */
export const enterSeat = (place: Place, kind: string, more: { [key: string]: Json } = {}): Promise<Inside> =>
  place.warm.turn(() => enter(place, kind, more))

async function enter(place: Place, kind: string, more: { [key: string]: Json } = {}): Promise<Inside> {
  const part = await place.group.part(`${kind}-${++count}`)
  let pid = 0
  let start: string | null = null
  const end = async () => {
    channel?.close()
    await part.end()
    if (part.doors.length === 0) killInside(pid, start)
  }
  const channel = await place.warm.connect(kind).catch(async (error: unknown) => {
    await part.end()
    throw error
  })
  try {
    const { init, uid, limits, env, path } = place
    const seat = { pid: init, uid: uid ?? 0, gid: uid ?? 0 }
    await channel.send({
      do: kind,
      seatId: place.seatId,
      seat,
      groups: part.doors,
      limits,
      env,
      path,
      ...more,
    })
    for (;;) {
      const frame = await channel.receiveWithin(ENTER_MS)
      const said = Said.safeParse(frame && 'json' in frame ? frame.json : null)
      if (!said.success) throw new XinyuError('SEAT_OPEN_FAILED', { why: `${kind}: no answer` })
      if (said.data.ev === 'failed') throw new XinyuError('SEAT_OPEN_FAILED', { why: said.data.why })
      if (said.data.ev !== 'entered') {
        void channel.closed.then(() => {
          if (channel.misused) place.alarm('frames')
        })
        return { channel, pid, part, end }
      }
      pid = said.data.pid
      start = processStart(pid)
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** The number is trusted only while the process is the one that entered. */
function killInside(pid: number, start: string | null): void {
  if (start === null || processStart(pid) !== start) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}

import type { UserActor } from '../../kernel/actor.ts'
import type { Origin } from '../run/index.ts'
import type { SeatFile } from './driver/index.ts'
import { contractsOf, type SeatHouse } from './seats/index.ts'

/** The largest file that is taken out of a seat at once. */
const MOST_BYTES = 256 * 1_048_576

/** A file on its way out, with what it may rest on. */
export interface TakenFile {
  readonly bytes: Buffer
  readonly projectId: string
  /** Every contract that the seat's files may rest on. */
  readonly contractIds: string[]
}

/** Files of a seat for the airlock: taken by a member of the team, with a step that says so. */
export function createSeatFiles(seats: SeatHouse) {
  const { core } = seats.house
  return {
    async read(actor: UserActor, seatId: string, path: string, origin: Origin): Promise<TakenFile> {
      const seat = await seats.enter(actor, seatId, origin)
      const bytes = await seat.box.read(path, MOST_BYTES)
      await seat.step(actor, {
        kind: 'seat.export',
        subject: { seat: seatId },
        payload: { path, bytes: bytes.length },
      })
      seat.touch()
      return { bytes, projectId: seat.projectId, contractIds: await contractsOf(core, seatId) }
    },
    async list(actor: UserActor, seatId: string, origin: Origin): Promise<SeatFile[]> {
      const seat = await seats.enter(actor, seatId, origin)
      return seat.box.list()
    },
  }
}

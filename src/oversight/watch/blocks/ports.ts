import type { WatchNumbers } from '../wall/model.ts'

/** Whose work is slowed down or stopped, given by `app.ts`: the doors of the rooms to the left. All are idempotent. */
export interface WatchPorts {
  /** Stops a seat and everything in it until it is unblocked. */
  blockSeat(seatId: string): Promise<void>
  unblockSeat(seatId: string): Promise<void>
  /** The share of CPU of a seat; null: the normal one. Forgotten when the seat sleeps. */
  weighSeat(seatId: string, cpuWeight: number | null): Promise<void>
  /** Stops a run that is under way. */
  stopRun(runId: string): void
  /** Seats and airlock as the wall shows them. */
  readonly numbers: WatchNumbers
}

import type { z } from 'zod'
import type { Actor, UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import type { HeldStep, Origin, ProblemView } from '../../run/index.ts'
import type { SeatBox } from '../driver/driver.ts'
import type { SeatTable } from '../tables/dictionary.ts'
import type { RecordedView, SeatLimitsView, SeatView } from '../model.ts'

/** A seat that is awake, as the rooms that work in it see it. Another object after each sleep. */
export interface LiveSeat {
  readonly id: string
  readonly projectId: string
  readonly consumerId: string
  readonly box: SeatBox
  readonly limits: SeatLimits
  /** What is shown in it: tables of the project and what the team brought. */
  readonly tables: readonly SeatTable[]
  /** One step under every grant that the seat holds; the leaf of the first. @throws XinyuError GRANT_VOID */
  step(actor: UserActor, step: HeldStep): Promise<number>
  /** Aborted with the reason: the seat is being blocked, closed or put to sleep. */
  readonly signal: AbortSignal
  /** Work happened: idling is counted from here, never from network traffic. */
  touch(): void
}
export type SeatLimits = Readonly<z.output<typeof SeatLimitsView>>

/** What stands in a seat's row: nothing is worked out for it. */
export type OwnSeat = Pick<SeatView, 'id' | 'projectId' | 'consumerId' | 'name' | 'state'>

/** Why the signal of a live seat is aborted. */
export type SeatStop = 'asleep' | 'blocked' | 'closed' | 'narrowed' | 'died' | 'shutdown'

export interface Seats {
  /**
   * The seat, if the actor's body owns its project, awake: wakes a sleeping one.
   * @throws XinyuError NOT_FOUND, SEAT_BLOCKED, SEAT_CLOSED, SEAT_WAITING, SEAT_TERMINAL (bound elsewhere)
   */
  enter(actor: UserActor, seatId: string, origin: Origin): Promise<LiveSeat>
  /** Only looked at; wakes nothing. @throws XinyuError NOT_FOUND */
  view(actor: UserActor, seatId: string): Promise<SeatView>
  /** Which seat it is, where only a member of its own body may work in it. @throws XinyuError NOT_FOUND */
  own(actor: UserActor, seatId: string): Promise<OwnSeat>
  /** The seat as it is awake now, whoever asks: for work that goes on. Null: asleep. */
  awake(seatId: string): LiveSeat | null
  /**
   * A place for heavy work: fair between seats (least CPU used first), its number in the queue told while it changes.
   * The place is given back by the returned function, with the CPU that was used.
   * @throws XinyuError SEAT_CPU_QUOTA
   */
  slot(
    seatId: string,
    kind: 'cell' | 'job',
    signal: AbortSignal,
    told: (place: number) => void,
  ): Promise<(cpuMs?: number) => void>
  block(seatId: string, why: ProblemView, by: Actor): Promise<void>
  unblock(seatId: string, by: Actor): Promise<void>
  readonly bus: SeatBus
}

/** What happens in a seat, for those who look on (`GET /seats/:id/events`). */
export interface SeatBus {
  tell(seatId: string, event: 'seat' | 'cell' | 'output' | 'notebook' | 'job' | 'presence', data: Json): void
  /** Returns the function that stops it. */
  listen(seatId: string, listener: (event: string, data: Json) => void): () => void
}

/** What the seats ask of the rooms that work in them. */
export interface SeatPorts {
  /** Keeps what happened for the replay. */
  record(entry: {
    readonly seatId: string
    readonly userId: string | null
    readonly kind: RecordedView['kind']
    readonly text: string
    readonly leaf: number | null
  }): Promise<void>
  /** May somebody from here enter a seat? @throws XinyuError SEAT_TERMINAL */
  mayEnter(seatId: string, actor: UserActor, origin: Origin): Promise<void>
  /** Rows that were looked at within a day, by project. */
  viewed(projectIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Which of these seats are bound to terminals. */
  bound(seatIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Destroys what is kept of a closed seat (notebooks, job logs) but the recording; what it was, for the proof. */
  destroy(seatId: string): Promise<Json>
}

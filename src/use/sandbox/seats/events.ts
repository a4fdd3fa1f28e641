interface OfSeat {
  seatId: string
  projectId: string
  consumerId: string
}

declare module '../../../kernel/events.ts' {
  interface Events {
    'seat.opened': OfSeat
    'seat.slept': OfSeat
    'seat.blocked': OfSeat
    'seat.closed': OfSeat
    /** What confines a seat stopped something: a forbidden call, a fork bomb, memory beyond its limit. */
    'seat.escape': { seatId: string; what: string }
  }
}

export type SeatEventName = 'seat.opened' | 'seat.slept' | 'seat.blocked' | 'seat.closed'

/** Who is in which seat: from the first thing that somebody does there until they leave, or are not heard of for long. */
export interface Presence {
  /** True where the user was not there before. */
  join(seatId: string, userId: string): boolean
  leave(seatId: string, userId: string): boolean
  of(seatId: string): string[]
  /** Seats that a user is in. */
  seatsOf(userId: string): string[]
  /** Somebody looks on by a stream: present as long as it is open. */
  hold(seatId: string, userId: string): () => void
  clear(seatId: string): void
  /** Lets those go who were not heard of. Returns whom. */
  expire(): { seatId: string; userId: string }[]
}

const AWAY_MS = 5 * 60_000

export function createPresence(now: () => number): Presence {
  const seats = new Map<string, Map<string, { seen: number; held: number }>>()
  const users = (seatId: string) => {
    const found = seats.get(seatId) ?? new Map<string, { seen: number; held: number }>()
    seats.set(seatId, found)
    return found
  }
  const leave = (seatId: string, userId: string): boolean => {
    const found = seats.get(seatId)
    const was = found?.delete(userId) ?? false
    if (found?.size === 0) seats.delete(seatId)
    return was
  }
  return {
    join(seatId, userId) {
      const known = users(seatId).get(userId)
      users(seatId).set(userId, { seen: now(), held: known?.held ?? 0 })
      return known === undefined
    },
    leave,
    of: (seatId) => [...(seats.get(seatId)?.keys() ?? [])],
    seatsOf: (userId) => [...seats].flatMap(([seatId, found]) => (found.has(userId) ? [seatId] : [])),
    hold(seatId, userId) {
      const known = seats.get(seatId)?.get(userId)
      if (known) known.held++
      return () => {
        const left = seats.get(seatId)?.get(userId)
        if (left) Object.assign(left, { held: Math.max(0, left.held - 1), seen: now() })
      }
    },
    clear: (seatId) => void seats.delete(seatId),
    expire() {
      const gone = [...seats].flatMap(([seatId, found]) =>
        [...found].flatMap(([userId, { seen, held }]) =>
          held === 0 && now() - seen > AWAY_MS ? [{ seatId, userId }] : [],
        ),
      )
      for (const { seatId, userId } of gone) leave(seatId, userId)
      return gone
    },
  }
}

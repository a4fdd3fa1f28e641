/** A sum over a sliding time, held in few slots however many signals come. */
export interface Window {
  add(at: number, amount: number, leaf: number | null, userId: string | undefined): void
  /** What lies within the time before `at`. */
  sum(at: number): number
  readonly leaves: readonly number[]
  readonly users: readonly string[]
  /** The last moment that counts for it. */
  readonly last: number
  clear(): void
}

/** Slots that one window is cut into: an old signal leaves at most this share of the time late. */
const SLOTS = 60
/** Entries and users that an alert names at most. */
const MOST_NAMED = 20

export function createWindow(lengthMs: number): Window {
  const slotMs = Math.max(1, Math.ceil(lengthMs / SLOTS))
  let slots: { slot: number; amount: number }[] = []
  let leaves: number[] = []
  const users = new Set<string>()
  let last = 0
  return {
    add(at, amount, leaf, userId) {
      const slot = Math.floor(at / slotMs)
      const newest = slots.at(-1)
      // Signals of several sources come nearly in order; a late one counts with the newest slot.
      if (newest && newest.slot >= slot) newest.amount += amount
      else slots.push({ slot, amount })
      if (leaf !== null) leaves = [...leaves, leaf].slice(-MOST_NAMED)
      if (userId !== undefined && users.size < MOST_NAMED) users.add(userId)
      last = Math.max(last, at)
    },
    sum(at) {
      const first = Math.floor((at - lengthMs) / slotMs)
      slots = slots.filter(({ slot }) => slot > first)
      return slots.reduce((sum, { amount }) => sum + amount, 0)
    },
    get leaves() {
      return leaves
    },
    get users() {
      return [...users]
    },
    get last() {
      return last
    },
    clear() {
      slots = []
      leaves = []
      users.clear()
    },
  }
}

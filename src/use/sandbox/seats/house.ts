import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Held, Runs } from '../../run/index.ts'
import type { SandboxDriver, SeatUsage } from '../driver/driver.ts'
import type { FairQueue } from '../queue/fair.ts'
import type { SeatTables } from '../tables/ensure.ts'
import type { SeatBusInside } from './bus.ts'
import type { LiveSeat, SeatPorts, SeatStop } from './live.ts'
import type { Presence } from './presence.ts'
import type { SeatRow } from './store.ts'

/** A seat that is awake in this process. */
export interface Awake {
  readonly id: string
  readonly live: LiveSeat
  readonly abort: AbortController
  readonly held: readonly Held[]
  readonly tables: SeatTables
  readonly ownFolder: string | null
  readonly slot: number
  lastWork: number
  /** Work happened since the files were last kept. */
  dirty: boolean
  keptAt: number
  /** What the file area looked like when it was last kept. */
  keptMark: string
  usage: SeatUsage | null
  usageAt: number
  /** CPU of the box that is counted already, and that was used today, ms. */
  cpuCounted: number
  cpuToday: number
  /** One saving after the other. */
  saving: Promise<void>
  /** Being put down: once, whoever asks. */
  down: Promise<void> | null
}

/** What the parts of the seats share. */
export interface House {
  readonly core: Core
  readonly runs: Runs
  readonly driver: SandboxDriver
  /** Only a demo has seats where isolation is degraded. */
  readonly demo: boolean
  readonly ports: SeatPorts
  readonly bus: SeatBusInside
  readonly presence: Presence
  readonly awake: Map<string, Awake>
  readonly slots: Slots
  readonly queues: { readonly cell: FairQueue; readonly job: FairQueue }
  /** One after the other for each seat. */
  inTurn<T>(seatId: string, work: () => Promise<T>): Promise<T>
  tablesOf(projectId: string, contractIds: ReadonlySet<string>): Promise<SeatTables | null>
  /** Folder of what the team brought; null: nothing. */
  ownOf(projectId: string): Promise<{ folder: string; tables: SeatTables['tables'] } | null>
  /** Folders of approved packages that every seat of a project sees. */
  packagesOf(projectId: string): Promise<readonly string[]>
  /** Tells those who look on that the seat changed. */
  changed(row: SeatRow): void
}

/** Numbers of those that are awake: the driver makes uid and groups of them, so that no two have the same. */
export interface Slots {
  /** Null: all are taken. */
  take(): number | null
  free(slot: number): void
  readonly taken: number
}

export function createSlots(most: number, first = 1): Slots {
  const used = new Set<number>()
  return {
    take() {
      if (used.size >= most) return null
      let slot = first
      while (used.has(slot)) slot++
      used.add(slot)
      return slot
    },
    free: (slot) => void used.delete(slot),
    get taken() {
      return used.size
    },
  }
}

export function createTurns(): House['inTurn'] {
  const last = new Map<string, Promise<unknown>>()
  return (seatId, work) => {
    const turn = (last.get(seatId) ?? Promise.resolve()).then(work, work)
    last.set(seatId, turn)
    const tidy = () => void (last.get(seatId) === turn && last.delete(seatId))
    turn.then(tidy, tidy)
    return turn
  }
}

export const isAwake = (found: Awake | undefined): found is Awake =>
  found !== undefined && !found.abort.signal.aborted

export const reasonOf = (found: Awake): SeatStop => found.abort.signal.reason as SeatStop

import type { UserActor } from '../../../kernel/actor.ts'
import type { Cell } from '../model.ts'
import type { LiveSeat } from '../seats/live.ts'
import type { CellResult } from './store.ts'

/** A cell that waits for its turn, or has it. */
export interface CellTask {
  readonly actor: UserActor
  readonly seat: LiveSeat
  readonly notebookId: string
  readonly cell: Cell
  /** Cells that were asked for together: where one fails, those behind it do not run. */
  readonly batch: symbol
  /** Aborted while it waits: it does not run. */
  readonly stop: AbortController
  /** What is seen of it now. */
  view: CellResult
  /** Settles when it has run, or will not. */
  readonly over: PromiseWithResolvers<void>
}

/** The cells of each seat one after the other, in the order in which they were asked for. */
export interface Lanes {
  add(tasks: readonly CellTask[]): void
  of(seatId: string): readonly CellTask[]
  /** Seats in which something waits or runs. */
  seats(): string[]
  /** The task whose turn it is. */
  running(seatId: string): CellTask | null
  /** Takes waiting cells out; those that have begun are left. Returns how many. */
  drop(seatId: string, which: (task: CellTask) => boolean): number
  settled(): Promise<void>
}

/** `run` never rejects; false: it did not end well. */
export function createLanes(
  run: (task: CellTask) => Promise<boolean>,
  dropped: (task: CellTask) => void,
): Lanes {
  const lanes = new Map<string, { tasks: CellTask[]; now: CellTask | null; work: Promise<void> }>()

  const drop: Lanes['drop'] = (seatId, which) => {
    const lane = lanes.get(seatId)
    if (!lane) return 0
    const gone = lane.tasks.filter((task) => task !== lane.now && which(task))
    lane.tasks = lane.tasks.filter((task) => !gone.includes(task))
    for (const task of gone) {
      task.stop.abort()
      task.over.resolve()
      dropped(task)
    }
    return gone.length
  }

  const work = async (seatId: string): Promise<void> => {
    const lane = lanes.get(seatId)!
    for (let task = lane.tasks[0]; task; task = lane.tasks[0]) {
      lane.now = task
      const well = await run(task)
      lane.tasks.shift()
      lane.now = null
      task.over.resolve()
      if (!well) drop(seatId, ({ batch }) => batch === task.batch)
    }
    lanes.delete(seatId)
  }

  return {
    drop,
    add(tasks) {
      const [first] = tasks
      if (!first) return
      const seatId = first.seat.id
      const lane = lanes.get(seatId)
      if (lane) return void lane.tasks.push(...tasks)
      const fresh = { tasks: [...tasks], now: null, work: Promise.resolve() }
      lanes.set(seatId, fresh)
      fresh.work = work(seatId)
    },
    of: (seatId) => lanes.get(seatId)?.tasks ?? [],
    seats: () => [...lanes.keys()],
    running: (seatId) => lanes.get(seatId)?.now ?? null,
    async settled() {
      await Promise.all([...lanes.values()].map((lane) => lane.work))
    },
  }
}

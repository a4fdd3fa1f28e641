import type { UserActor } from '../../kernel/actor.ts'
import { Config } from '../../platform/config/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type ContractSpace, contractSpace } from '../../../test/support/contracts.ts'
import { seatMigrations } from '../../use/sandbox/seats/tables.ts'
import { runMigrations } from '../../use/run/index.ts'
import { historyMigrations } from '../../use/check/index.ts'
import { createWatch, type Watch, watchMigrations, type WatchPorts } from './index.ts'

/** A space with a watch over it whose doors to seats and runs are written down instead of opened. */
export interface WatchSpace {
  readonly space: ContractSpace
  readonly core: Core
  readonly done: string[]
  readonly duty: UserActor
  readonly security: UserActor
  /** A user of the insurer who may be watched. */
  readonly developer: UserActor
  watch(): Promise<Watch>
  /** Doors that fail as often as this says before they open. */
  failing: number
  stop(): Promise<void>
}

export async function watchSpace(): Promise<WatchSpace> {
  const space = await contractSpace({}, [runMigrations, historyMigrations, seatMigrations, watchMigrations])
  const core: Core = { ...space.core, config: Config.parse({ products: { assessment: 'optional' } }) }
  const done: string[] = []
  const door = (name: string) => async (id: string) => {
    if (made.failing-- > 0) throw new Error('the door does not open')
    done.push(`${name} ${id}`)
  }
  const ports: WatchPorts = {
    blockSeat: door('block'),
    unblockSeat: door('unblock'),
    weighSeat: async (id, weight) => void done.push(`weigh ${id} ${weight}`),
    stopRun: (id) => void done.push(`stop ${id}`),
    numbers: {
      seats: async () => ({ seats: [], queue: 0 }),
      airlock: async () => ({ waiting: 0, oldestMs: null }),
    },
  }
  const open: Watch[] = []
  const made: WatchSpace = {
    space,
    core,
    done,
    failing: 0,
    duty: await space.colleague('operator', ['duty_officer']),
    security: await space.colleague('operator', ['security_officer']),
    developer: await space.colleague('insurer', ['developer']),
    async watch() {
      const watch = createWatch(core, ports)
      await watch.start()
      open.push(watch)
      return watch
    },
    async stop() {
      for (const watch of open) await watch.stop()
      await space.stop()
    },
  }
  return made
}

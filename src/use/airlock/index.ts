import './tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { destroyKept, expireRequests } from './actions/end.ts'
import { registerInspect } from './actions/submit.ts'
import type { Airlock, AirlockPorts } from './ports.ts'

export type * from './events.ts'
export { queueFor } from './list.ts'
export * from './model.ts'
export type { Airlock, AirlockPorts, SeatFiles } from './ports.ts'
export { airlockRoutes } from './routes.ts'
export { airlockMigrations } from './tables.ts'
export { sweepVault } from './vault.ts'
export { type AirlockWaiting, waitingAtAirlock } from './waiting.ts'

/** Made once in `app.ts`: registers the inspection job. */
export function createAirlock(core: Core, runs: Airlock['runs'], ports: AirlockPorts): Airlock {
  const airlock: Airlock = { core, runs, ports }
  registerInspect(airlock)
  return airlock
}

/** Ends what ran out, and destroys what is kept no longer. */
export async function tidyAirlock(airlock: Airlock): Promise<void> {
  await expireRequests(airlock)
  await destroyKept(airlock)
}

import type { Core } from '../safeguard/evidence/index.ts'
import { type Airlock, type AirlockPorts, createAirlock } from '../use/airlock/index.ts'
import type { Runs } from '../use/run/index.ts'
import type { Sandbox } from '../use/sandbox/index.ts'
import type { InspectOne } from './sandbox.ts'

/** The airlock takes files out of seats and hears who was in them: neither room knows the other. */
export const wireAirlock = (
  core: Core,
  runs: Runs,
  { sandbox, inspect }: { readonly sandbox: Sandbox; readonly inspect: InspectOne },
  known: NonNullable<AirlockPorts['known']>,
): Airlock =>
  createAirlock(core, runs, {
    files: {
      read: (actor, seatId, path, origin) => sandbox.files.read(actor, seatId, path, origin),
      people: async (seatId) => sandbox.people(seatId),
    },
    inspect,
    async views(projectId, rows) {
      const lease = await sandbox.base.views.lease(projectId, rows)
      await core.db.transaction().execute((tx) => lease.pay(tx, lease.rows))
      lease.done()
      return lease.rows
    },
    known,
  })

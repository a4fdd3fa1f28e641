import { systemActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { runQuality } from './runs.ts'

/** Versions of a treatment's tables land one after another; the check waits until they have. */
const QUIET_MS = 3_000

/**
 * A check follows each new version of a dataset that an automatic treatment binds. A server that is killed within the
 * quiet time forgets it; the next version, or a person, asks again.
 * @returns stops the waiting ones
 */
export function checkAfterLanding(core: Core, quietMs = QUIET_MS): () => void {
  const waiting = new Map<string, NodeJS.Timeout>()
  core.events.on('version.landed', async ({ datasetId }) => {
    const rows = await core.db
      .selectFrom('treatment')
      .select(['id', 'tables'])
      .where('automatic', '=', true)
      .execute()
    for (const { id, tables } of rows) {
      if (!tables.some((table) => table.datasetId === datasetId)) continue
      clearTimeout(waiting.get(id))
      const timer = setTimeout(() => {
        waiting.delete(id)
        runQuality(core, systemActor('quality'), id).catch((error: unknown) =>
          core.log.error({ err: error, treatment: id }, 'the check after a landing could not be asked for'),
        )
      }, quietMs)
      waiting.set(id, timer)
    }
  })
  return () => {
    for (const timer of waiting.values()) clearTimeout(timer)
  }
}

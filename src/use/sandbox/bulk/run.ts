import { type Actor, systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type ProblemView, problemOf } from '../../run/index.ts'
import { BULK_JOB } from './actions.ts'
import type { BulkLine } from './tables.ts'

/** What a line of a list does; idempotent, since a killed job runs again. */
export interface BulkWork {
  open(by: Actor, line: BulkLine): Promise<void>
  /** Leaf of the seat's own proof of destruction. */
  close(by: Actor, line: BulkLine, reason: string): Promise<number>
}

interface Proof {
  readonly seat: string
  readonly project: string
  readonly leaf: number
}

export function registerBulk(core: Core, work: BulkWork): void {
  core.jobs.register<{ bulkId: string }>(
    BULK_JOB,
    async ({ input, actor, signal, progress }): Promise<Json> => {
      const bulk = await core.db
        .selectFrom('seat_bulk')
        .selectAll()
        .where('id', '=', input.bulkId)
        .executeTakeFirstOrThrow()
      if (bulk.state !== 'running') return { state: bulk.state }
      const { lines, kind, reason } = bulk
      const problems: { line: number; problem: ProblemView }[] = []
      const proofs: Proof[] = []
      let done = 0
      try {
        for (const line of lines) {
          signal.throwIfAborted()
          progress(done / lines.length, `seats.${kind}`, { done, total: lines.length })
          try {
            if (kind === 'open') await work.open(actor, line)
            else {
              const leaf = await work.close(actor, line, reason ?? '')
              proofs.push({ seat: line.seatId, project: line.projectId, leaf })
            }
            done++
          } catch (error) {
            problems.push({ line: line.line, problem: shown(core, error) })
          }
          await write(core, bulk.id, { done, problems: JSON.stringify(problems) })
        }
      } catch (error) {
        // A shutdown lets it go on at the next start; a cancel ends it where it is.
        if (signal.reason === 'cancel') await finish(core, actor, bulk.id, kind, 'failed', proofs, done)
        throw error
      }
      const leaf = await finish(core, actor, bulk.id, kind, 'done', proofs, done)
      return { done, failed: problems.length, leaf }
    },
  )
}

function shown(core: Core, error: unknown): ProblemView {
  if (isXinyuError(error)) return problemOf(error)
  core.log.error({ err: error }, 'a line of a list of seats failed')
  return problemOf(new XinyuError('INTERNAL', { id: '–' }))
}

/** How far it is says nothing of its own: each seat has its entries. */
const write = (core: Core, id: string, values: { done: number; problems?: string }) =>
  core.db.updateTable('seat_bulk').set(values).where('id', '=', id).execute()

/** One signed entry names every seat that was closed, and where its own proof stands. */
async function finish(
  core: Core,
  by: Actor,
  bulkId: string,
  kind: 'open' | 'close',
  state: 'done' | 'failed',
  proofs: readonly Proof[],
  done: number,
): Promise<number> {
  const acted = await act(core, by.kind === 'user' ? by : systemActor('seats'), async ({ note }) => {
    note({
      kind: kind === 'close' ? 'seats.destroyed' : 'seats.opened_in_bulk',
      subject: { bulk: bulkId },
      payload: { state, done, destroyed: proofs.map((proof) => ({ ...proof })) },
    })
  })
  const { leaf } = acted.entries[0]!
  // Said to be over only when its proof has its place: killed in between, it is finished once more.
  await core.db
    .updateTable('seat_bulk')
    .set({ state, done, ...(kind === 'close' ? { leaf } : {}) })
    .where('id', '=', bulkId)
    .execute()
  return leaf
}

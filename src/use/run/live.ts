import type { Core } from '../../safeguard/evidence/index.ts'

/** Why a running use was stopped. */
export type StopReason = 'cancelled' | 'contract' | 'consent' | 'renewal' | 'shutdown'

export interface Live {
  readonly contractId: string
  readonly bodies: readonly string[]
  readonly consentId: string | null
  readonly abort: AbortController
}

/** What runs in this process now, and the events that stop it at once. */
export interface LiveRuns {
  add(runId: string, run: Live): void
  remove(runId: string): void
  has(runId: string): boolean
  /** True when there was one to stop. */
  stop(runId: string, why: StopReason): boolean
}

export function createLiveRuns(core: Core): LiveRuns {
  const live = new Map<string, Live>()
  const stopWhere = (test: (run: Live) => boolean, why: StopReason) => {
    for (const run of live.values()) if (test(run)) run.abort.abort(why)
  }
  // Suspension, withdrawal (of an authority too) or the end of a contract stops what runs under it.
  core.events.on('contract.stopped', ({ contractId }) =>
    stopWhere((run) => run.contractId === contractId, 'contract'),
  )
  core.events.on('participant.suspended', ({ participantId }) =>
    stopWhere((run) => run.bodies.includes(participantId), 'contract'),
  )
  core.events.on('consent.withdrawn', ({ consentId }) =>
    stopWhere((run) => run.consentId === consentId, 'consent'),
  )
  return {
    add: (runId, run) => void live.set(runId, run),
    remove: (runId) => void live.delete(runId),
    has: (runId) => live.has(runId),
    stop(runId, why) {
      const found = live.get(runId)
      found?.abort.abort(why)
      return found !== undefined
    },
  }
}

import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { errorText, isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { type ContractView, visibleContract } from '../../flow/contract/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { checkTable } from '../check/index.ts'
import type { NewRun, OutputTable, ProblemView } from './model.ts'
import { closeRun, type Granted, grantRun, openData, refuseRun, releaseRun } from './moments.ts'
import { writeOutput } from './outputs.ts'
import type { GrantTerms, Prepared, StepKind } from './step.ts'
import { grantTermsOf } from './terms.ts'

/** The one path for every use of data. Made once in `app.ts`; kinds of step register with it. */
export interface Runs {
  register(step: StepKind<never>): void
  /** Checks form only, opens nothing, records nothing. @throws XinyuError with the refusal */
  explain(actor: UserActor, contractId: string, sql: string): Promise<Prepared>
  /** Runs to the end and returns the run's id; a refusal or failure is recorded in the run, not thrown. */
  run(actor: UserActor, input: NewRun): Promise<string>
  /** Stops a running run. True when there was one to stop. */
  stop(runId: string, why: StopReason): boolean
  /** Closes what a killed server left open, and grants that ran out unused. Returns how many. */
  recover(): Promise<number>
}

export type StopReason = 'cancelled' | 'contract' | 'shutdown'

interface Live {
  readonly contractId: string
  readonly bodies: readonly string[]
  readonly abort: AbortController
}

export function createRuns(core: Core): Runs {
  const steps = new Map<string, StepKind<never>>()
  const live = new Map<string, Live>()
  const started = core.clock.now()

  // Suspension, withdrawal or the end of a contract stops what runs under it.
  core.events.on('contract.stopped', ({ contractId }) => {
    for (const run of live.values()) if (run.contractId === contractId) run.abort.abort('contract')
  })
  core.events.on('participant.suspended', ({ participantId }) => {
    for (const run of live.values()) if (run.bodies.includes(participantId)) run.abort.abort('contract')
  })

  const prepare = async (contract: ContractView, input: NewRun, terms: GrantTerms): Promise<Prepared> => {
    const step = steps.get(input.kind)
    if (!step) throw new XinyuError('RUN_KIND_UNKNOWN', { kind: input.kind })
    void contract
    return step.prepare(input as never, terms)
  }

  async function run(actor: UserActor, input: NewRun): Promise<string> {
    const contract = await visibleContract(core, actor, input.contractId)
    const terms = await grantTermsOf(core, contract.terms)

    const prepared = await prepare(contract, input, terms).catch(refusal)
    if (isXinyuError(prepared))
      return (await refuseRun(core, actor, contract, input, problemOf(prepared))).value

    const granted = (await grantRun(core, actor, contract, input)).value
    if (granted.decision.value !== 'allowed') return granted.runId

    const abort = new AbortController()
    const { providerId, consumerId } = contract.terms
    live.set(granted.runId, { contractId: contract.id, bodies: [providerId, consumerId], abort })
    try {
      await openData(core, actor, contract, granted, prepared.plan)
      const raw = await prepared.execute(abort.signal)
      const checked = checkTable(raw, { minGroup: terms.minGroup })
      const output: OutputTable = {
        columns: checked.columns.map(({ name, type, role }) => ({ name, type, role })),
        rows: prepared.arrange(checked.rows).map((row) => [...row]),
        minGroup: terms.minGroup,
      }
      const file = await writeOutput(core.home, granted.runId, output)
      await releaseRun(core, actor, contract, granted, {
        state: checked.verdict === 'withheld' ? 'withheld' : 'released',
        sha256: file.sha256,
        bytes: file.bytes,
        rows: output.rows.length,
        elapsedMs: Math.round(raw.elapsedMs),
        check: checked.record,
      })
    } catch (error) {
      await close(actor, granted, abort.signal, error)
    } finally {
      live.delete(granted.runId)
    }
    return granted.runId
  }

  async function close(
    actor: UserActor,
    granted: Granted,
    signal: AbortSignal,
    error: unknown,
  ): Promise<void> {
    if (signal.aborted && signal.reason === 'cancelled') {
      await closeRun(core, actor, granted.runId, 'cancelled', null)
      return
    }
    const known = signal.aborted && signal.reason === 'contract' ? new XinyuError('GRANT_VOID') : error
    if (!isXinyuError(known)) core.log.error({ err: error, run: granted.runId }, 'run failed unforeseen')
    const problem = problemOf(isXinyuError(known) ? known : new XinyuError('INTERNAL', { id: granted.runId }))
    await closeRun(core, actor, granted.runId, 'failed', problem)
  }

  return {
    register: (step) => void steps.set(step.kind, step),
    async explain(actor, contractId, sql) {
      const contract = await visibleContract(core, actor, contractId)
      const terms = await grantTermsOf(core, contract.terms)
      return prepare(contract, { contractId, kind: 'query', sql }, terms)
    },
    run,
    stop(runId, why) {
      const found = live.get(runId)
      found?.abort.abort(why)
      return found !== undefined
    },
    async recover() {
      const open = await core.db
        .selectFrom('run')
        .select('id')
        .where('state', 'in', ['granted', 'running'])
        .where((eb) => eb.or([eb('created_at', '<', started), eb('grant_until', '<', core.clock.now())]))
        .execute()
      const lost = open.filter(({ id }) => !live.has(id))
      for (const { id } of lost) await closeRun(core, systemActor('recovery'), id, 'lost', null)
      return lost.length
    },
  }
}

/** A refusal is an answer of the run; anything unforeseen goes on as a failure. */
function refusal(error: unknown): XinyuError {
  if (isXinyuError(error) && errorText(error.code, error.params).status < 500) return error
  throw error
}

function problemOf(error: XinyuError): ProblemView {
  const { zh, en } = errorText(error.code, error.params)
  return { code: error.code, zh, en, ...(error.detail === undefined ? {} : { detail: error.detail }) }
}

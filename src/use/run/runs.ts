import { type Actor, systemActor, type UserActor } from '../../kernel/actor.ts'
import { errorText, isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { visibleContract } from '../../flow/contract/index.ts'
import { createNotices } from '../../flow/decision/index.ts'
import type { Policy } from '../../flow/policy/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { History } from '../check/index.ts'
import { downloadOutput } from './download.ts'
import { releaseFile } from './file-release.ts'
import { revokeFile } from './file-revoke.ts'
import type { FileRelease, Held, HoldAsk, NotHeld } from './held.ts'
import { holdRun } from './hold.ts'
import type { InlineAnswer, InlineUse } from './inline/model.ts'
import { runInline } from './inline/run.ts'
import { createLiveRuns, type StopReason } from './live.ts'
import type { NewRun } from './model.ts'
import { closeRun } from './moments/close.ts'
import { refuseRun } from './moments/grant.ts'
import { OUTPUT_MOST_BYTES } from './outputs.ts'
import { needsPeople } from './people.ts'
import { problemOf } from './problem.ts'
import { carryOut } from './query.ts'
import type { GrantTerms, Prepared, StepKind } from './step.ts'
import { grantTermsOf } from './terms.ts'
import { createTools } from './tools.ts'
import { environmentOf, NO_ORIGIN, type Origin, type Use } from './use.ts'

/** The one path for every use of data. Made once in `app.ts`; kinds of step register with it. */
export interface Runs {
  register(step: StepKind<never>): void
  /** Checks form only, opens nothing, records nothing. @throws XinyuError with the refusal */
  explain(actor: UserActor, contractId: string, sql: string): Promise<Prepared>
  /** Runs to the end and returns the run's id; a refusal or failure is recorded in the run, not thrown. */
  run(actor: UserActor, input: NewRun, origin?: Origin): Promise<string>
  /** Grant, step and release in one transaction; what is not allowed, and what fails, has the value null. */
  inline<T>(actor: UserActor, use: InlineUse<T>): Promise<InlineAnswer<T>>
  /** Takes a released output away: a use of its own. `sent` makes what goes out of the stored bytes. */
  download<T extends { readonly length: number }>(
    actor: UserActor,
    runId: string,
    asked: { readonly format: 'json' | 'csv' | 'file'; readonly origin: Origin },
    sent: (body: Buffer) => T,
  ): Promise<T>
  /**
   * Work of many steps under one contract: decided, told and opened once, renewed while it goes on.
   * @throws XinyuError NOT_FOUND, RUN_VETOED, GRANT_VOID
   */
  hold(actor: UserActor, ask: HoldAsk): Promise<Held | NotHeld>
  /**
   * One file on its way out, asked for by its author: a run of its own.
   * @throws XinyuError NOT_FOUND, RUN_FILE_KIND, DECISION_DENIED, DECISION_CONDITIONAL, RUN_VETOED, RUN_OUTPUT_TOO_LARGE
   */
  releaseFile(actor: UserActor, file: FileRelease): Promise<{ runId: string; leaf: number }>
  /** Calls a released file back: its bytes are destroyed. @throws XinyuError NOT_FOUND, OUTPUT_NONE */
  revokeFile(actor: Actor, runId: string, reason: string): Promise<void>
  /** Stops a running run. True when there was one to stop. */
  stop(runId: string, why: StopReason): boolean
  /** Closes what a killed server left open, and grants that ran out unused. Returns how many. */
  recover(): Promise<number>
  /** What a project has used of its release budget. */
  readonly history: History
  /** Resolves when no notice to a provider is on its way any more. */
  settled(): Promise<void>
}

export type { StopReason } from './live.ts'

export interface RunOptions {
  /** How long a grant is valid before it must be renewed, ms. */
  readonly grantMs?: number
}

export function createRuns(core: Core, options: RunOptions = {}): Runs {
  const steps = new Map<string, StepKind<never>>()
  const tools = createTools(core, options.grantMs)
  const notices = createNotices(core)
  const live = createLiveRuns(core)
  const started = core.clock.now()

  const prepare = async (input: NewRun, terms: GrantTerms, policy: Policy): Promise<Prepared> => {
    const examined = needsPeople(policy)
    if (examined) throw examined
    const step = steps.get(input.kind)
    if (!step) throw new XinyuError('RUN_KIND_UNKNOWN', { kind: input.kind })
    return step.prepare(input as never, terms)
  }

  return {
    register: (step) => void steps.set(step.kind, step),
    async explain(actor, contractId, sql) {
      const contract = await visibleContract(core, actor, contractId)
      const terms = await grantTermsOf(core, contract.terms)
      return prepare({ contractId, kind: 'query', sql }, terms, contract.terms.policy)
    },
    async run(actor, input, origin = NO_ORIGIN) {
      const contract = await visibleContract(core, actor, input.contractId)
      const terms = await grantTermsOf(core, contract.terms)
      const asked = { kind: input.kind, title: input.title ?? null, text: input.sql }
      const prepared = await prepare(input, terms, contract.terms.policy).catch(refusal)
      if (isXinyuError(prepared))
        return (await refuseRun(tools, actor, contract, asked, problemOf(prepared))).value
      const closed = await tools.history.mustBeOpen(contract.terms.projectId).then(() => null, refusal)
      if (closed) return (await refuseRun(tools, actor, contract, asked, problemOf(closed))).value
      const use: Use = { ...asked, ...queryUse(input, origin, prepared, contract.terms.policy) }
      return carryOut({ tools, notices, live, actor, contract, use, prepared, terms })
    },
    download: (actor, runId, asked, sent) => downloadOutput(tools, notices, actor, runId, asked, sent),
    inline: (actor, use) => runInline(tools, notices, actor, use),
    hold: (actor, ask) => holdRun(tools, notices, live, actor, ask),
    releaseFile: (actor, file) => releaseFile(tools, notices, live, actor, file),
    revokeFile: (actor, runId, reason) => revokeFile(core, actor, runId, reason),
    stop: (runId, why) => live.stop(runId, why),
    async recover() {
      const open = await core.db
        .selectFrom('run')
        .select('id')
        .where('state', 'in', ['granted', 'running'])
        .where((eb) => eb.or([eb('created_at', '<', started), eb('grant_until', '<', core.clock.now())]))
        .execute()
      const lost = open.filter(({ id }) => !live.has(id))
      for (const { id } of lost) await closeRun(tools, systemActor('recovery'), id, 'lost', null)
      await notices.recover()
      return lost.length
    },
    history: tools.history,
    settled: () => notices.settled(),
  }
}

/** A query computes: what leaves is a statistic, over the API. */
const queryUse = (input: NewRun, origin: Origin, prepared: Prepared, policy: Policy) =>
  ({
    action: 'compute',
    fields: prepared.fields,
    environment: environmentOf(origin, 'xinyu/gate'),
    facts: {
      person: input.consentId === undefined ? null : { consentId: input.consentId },
      most: { rows: prepared.mostRows, bytes: OUTPUT_MOST_BYTES },
      enforceable: expressionsOf(policy).filter((text) => prepared.enforces(text)),
    },
  }) as const satisfies Partial<Use>

/** Every row expression that a policy holds. */
function expressionsOf({ permissions, prohibitions }: Policy): string[] {
  const all = [...permissions, ...prohibitions].flatMap(({ constraints }) =>
    constraints.flatMap(({ operand, value }) => (operand === 'valueExpression' ? [value].flat() : [])),
  )
  return [...new Set(all)]
}

/** A refusal is an answer of the run; anything unforeseen goes on as a failure. */
function refusal(error: unknown): XinyuError {
  if (isXinyuError(error) && errorText(error.code, error.params).status < 500) return error
  throw error
}

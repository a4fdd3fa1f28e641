import fc from 'fast-check'
import { errorText, isXinyuError } from '../../../kernel/errors/index.ts'
import { Config } from '../../../platform/config/index.ts'
import type { ContractSpace } from '../../../../test/support/contracts.ts'
import { endExpired } from '../ending/actions.ts'
import type { Side } from '../model.ts'
import { rejectRequest, withdrawRequest } from '../negotiation/actions.ts'
import {
  DAY,
  isOver,
  type Model,
  NOBODY,
  outcomes,
  type Phase,
  type Real,
  type Step,
  step,
  TERM_DAYS,
} from './model.fixture.ts'
import { actorOf, mortal, type Seen, seen, send } from './real.fixture.ts'

/** One message. A command of fast-check, so that a failing run shrinks to the fewest messages. */
export class Send implements fc.AsyncCommand<Model, Real> {
  readonly step: Step

  constructor(one: Step) {
    this.step = one
  }

  check(): boolean {
    return true
  }

  async run(model: Model, real: Real): Promise<void> {
    real.space.clock.advance(this.step.days * DAY)
    for (let time = 0; time < this.step.times; time++) await this.once(model, real)
    // Nothing that is refused, lost or killed leaves the two apart.
    same(model, await seen(real))
  }

  toString(): string {
    const { message, from, times, days, kill, stale } = this.step
    const marks = [
      times !== 1 && `×${times}`,
      days > 0 && `+${days}d`,
      stale && 'stale',
      kill && `dies ${kill.when} ${kill.at}`,
    ]
    return `${from} ${message} ${marks.filter(Boolean).join(' ')}`
  }

  private async once(model: Model, real: Real): Promise<void> {
    const before = await seen(real)
    const now = real.space.clock.now()
    const possible = outcomes(model, this.step, now)
    const { core, died } = mortal(real.core, this.step.kill)
    const failure = await send(core, real, before, this.step).catch((error: unknown) => error)
    const after = await seen(real)
    if (died()) {
      // What was killed is done, not done, or done up to a step of its own; each is a state that the rules know.
      const reached = [model, ...possible].find((one) => agrees(one, after))
      if (!reached) throw new Error(`${this.toString()} was killed and left ${JSON.stringify(after)}`)
      Object.assign(model, reached)
      return
    }
    if (isXinyuError(failure)) {
      const { status } = errorText(failure.code, failure.params)
      if (status < 400 || status >= 500) throw failure
      if (possible.length > 0)
        throw new Error(`${this.toString()} was refused (${failure.code}) in ${JSON.stringify(model)}`)
      return
    }
    if (failure !== undefined) throw failure
    const last = possible.at(-1)
    if (!last && NOBODY.has(this.step.message)) return
    if (!last) throw new Error(`${this.toString()} was not refused in ${JSON.stringify(model)}`)
    Object.assign(model, last)
  }
}

function agrees(model: Model, real: Seen): boolean {
  return (
    model.phase === real.phase &&
    (model.phase !== 'waiting' || model.turn === real.turn) &&
    model.round === real.round &&
    [...model.signed].sort().join() === [...real.signed].sort().join() &&
    (isOver(model.phase) || model.proposal === real.proposal)
  )
}

function same(model: Model, real: Seen): void {
  if (!agrees(model, real))
    throw new Error(`the rules say ${JSON.stringify(model)}, it is ${JSON.stringify(real)}`)
}

/** From wherever it stands, the clock and one side alone bring it to an end: nothing is stuck. */
async function bringToAnEnd(real: Real, by: Side): Promise<void> {
  const at = await seen(real)
  const actor = actorOf(real.space, by)
  if (at.phase === 'waiting') {
    if (by === 'provider') await rejectRequest(real.core, actor, real.requestId, 'enough of it')
    else await withdrawRequest(real.core, actor, real.requestId)
  } else if (!isOver(at.phase)) {
    real.space.clock.advance((TERM_DAYS + 1) * DAY)
    await endExpired(real.core)
  }
  const { phase } = await seen(real)
  if (!isOver(phase)) throw new Error(`stuck in ${phase}`)
}

async function begin(space: ContractSpace, manual: boolean): Promise<{ model: Model; real: Real }> {
  const until = space.clock.now() + TERM_DAYS * DAY
  const requestId = await space.ask({ policy: space.policy({ until, maxRuns: 1 }) })
  const config = Config.parse({
    products: { assessment: 'optional' },
    flow: { filing: manual ? 'manual' : 'automatic' },
  })
  return {
    model: {
      phase: 'waiting',
      turn: 'provider',
      round: 1,
      signed: [],
      proposal: null,
      filed: false,
      until,
      manual,
    },
    real: { space, core: { ...space.core, config }, requestId },
  }
}

/** Runs random interleavings; returns in which phases they stopped, each then brought to an end. */
export async function machineHolds(
  space: ContractSpace,
  { runs, mostMs }: { readonly runs: number; readonly mostMs: number },
): Promise<ReadonlyMap<Phase, number>> {
  const phases = new Map<Phase, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.constantFrom('provider' as const, 'consumer' as const),
      fc.commands([step.map((one) => new Send(one))], { maxCommands: 25, size: 'max' }),
      async (manual, ender, commands) => {
        let made: { model: Model; real: Real } | undefined
        await fc.asyncModelRun(async () => (made = await begin(space, manual)), commands)
        if (!made) return
        phases.set(made.model.phase, (phases.get(made.model.phase) ?? 0) + 1)
        await bringToAnEnd(made.real, ender)
      },
    ),
    { numRuns: runs, interruptAfterTimeLimit: mostMs },
  )
  return phases
}

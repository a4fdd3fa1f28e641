import type { UserActor } from '../../kernel/actor.ts'
import type { Granted } from './moments/grant.ts'
import { renewGrant } from './moments/renew.ts'
import type { RunContract } from './moments/row.ts'
import type { Tools } from './tools.ts'
import type { Use } from './use.ts'

export interface Renewal {
  /** From the moment that data is open. */
  start(): void
  stop(): Promise<void>
  /** The rule that denied a renewal. */
  because(): string
}

/** Work that outlives its grant asks again, at half of its time; a denied or failed renewal stops it. */
export function keepRenewed(
  tools: Tools,
  actor: UserActor,
  contract: RunContract,
  use: Use,
  granted: Granted,
  abort: AbortController,
): Renewal {
  let because = ''
  let asking: Promise<void> = Promise.resolve()
  const ask = async () => {
    try {
      const { value: decision } = await renewGrant(tools, actor, contract, use, granted)
      if (decision.value === 'allowed') return
      because = decision.because ?? decision.value
    } catch (error) {
      tools.core.log.warn({ err: error, run: granted.runId }, 'a grant was not renewed')
      because = 'unavailable'
    }
    abort.abort('renewal')
  }
  let timer: NodeJS.Timeout | undefined
  return {
    start() {
      timer = setInterval(() => {
        asking = asking.then(() => (abort.signal.aborted ? undefined : ask()))
      }, tools.grantMs / 2)
    },
    async stop() {
      clearInterval(timer)
      await asking
    },
    because: () => because,
  }
}

import type { Core } from '../../safeguard/evidence/index.ts'
import { forgetTokens } from './door.ts'
import { tellDecisions } from './feedback.ts'
import { createPostman } from './outbox.ts'
import { tellConnectors } from './platform/tell.ts'
import { followRemote } from './remote/follow.ts'
import { registered } from './remote/registrate.ts'

/** How often what happened is told and what is due is sent, ms. */
const EVERY_MS = 1000
/** Every so many turns old token numbers are forgotten. */
const FORGET_EVERY = 300

/** Tells, sends and follows, one turn at a time, until the returned function is called. */
export function startTc609(core: Core): () => Promise<void> {
  tellDecisions(core)
  const postman = createPostman(core, (message, answer) => registered(core, message, answer))
  let turn = 0
  let working: Promise<void> | null = null
  const work = async () => {
    try {
      await tellConnectors(core)
      await followRemote(core)
      await postman.deliver()
      if (turn++ % FORGET_EVERY === 0) await forgetTokens(core)
    } catch (error) {
      core.log.error({ err: error }, 'messages to other systems are put off')
    }
  }
  const timer = setInterval(() => {
    working ??= work().finally(() => (working = null))
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await working
    await postman.stop()
  }
}

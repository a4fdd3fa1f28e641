import type { Actor } from '../../kernel/actor.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'

/** Runs an action that locks a contract, one after the other for each contract. */
export type InTurn = <T>(
  actor: Actor,
  contractId: string,
  body: (scope: ActionScope) => Promise<T>,
) => Promise<Acted<T>>

/**
 * Who waits for a contract's row waits here, without a connection of the pool: one busy contract must not keep the
 * whole server from its database. The turn passes on at the end of the body; commits still make durable together.
 */
export function createTurns(core: Core): InTurn {
  const last = new Map<string, Promise<void>>()
  return async (actor, contractId, body) => {
    let pass = () => {}
    const mine = new Promise<void>((resolve) => (pass = resolve))
    const before = last.get(contractId)
    const tail = before ? before.then(() => mine) : mine
    last.set(contractId, tail)
    await before
    try {
      return await act(core, actor, async (scope) => {
        try {
          return await body(scope)
        } finally {
          pass()
        }
      })
    } finally {
      pass()
      if (last.get(contractId) === tail) last.delete(contractId)
    }
  }
}

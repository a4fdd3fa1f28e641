import type { Actor } from '../../kernel/actor.ts'
import type { EventName, Events } from '../../kernel/events.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Acted, ActionScope } from './act.ts'
import { prepareEntry, type PreparedEntry } from './entry.ts'
import { insertOutbox } from './outbox.ts'
import type { PayloadVault } from './payload/index.ts'
import type { Ticket } from './queue.ts'
import type { Sequencer } from './sequencer.ts'

/** Design rule 2: transaction with outbox → commit → stops → durable in the log → events → answer. */
export async function runAction<T>(
  sequencer: Sequencer,
  vault: PayloadVault,
  platform: Platform,
  actor: Actor,
  body: (scope: ActionScope) => Promise<T>,
): Promise<Acted<T>> {
  // Throws while nothing is written yet.
  const leave = await sequencer.admit()
  const { db, clock, random, events } = platform
  const now = clock.now()
  const entries: PreparedEntry[] = []
  const emitted: (() => Promise<void>)[] = []
  const stops: (() => Promise<void>)[] = []
  let ticket: Ticket | undefined
  let value: T
  try {
    value = await db.transaction().execute(async (tx) => {
      const result = await body({
        tx,
        actor,
        now,
        id: () => uuid7(random, now),
        note: (note) => void entries.push(prepareEntry(actor, now, note, random)),
        emit: <K extends EventName>(name: K, event: Events[K]) =>
          void emitted.push(() => events.publish(name, event)),
        stop: <K extends EventName>(name: K, event: Events[K]) =>
          void stops.push(() => events.publish(name, event)),
      })
      if (entries.length === 0)
        throw new TypeError('an action without a note leaves no evidence: this is a defect')
      ticket = sequencer.expect(entries)
      await insertOutbox(tx, entries, await vault.seal(entries))
      return result
    })
  } catch (error) {
    ticket?.cancelled()
    leave()
    throw error
  }
  // Also when nobody waits any more: until then its rows take up memory.
  ticket!.durable.then(leave, leave)
  const publish = async () => {
    for (const emit of emitted) await emit()
  }
  const sequenced = ticket!.committed()
  // After its own rows are handed over, so that what the stop brings about stands behind it in the log.
  const stopped = Promise.all(stops.map((stop) => stop()))
  const leaves = await sequenced.catch((error: unknown) => {
    // The action stands. Whoever listens is told when its evidence is durable after all.
    ticket!.durable.then(publish, () => {})
    throw error
  })
  await events.publish('evidence.appended', { leaf: leaves.at(-1)! })
  await publish()
  await stopped
  return { value, entries: entries.map(({ id }, at) => ({ id, leaf: leaves[at]! })) }
}

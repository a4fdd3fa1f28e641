/**
 * What happened, told after commit. A room on the left publishes; `app.ts` wires rooms on the right to it.
 * Rooms add their events by declaration merging:
 *   declare module '../../kernel/events.ts' { interface Events { 'contract.ended': { contractId: string } } }
 */
// oxlint-disable-next-line typescript/no-empty-interface -- filled by declaration merging in the rooms
export interface Events {}

export type EventName = keyof Events
export type Listener<K extends EventName> = (event: Events[K]) => void | Promise<void>

export interface EventBus {
  on<K extends EventName>(name: K, listener: Listener<K>): void
  /** Calls every listener; a failing listener is reported to `onError` and does not stop the others. */
  publish<K extends EventName>(name: K, event: Events[K]): Promise<void>
}

export function createEventBus(onError: (name: string, error: unknown) => void): EventBus {
  const listeners = new Map<string, Listener<never>[]>()
  return {
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
    },
    async publish(name, event) {
      const calls = (listeners.get(name) ?? []).map(async (listener) => listener(event as never))
      for (const result of await Promise.allSettled(calls)) {
        if (result.status === 'rejected') onError(name, result.reason)
      }
    },
  }
}

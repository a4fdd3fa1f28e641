import type { Signal } from './signals/model.ts'

/** What flowed within the last hour, counted as it passes: the wall asks every two seconds and must cost nothing. */
export interface Flows {
  count(kind: FlowKind, at: number, bytes?: number): void
  ofSignal(signal: Signal): void
  lastHour(now: number): { readonly kind: FlowKind; readonly count: number; readonly bytes: number }[]
  /** How many of a kind within the last minute. */
  lastMinute(kind: FlowKind, now: number): number
}

export const FLOW_KINDS = ['landed', 'runs', 'cells', 'views', 'airlock', 'released', 'downloads'] as const
export type FlowKind = (typeof FLOW_KINDS)[number]

const SLOT_MS = 10_000
const HOUR_MS = 3_600_000

interface Slot {
  readonly slot: number
  count: number
  bytes: number
}

export function createFlows(): Flows {
  const slots = new Map<FlowKind, Slot[]>(FLOW_KINDS.map((kind) => [kind, []]))
  const count: Flows['count'] = (kind, at, bytes = 0) => {
    const of = slots.get(kind)!
    const slot = Math.floor(at / SLOT_MS)
    const newest = of.at(-1)
    if (newest && newest.slot >= slot) {
      newest.count++
      newest.bytes += bytes
    } else of.push({ slot, count: 1, bytes })
    if (of.length > HOUR_MS / SLOT_MS + 1) of.shift()
  }
  const since = (kind: FlowKind, from: number) => slots.get(kind)!.filter(({ slot }) => slot * SLOT_MS > from)
  return {
    count,
    ofSignal(signal) {
      if (signal.kind === 'viewed') count('views', signal.at)
      if (signal.kind === 'released') count('released', signal.at, signal.bytes)
      if (signal.kind === 'downloaded') count('downloads', signal.at, signal.bytes)
      if (signal.kind === 'worked') count(signal.about.seatId === undefined ? 'runs' : 'cells', signal.at)
    },
    lastHour: (now) =>
      FLOW_KINDS.map((kind) => {
        const of = since(kind, now - HOUR_MS)
        return {
          kind,
          count: of.reduce((sum, one) => sum + one.count, 0),
          bytes: of.reduce((sum, one) => sum + one.bytes, 0),
        }
      }),
    lastMinute: (kind, now) => since(kind, now - 60_000).reduce((sum, one) => sum + one.count, 0),
  }
}

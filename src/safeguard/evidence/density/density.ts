import type { Db } from '../../../platform/postgres/index.ts'
import type { EntryFilter } from '../store.ts'
import { type DensityView, MOST_BARS } from './model.ts'
import { edgesOf, stepFor } from './steps.ts'
import { leavesBefore, spanOfLog, timesOf } from './store.ts'

const NOTHING: DensityView = { step: stepFor(0), bars: [], total: 0, whole: true }

/** How many entries fell into each stretch of time, for the picture above the list. */
export async function density(db: Db, filter: EntryFilter, zone: number): Promise<DensityView> {
  const { kind, subject, actor, own } = filter
  const narrowed = [kind, subject, actor, own].some((one) => one !== undefined)
  return narrowed ? walked(db, filter, zone) : halved(db, filter, zone)
}

async function halved(db: Db, filter: EntryFilter, zone: number): Promise<DensityView> {
  const span = await spanOfLog(db)
  if (!span) return NOTHING
  const edges = edgesWithin(
    Math.max(filter.from ?? span.from, span.from),
    Math.min(filter.to ?? span.to, span.to),
    zone,
  )
  if (!edges) return NOTHING
  const before = await leavesBefore(db, span.size, edges)
  const bars = edges
    .slice(0, -1)
    .map((at, bar) => ({ at, count: Math.max(0, before[bar + 1]! - before[bar]!) }))
  return view(edges, bars, true)
}

async function walked(db: Db, filter: EntryFilter, zone: number): Promise<DensityView> {
  const { times, whole } = await timesOf(db, filter)
  const first = times.reduce((least, at) => Math.min(least, at), Infinity)
  const last = times.reduce((most, at) => Math.max(most, at), -Infinity)
  const span = times.length === 0 ? null : await spanOfLog(db)
  // A stretch that reaches into a far future would have its bars there, and none where the entries are.
  const edges =
    span &&
    edgesWithin(
      Math.max(filter.from ?? first, Math.min(span.from, first)),
      Math.min(filter.to ?? last, Math.max(span.to, last)),
      zone,
    )
  if (!edges) return NOTHING
  const [start, step] = [edges[0]!, edges[1]! - edges[0]!]
  const counts = edges.slice(0, -1).map(() => 0)
  for (const at of times) {
    const bar = Math.floor((at - start) / step)
    if (bar in counts) counts[bar]! += 1
  }
  return view(
    edges,
    counts.map((count, bar) => ({ at: edges[bar]!, count })),
    whole,
  )
}

function edgesWithin(from: number, to: number, zone: number): number[] | null {
  if (from > to) return null
  const edges = edgesOf(from, to, stepFor(to - from), zone)
  return edges.length > MOST_BARS + 2 ? edges.slice(-MOST_BARS - 2) : edges
}

const view = (edges: readonly number[], bars: DensityView['bars'], whole: boolean): DensityView => ({
  step: edges[1]! - edges[0]!,
  bars,
  total: bars.reduce((sum, bar) => sum + bar.count, 0),
  whole,
})

import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { type Core, listEntries } from '../../../safeguard/evidence/index.ts'
import { visibleContract } from '../visible.ts'

export const PHASES = ['negotiation', 'signing', 'filing', 'use', 'change', 'end'] as const

export const TimelineItem = z.object({
  /** Number of the entry in the log: its receipt proves the step. */
  leaf: z.int(),
  at: z.int(),
  phase: z.enum(PHASES),
  kind: z.string(),
  /** Version of the negotiation that came with it. */
  version: z.int().nullable(),
  userId: z.uuid().nullable(),
  participantId: z.uuid().nullable(),
  /** The part of the system that acted, when no user did. */
  system: z.string().nullable(),
  runId: z.uuid().nullable(),
})
export type TimelineItem = z.output<typeof TimelineItem>

export const Timeline = z.object({
  items: z.array(TimelineItem),
  /** How often each kind happened: the performance report 履约报告 in numbers. */
  counts: z.record(z.string(), z.int()),
  /** Older entries than those shown exist. */
  more: z.boolean(),
})
export type Timeline = z.output<typeof Timeline>

const MOST = 2000

/** All that happened to a contract, from the first request to its end, in the order of the log. @throws XinyuError NOT_FOUND */
export async function timelineOf(core: Core, actor: UserActor, contractId: string): Promise<Timeline> {
  const contract = await visibleContract(core, actor, contractId)
  const ids = [contractId, ...(contract.requestId ? [contract.requestId] : [])]
  const found = await Promise.all(ids.map((subject) => listEntries(core.db, { subject }, MOST)))
  const entries = new Map(found.flat().map(({ leaf, entry }) => [leaf, entry]))
  const ordered = [...entries].sort(([a], [b]) => a - b)
  let version = 0
  const items = ordered.map(([leaf, entry]) => {
    const read = itemOf(leaf, JSON.parse(entry) as EntryShape)
    const proposes = read.kind === 'request.made' || read.kind === 'request.countered'
    return { ...read, version: proposes ? ++version : null }
  })
  const counts: Record<string, number> = {}
  for (const { kind } of items) counts[kind] = (counts[kind] ?? 0) + 1
  return { items, counts, more: found.some((one) => one.length === MOST) }
}

interface EntryShape {
  readonly at: string
  readonly kind: string
  readonly actor: { readonly user?: string; readonly body?: string; readonly system?: string }
  readonly subject: Readonly<Record<string, string>>
}

const itemOf = (leaf: number, { at, kind, actor, subject }: EntryShape): TimelineItem => ({
  leaf,
  at: Date.parse(at),
  phase: phaseOf(kind),
  kind,
  version: null,
  userId: actor.user ?? null,
  participantId: actor.body ?? null,
  system: actor.system ?? null,
  runId: subject.run ?? null,
})

const PHASE: Readonly<Record<string, TimelineItem['phase']>> = {
  'contract.agreed': 'negotiation',
  'contract.signed': 'signing',
  'contract.filed': 'filing',
  'contract.started': 'filing',
  'contract.ended': 'end',
  'contract.voided': 'end',
  'contract.destroyed': 'end',
  'contract.end_proposed': 'end',
  'contract.end_declined': 'end',
  'contract.end_taken_back': 'end',
  'project.table_removed': 'end',
}

function phaseOf(kind: string): TimelineItem['phase'] {
  const room = kind.split('.', 1)[0]!
  if (PHASE[kind]) return PHASE[kind]
  if (room === 'request' || room === 'risk') return 'negotiation'
  if (room === 'approval') return 'signing'
  return room === 'contract' ? 'change' : 'use'
}

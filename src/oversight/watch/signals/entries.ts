import type { Json } from '../../../kernel/canonical.ts'
import type { About, Signal, What } from './model.ts'

/** An entry of the evidence log with what lies beside it. */
export interface ReadEntry {
  readonly leaf: number
  readonly at: number
  readonly kind: string
  readonly userId: string | null
  readonly participantId: string | null
  readonly subject: Readonly<Record<string, string>>
  /** Null where it was destroyed. */
  readonly payload: Json
}

type Reading = (entry: ReadEntry) => readonly What[]

const field = (value: Json, ...path: readonly string[]): Json =>
  path.reduce<Json>(
    (at, key) =>
      at !== null && typeof at === 'object' && !Array.isArray(at)
        ? ((at as Readonly<Record<string, Json>>)[key] ?? null)
        : null,
    value,
  )
const number = (value: Json): number => (typeof value === 'number' ? value : 0)
const texts = (value: Json): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

const worked: Reading = () => [{ kind: 'worked' }]
const refused: Reading = () => [{ kind: 'worked' }, { kind: 'refused' }]

/** Kinds of entries that say something to a rule, and what. Everything else in the log is not even read. */
const READINGS: Readonly<Record<string, Reading>> = {
  'run.granted': worked,
  'run.refused': refused,
  'run.denied': refused,
  'run.download_denied': refused,
  'run.released': ({ payload }) => [
    {
      kind: 'released',
      rows: number(field(payload, 'result', 'rows')),
      bytes: number(field(payload, 'result', 'bytes')),
    },
  ],
  'run.checked': ({ payload }) => {
    const cells = nearOf(field(payload, 'check'))
    return cells > 0 ? [{ kind: 'near', cells }] : []
  },
  // Rows count as looked at however little of them stayed on the screen.
  'seat.cell_ended': ({ payload }) => {
    const rows = number(field(payload, 'rows'))
    return [
      { kind: 'worked' },
      ...(rows > 0 ? [{ kind: 'viewed', rows } as const] : []),
      ...(field(payload, 'state') === 'time' ? [{ kind: 'timed-out' } as const] : []),
      ...(field(payload, 'capped') === true ? [{ kind: 'capped' } as const] : []),
    ]
  },
  // A pool that is too large meets the limit of processes by mistake; no honest work calls what the fence tells of.
  'seat.escape_tried': ({ payload }) => [
    { kind: 'escape', weight: field(payload, 'what') === 'processes' ? 0.2 : 1 },
  ],
  'evidence.quorum_lost': () => [{ kind: 'unwitnessed' }],
  'evidence.witness_contradicted': () => [{ kind: 'unwitnessed' }],
  'import.refused': () => [{ kind: 'import-refused' }],
  'import.rejected': () => [{ kind: 'import-refused' }],
  'run.downloaded': ({ payload }) => [{ kind: 'downloaded', bytes: number(field(payload, 'bytes')) }],
  'session.opened': ({ payload }) => {
    const elsewhere = field(payload, 'elsewhereMs')
    return [{ kind: 'signed-in', elsewhereMs: typeof elsewhere === 'number' ? elsewhere : null }]
  },
  'user.roles_changed': ({ payload }) => {
    const before = new Set(texts(field(payload, 'before')))
    return [{ kind: 'roles', given: texts(field(payload, 'after')).filter((role) => !before.has(role)) }]
  },
}

export const READ_KINDS: readonly string[] = Object.keys(READINGS)

/** Pure: what an entry says to the rules. */
export function signalsOf(entry: ReadEntry): Signal[] {
  const { leaf, at } = entry
  const about = aboutOf(entry)
  return (READINGS[entry.kind]?.(entry) ?? []).map((what) => ({ ...what, leaf, at, about }))
}

function aboutOf({ kind, userId, participantId, subject }: ReadEntry): About {
  const user = userOf(kind, userId, subject)
  const body = subject.consumer ?? participantId ?? undefined
  return {
    ...(user === undefined ? {} : { userId: user }),
    ...(body === undefined ? {} : { participantId: body }),
    ...(subject.project === undefined ? {} : { projectId: subject.project }),
    ...(subject.seat === undefined ? {} : { seatId: subject.seat }),
    ...(subject.contract === undefined ? {} : { contractId: subject.contract }),
  }
}

/** Whom it is about: of roles who has them now, of an import that was turned down nobody but its project. */
function userOf(kind: string, userId: string | null, subject: ReadEntry['subject']): string | undefined {
  if (kind === 'user.roles_changed') return subject.user
  return kind.startsWith('import.') ? undefined : (userId ?? undefined)
}

/** Cells of a check's record whose groups were near to released ones and not the same. */
function nearOf(check: Json): number {
  if (!Array.isArray(check)) return 0
  return check.reduce<number>(
    (sum, one) => sum + (field(one, 'rule') === 'history' ? number(field(one, 'result', 'near')) : 0),
    0,
  )
}

import type { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Interface, type Request, REQUESTS, WireStrategy } from './fields.ts'

/**
 * Reads what other systems send, liberal to the misspellings in the text itself (facts/dataspace §5.3 "Traps"), and
 * gives the one form of `fields.ts`. The words of a strategy are read by `fromTc609Strategy` of `flow/policy`. What it
 * does not know it leaves as it is, so that the schema refuses it by name.
 */

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Other spelling → ours, wherever a message has the field. */
const NAMES: Readonly<Record<string, string>> = {
  terminateType: 'erminateType',
  assignerId: 'providerNodeId',
  assignerName: 'providerNodeName',
  assigneeId: 'consumerNodeId',
  assigneeName: 'consumerNodeName',
  ctrlInstructionId: 'ctrlInstructiontId',
}

const TIMES = new Set([
  'issueTime',
  'activationTime',
  'endTime',
  'signatoryTime',
  'reportTime',
  'scheduledEndTime',
  'agreedEndTime',
  'issuedAt',
  'timestamp',
])

/** A message of another system in the form of `fields.ts`. @throws XinyuError TC609_FIELD naming the field */
export function readMessage<K extends Interface>(kind: K, message: unknown): Request<K> {
  const parsed = (REQUESTS[kind] as unknown as z.ZodType<Request<K>>).safeParse(read(message))
  if (parsed.success) return parsed.data
  throw fieldProblem(kind, parsed.error)
}

/** The first problem of a message: its field by path, and the return code of NDI-TR-2025-05 that fits it. */
function fieldProblem(kind: Interface, error: z.ZodError): XinyuError {
  const issue = error.issues[0]!
  const more = issue.code === 'unrecognized_keys' ? issue.keys : []
  const field = [...issue.path, ...more].map(String).join('.') || kind
  return new XinyuError(
    'TC609_FIELD',
    { interface: kind, field: field.slice(0, 200), why: issue.message.slice(0, 300) },
    { detail: { returnCode: returnCodeOf(issue), field } },
  )
}

/** 11001 empty, 11003 wrong form, 11004 wrong length, 11005 missing. */
function returnCodeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return '11005'
  if (issue.code === 'too_big') return '11004'
  if (issue.code === 'too_small') return issue.minimum === 1 ? '11001' : '11004'
  return '11003'
}

/** Renames fields and rewrites times; never drops. The words of a strategy are read by `flow/policy`. */
function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([given, member]) => {
      const name = rename(given, value)
      if (name === 'policyExpansion') return [name, member]
      return [name, TIMES.has(name) ? readTime(member) : read(member)]
    }),
  )
}

/** Two spellings of one field are not merged: the second stays and is refused by name. */
function rename(given: string, among: Fields): string {
  const known = Object.hasOwn(NAMES, given) ? NAMES[given]! : given
  return known !== given && Object.hasOwn(among, known) ? given : known
}

/** 13-digit milliseconds, `2026-01-05 09:00:00` (by the clock of China) and any ISO form → ISO in UTC. */
function readTime(value: unknown): unknown {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return value
  if (/^\d{13}$/.test(text)) return new Date(Number(text)).toISOString()
  const plain = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?$/.test(text)
  const at = Date.parse(plain ? `${text.replace(' ', 'T')}+08:00` : text)
  return Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}T/.test(text.replace(' ', 'T'))
    ? value
    : new Date(at).toISOString()
}

/** What we send, checked: a message that does not fit is our defect. @throws TypeError naming the field */
export function writeMessage<K extends Interface>(kind: K, message: Request<K>): Request<K> {
  const { strategy, transactionExecutionStrategy = strategy } = message as Record<string, unknown>
  const words = WireStrategy.optional().safeParse(transactionExecutionStrategy)
  const parsed = (REQUESTS[kind] as unknown as z.ZodType<Request<K>>).safeParse(message)
  const error = parsed.error ?? words.error
  if (!error) return message
  const issue = error.issues[0]!
  throw new TypeError(`our own ${kind} does not fit: ${issue.path.join('.')} ${issue.message}`)
}

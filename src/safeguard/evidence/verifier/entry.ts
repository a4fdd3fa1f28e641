import { canonical } from '../../../kernel/canonical.ts'

/** One entry of the log as it is read back. */
export interface EntryView {
  readonly v: 1
  readonly id: string
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string
  readonly kind: string
  readonly actor: { readonly user: string; readonly body: string } | { readonly system: string }
  readonly subject: Readonly<Record<string, string>>
  /** `hash` = hex SHA-256(salt || canonical payload); `bytes` = length of the canonical payload. */
  readonly payload?: {
    readonly alg: 'sha256-salted' | 'sm3-salted'
    readonly hash: string
    readonly bytes: number
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Reads the canonical text of an entry, or says what is wrong with it. */
export function parseEntry(text: string): EntryView | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  if (!isRecord(value)) return 'not an object'
  if (!isCanonical(value, text)) return 'not in canonical form'
  const { v, id, at, kind, actor, subject, payload, ...more } = value
  if (Object.keys(more).length > 0) return `unknown field ${Object.keys(more)[0]}`
  if (v !== 1) return 'unknown version'
  if (typeof id !== 'string' || !UUID.test(id)) return 'id is not a UUID'
  if (typeof at !== 'string' || !ISO.test(at)) return 'at is not a time'
  if (typeof kind !== 'string') return 'kind is missing'
  if (!isActor(actor)) return 'actor is neither a user nor the system'
  if (!isRecord(subject) || !Object.values(subject).every((one) => typeof one === 'string'))
    return 'subject is not ids'
  if (payload !== undefined && !isPayload(payload)) return 'payload is not a salted hash'
  return value as unknown as EntryView
}

/** Whether `text` is the one canonical form of `value`. A value too deep to be written is not. */
export function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonical(value) === text
  } catch {
    return false
  }
}

function isActor(actor: unknown): boolean {
  if (!isRecord(actor)) return false
  const keys = Object.keys(actor).sort().join()
  const allText = Object.values(actor).every((one) => typeof one === 'string')
  return allText && (keys === 'system' || keys === 'body,user')
}

function isPayload(payload: unknown): boolean {
  if (!isRecord(payload) || Object.keys(payload).sort().join() !== 'alg,bytes,hash') return false
  const { alg, hash, bytes } = payload
  return (
    (alg === 'sha256-salted' || alg === 'sm3-salted') &&
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    Number.isSafeInteger(bytes)
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

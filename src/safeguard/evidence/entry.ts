import type { Actor } from '../../kernel/actor.ts'
import { canonical } from '../../kernel/canonical.ts'
import { isoTime } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Random, uuid7 } from '../../kernel/random.ts'
import { suite, type Suite } from '../crypto/index.ts'
import type { Note } from './act.ts'
import { MAX_ENTRY_BYTES } from './log/index.ts'
import { payloadAlgorithm, payloadHash } from './payload-hash.ts'
import type { EntryView } from './verifier/index.ts'

/** One note, ready for the outbox. */
export interface PreparedEntry {
  readonly id: string
  readonly at: number
  readonly kind: string
  /** Canonical JSON: these bytes are the leaf. */
  readonly entry: string
  readonly terms: readonly string[]
  readonly payload: { readonly salt: Uint8Array; readonly body: string } | null
}

const SALT_BYTES = 32
const KIND = /^[a-z][a-z0-9_-]{0,31}(\.[a-z][a-z0-9_-]{0,63}){1,3}$/
const SUBJECT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
/** The star is a check character of MOD 37-2 (NDI-TR-2025-04), and stands last. */
const ID = /^[A-Za-z0-9._:-]{0,127}[A-Za-z0-9._:*-]$/
const MOBILE = /^1[3-9]\d{9}$/

/**
 * Turns a note into its entry.
 * @throws XinyuError EVIDENCE_NOT_AN_ID, EVIDENCE_TOO_LARGE
 */
export function prepareEntry(
  actor: Actor,
  now: number,
  note: Note,
  random: Random,
  by: Suite = suite(),
): PreparedEntry {
  if (!KIND.test(note.kind)) throw new XinyuError('EVIDENCE_NOT_AN_ID', { field: 'kind' })
  for (const [name, value] of Object.entries(note.subject)) mustBeId(name, value)
  const payload =
    note.payload === undefined ? null : { salt: random.bytes(SALT_BYTES), body: canonical(note.payload) }
  const id = uuid7(random, now)
  const view: EntryView = {
    v: 1,
    id,
    at: isoTime(now),
    kind: note.kind,
    actor:
      actor.kind === 'system' ? { system: actor.name } : { user: actor.userId, body: actor.participantId },
    subject: note.subject,
    ...(payload ? { payload: describePayload(by, payload) } : {}),
  }
  const entry = canonical(view)
  const bytes = Buffer.byteLength(entry)
  if (bytes > MAX_ENTRY_BYTES) throw new XinyuError('EVIDENCE_TOO_LARGE', { bytes, limit: MAX_ENTRY_BYTES })
  return { id, at: now, kind: note.kind, entry, terms: termsOf(view), payload }
}

/** The salt keeps a short payload from being guessed out of its hash. */
function describePayload(
  by: Suite,
  payload: { salt: Uint8Array; body: string },
): NonNullable<EntryView['payload']> {
  const alg = payloadAlgorithm(by)
  return {
    alg,
    hash: payloadHash(alg, payload.salt, payload.body),
    bytes: Buffer.byteLength(payload.body),
  }
}

function mustBeId(name: string, value: string): void {
  const personal = MOBILE.test(value) || isResidentNumber(value)
  if (!SUBJECT_NAME.test(name) || !ID.test(value) || personal) {
    throw new XinyuError('EVIDENCE_NOT_AN_ID', { field: `subject.${name.slice(0, 64)}` })
  }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** A resident identity number (GB 11643) by its date and check character: the log must never hold one. */
function isResidentNumber(value: string): boolean {
  if (!/^\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(value)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(value[at]), 0)
  return '10X98765432'[sum % 11] === value[17]!.toUpperCase()
}

/** What an entry is found by: subjects, actor, kind. Derived, and the same for every reader of the log. */
export function termsOf(entry: EntryView): string[] {
  const actor = 'system' in entry.actor ? [entry.actor.system] : [entry.actor.user, entry.actor.body]
  const terms = [
    `k:${entry.kind}`,
    ...actor.map((one) => `a:${one}`),
    ...Object.values(entry.subject).map((one) => `s:${one}`),
  ]
  return [...new Set(terms)]
}

import type { UserActor } from '../../kernel/actor.ts'
import type { UserRole } from '../../kernel/roles.ts'
import type { EntryView } from './verifier/index.ts'

/** See the entries of every body, with payloads. */
const SEE_ALL: readonly UserRole[] = ['auditor', 'security_officer']
/** Sees that things happened in every body, and no payload. */
const SEE_ENTRIES: readonly UserRole[] = ['system_administrator']

/** Who may read entries at all: the officers all of them, everyone else those of the own body. */
export const READERS: readonly UserRole[] = [
  ...SEE_ALL,
  ...SEE_ENTRIES,
  'data_officer',
  'steward',
  'developer',
  'output_checker',
  'expert',
  'duty_officer',
]

const hasOne = (actor: UserActor, roles: readonly UserRole[]) =>
  actor.roles.some((role) => roles.includes(role))

/** The body whose entries alone the actor sees; undefined for the officers who see all. */
export const ownBodyOf = (actor: UserActor): string | undefined =>
  hasOne(actor, [...SEE_ALL, ...SEE_ENTRIES]) ? undefined : actor.participantId

/** An entry is a body's own when it acted or is spoken of. */
export function isOwn(body: string, entry: EntryView): boolean {
  const acted = 'body' in entry.actor && entry.actor.body === body
  return acted || Object.values(entry.subject).includes(body)
}

export function maySeeEntry(actor: UserActor, entry: EntryView): boolean {
  const own = ownBodyOf(actor)
  return own === undefined || isOwn(own, entry)
}

/**
 * Whether the actor may see the payload. Auditor and security officer: all. Others: where their own body acted; a body
 * that is only spoken of sees that it happened. `app.ts` can widen it for a kind.
 */
export function maySeePayload(actor: UserActor, entry: EntryView): boolean {
  if (hasOne(actor, SEE_ALL)) return true
  if (hasOne(actor, SEE_ENTRIES)) return false
  return 'body' in entry.actor && entry.actor.body === actor.participantId
}

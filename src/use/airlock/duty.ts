import type { BodyRole, UserRole } from '../../kernel/roles.ts'

/** Somebody as the register knows him now; what his session remembers does not count. */
export interface Person {
  readonly userId: string
  readonly participantId: string
  readonly state: string
  readonly roles: readonly UserRole[]
  readonly bodyState: string
  readonly bodyRoles: readonly BodyRole[]
}

/** What a request is about, as far as it says who may not judge it. */
export interface Matter {
  readonly authorId: string
  readonly consumerId: string
  /** Bodies whose data it rests on: they may look at what is made of it. */
  readonly providerIds: readonly string[]
  /** Bodies that use the same data for themselves: competitors of the author. */
  readonly rivalIds: readonly string[]
  /** Users who were in the seat, or put their hands on the request for the team. */
  readonly team: readonly string[]
  /** Users who declared an interest in the project. */
  readonly interested: readonly string[]
}

export type Bar = 'inactive' | 'role' | 'author' | 'team' | 'body' | 'rival' | 'interest'

const CHECKS: readonly UserRole[] = ['output_checker', 'expert']
/** Bodies whose people may check: whoever runs or supervises the space, and service providers without a stake. */
const NEUTRAL: readonly BodyRole[] = ['operator', 'supervisor', 'service_provider']

/** Why somebody may not check this request; null: he may. Separation of duty is decided here and nowhere else. */
export function checkBar(person: Person, matter: Matter): Bar | null {
  if (!person.roles.some((role) => CHECKS.includes(role))) return 'role'
  return standBar(person, matter)
}

/** Why somebody may not release it: a checker, or a data officer of the operator. */
export function releaseBar(person: Person, matter: Matter): Bar | null {
  const officer = person.roles.includes('data_officer') && person.bodyRoles.includes('operator')
  if (!officer && !person.roles.some((role) => CHECKS.includes(role))) return 'role'
  return standBar(person, matter)
}

/** Why somebody may not call a release back: who may release, an officer on duty, or the provider for its own data. */
export function revokeBar(person: Person, matter: Matter): Bar | null {
  const operator = person.bodyRoles.includes('operator')
  const watches = operator && ['security_officer', 'duty_officer'].some((role) => has(person, role))
  const provider = has(person, 'data_officer') && matter.providerIds.includes(person.participantId)
  if (!watches && !provider) return releaseBar(person, matter)
  return standBar(person, matter)
}

function standBar(person: Person, matter: Matter): Bar | null {
  if (person.state !== 'active' || person.bodyState !== 'active') return 'inactive'
  if (person.userId === matter.authorId) return 'author'
  if (matter.team.includes(person.userId)) return 'team'
  if (person.participantId === matter.consumerId) return 'body'
  const provider = matter.providerIds.includes(person.participantId)
  if (!provider && !person.bodyRoles.some((role) => NEUTRAL.includes(role))) return 'body'
  if (!provider && matter.rivalIds.includes(person.participantId)) return 'rival'
  return matter.interested.includes(person.userId) ? 'interest' : null
}

const has = (person: Person, role: string): boolean => (person.roles as readonly string[]).includes(role)

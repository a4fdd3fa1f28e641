import type { UserRole } from './roles.ts'

/** Who does it: a user within a body, or the space itself. Routes and actions take nothing else as identity. */
export type Actor = UserActor | SystemActor

export interface UserActor {
  readonly kind: 'user'
  readonly userId: string
  readonly participantId: string
  readonly roles: readonly UserRole[]
}

export interface SystemActor {
  readonly kind: 'system'
  /** The part of the system that acts, such as `jobs` or `init`. */
  readonly name: string
}

export const systemActor = (name: string): SystemActor => ({ kind: 'system', name })

import { XinyuError } from '../../kernel/errors/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'

export const READERS = ['duty_officer', 'security_officer', 'auditor'] as const
export const DUTY = ['duty_officer'] as const
export const PLANNERS = ['duty_officer', 'security_officer'] as const
export const SECURITY = ['security_officer'] as const

/** Any body may have a duty officer for its own house; the control room is the operator's and the supervisor's. */
export interface Access {
  readonly mayLook: (actor: UserActor) => Promise<void>
  readonly mayAct: (actor: UserActor) => Promise<void>
}

export const accessOf = (core: Core): Access => ({
  mayLook: (actor) => mustBeOf(core, actor, ['operator', 'supervisor']),
  mayAct: (actor) => mustBeOf(core, actor, ['operator']),
})

/** @throws XinyuError WATCH_OPERATOR_ONLY */
async function mustBeOf(
  core: Core,
  actor: UserActor,
  roles: readonly ('operator' | 'supervisor')[],
): Promise<void> {
  const body = await participantById(core, actor.participantId)
  if (!roles.some((role) => body?.roles.includes(role))) throw new XinyuError('WATCH_OPERATOR_ONLY')
}

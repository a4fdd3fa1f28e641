import {
  type Actor,
  type BodyRole,
  PRIVILEGED_ROLES,
  SEPARATED_OFFICERS,
  type UserRole,
  XinyuError,
} from '../../kernel/index.ts'

interface RoleRule {
  readonly zh: string
  readonly en: string
  /** Who gives and takes it. Nobody gives a role to himself. */
  readonly grantedBy: UserRole
  /** The bodies whose users may hold it; null is any. */
  readonly bodies: readonly BodyRole[] | null
}

/**
 * The table of roles. The system administrator makes accounts, the security officer gives power, the auditor looks
 * on (三员分立): no one of them alone can make a user who can see data.
 * The three offices reach over the whole space, so only the operator's users hold them (an auditor also the
 * supervisor's).
 */
export const ROLE_RULES: Readonly<Record<UserRole, RoleRule>> = {
  data_officer: { zh: '数据专员', en: 'Data officer', grantedBy: 'security_officer', bodies: null },
  steward: { zh: '数据治理员', en: 'Data steward', grantedBy: 'system_administrator', bodies: null },
  developer: { zh: '开发者', en: 'Developer', grantedBy: 'system_administrator', bodies: null },
  output_checker: { zh: '出域审核员', en: 'Output checker', grantedBy: 'security_officer', bodies: null },
  expert: { zh: '评审专家', en: 'Expert', grantedBy: 'system_administrator', bodies: null },
  duty_officer: { zh: '值守员', en: 'Duty officer', grantedBy: 'system_administrator', bodies: null },
  system_administrator: {
    zh: '系统管理员',
    en: 'System administrator',
    grantedBy: 'security_officer',
    bodies: ['operator'],
  },
  security_officer: {
    zh: '安全管理员',
    en: 'Security officer',
    grantedBy: 'security_officer',
    bodies: ['operator'],
  },
  auditor: {
    zh: '审计管理员',
    en: 'Auditor',
    grantedBy: 'security_officer',
    bodies: ['operator', 'supervisor'],
  },
}

export const isPrivileged = (roles: readonly UserRole[]): boolean =>
  roles.some((role) => PRIVILEGED_ROLES.includes(role))

/** True when the roles may be held by one user: an officer holds the office alone, no role is named twice. */
export function rolesMayMeet(roles: readonly UserRole[]): boolean {
  if (new Set(roles).size !== roles.length) return false
  return roles.length <= 1 || !roles.some((role) => SEPARATED_OFFICERS.includes(role))
}

/** @throws XinyuError ROLES_SEPARATED, ROLE_NEEDS_BODY */
export function mustFit(roles: readonly UserRole[], body: readonly BodyRole[]): void {
  if (!rolesMayMeet(roles)) throw new XinyuError('ROLES_SEPARATED', { roles: roles.join(', ') })
  for (const role of roles) {
    const { bodies } = ROLE_RULES[role]
    if (bodies && !bodies.some((needed) => body.includes(needed)))
      throw new XinyuError('ROLE_NEEDS_BODY', { role, bodies: bodies.join(', ') })
  }
}

/**
 * Whether the actor may turn the roles `before` into `after`: each role given or taken must be his to give.
 * @throws XinyuError ROLE_NOT_GRANTABLE
 */
export function mustGrant(actor: Actor, before: readonly UserRole[], after: readonly UserRole[]): void {
  if (actor.kind === 'system') return
  const changed = [
    ...after.filter((role) => !before.includes(role)),
    ...before.filter((role) => !after.includes(role)),
  ]
  for (const role of changed) {
    const granter = ROLE_RULES[role].grantedBy
    if (!actor.roles.includes(granter)) throw new XinyuError('ROLE_NOT_GRANTABLE', { role, granter })
  }
}

/** @throws XinyuError OWN_ACCOUNT: no one acts on the own account where a second person is meant to */
export function mustBeAnother(actor: Actor, userId: string): void {
  if (actor.kind === 'user' && actor.userId === userId) throw new XinyuError('OWN_ACCOUNT')
}

/** @throws XinyuError ROLE_NOT_ALLOWED; the space itself may */
export function mustHave(actor: Actor, ...roles: readonly UserRole[]): void {
  if (actor.kind === 'system' || actor.roles.some((role) => roles.includes(role))) return
  throw new XinyuError('ROLE_NOT_ALLOWED', { roles: roles.join(', ') })
}

/**
 * Whether a new password link may be made for a user. The system administrator makes it, the security officer resets
 * second factors, so neither alone can become someone else. A privileged user without a second factor has only the
 * password to tell him from whoever holds the link: his roles are taken first and given back after.
 */
export const passwordIsRenewable = (roles: readonly UserRole[], hasSecondFactor: boolean): boolean =>
  hasSecondFactor || !isPrivileged(roles)

/** Officers see every body and user; anyone else who may look sees the own body's users. */
export const seesAll = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.some((role) => SEPARATED_OFFICERS.includes(role))

/** `张三丰` → `张**`, `alice` → `a****`: enough to recognise whom one knows, not to learn who it is. */
export function masked(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  return first + '*'.repeat(Math.min(rest.length, 4))
}

/** Only `insertTechnicalUser` makes a user active without a password outside the demo. */
export const isTechnical = (user: {
  readonly state: string
  readonly password: string | null
  readonly demo: boolean
}): boolean => user.state === 'active' && user.password === null && !user.demo

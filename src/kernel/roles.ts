/** What a body (主体) is in the space: design vocabulary. */
export const BODY_ROLES = ['operator', 'provider', 'consumer', 'service_provider', 'supervisor'] as const
export type BodyRole = (typeof BODY_ROLES)[number]

/** What a user does within a body. The last three are the separated officers (三员分立). */
export const USER_ROLES = [
  'data_officer',
  'steward',
  'developer',
  'output_checker',
  'expert',
  'duty_officer',
  'system_administrator',
  'security_officer',
  'auditor',
] as const
export type UserRole = (typeof USER_ROLES)[number]

/** GB/T 39786 and TC609-6-2025-13 §7: no person may hold two of these. */
export const SEPARATED_OFFICERS: readonly UserRole[] = ['system_administrator', 'security_officer', 'auditor']

/** Roles whose log-in needs a second factor outside the demo. */
export const PRIVILEGED_ROLES: readonly UserRole[] = [...SEPARATED_OFFICERS, 'output_checker', 'data_officer']

import type { BodyRole, UserRole } from '../../api/types.ts'

// A role that the server adds and this list lacks does not compile.
const BODY = { operator: 0, provider: 0, consumer: 0, service_provider: 0, supervisor: 0 } satisfies Record<
  BodyRole,
  0
>
const USER = {
  data_officer: 0,
  steward: 0,
  developer: 0,
  output_checker: 0,
  expert: 0,
  duty_officer: 0,
  system_administrator: 0,
  security_officer: 0,
  auditor: 0,
} satisfies Record<UserRole, 0>

export const BODY_ROLE_LIST = Object.keys(BODY) as BodyRole[]
export const USER_ROLE_LIST = Object.keys(USER) as UserRole[]

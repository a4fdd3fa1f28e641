import type { BodyRole } from '../../api/types.ts'

// A role that the server adds and this list lacks does not compile.
const BODY = { operator: 0, provider: 0, consumer: 0, service_provider: 0, supervisor: 0 } satisfies Record<
  BodyRole,
  0
>

export const BODY_ROLE_LIST = Object.keys(BODY) as BodyRole[]

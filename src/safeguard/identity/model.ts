import { z } from 'zod'
import { BODY_ROLES, USER_ROLES } from '../../kernel/index.ts'
import type { Pending } from './tables.ts'

const PENDING = ['second-factor', 'second-factor-setup'] as const satisfies readonly Pending[]
const distinct = (items: readonly string[]) => new Set(items).size === items.length

export const BodyRoles = z.array(z.enum(BODY_ROLES)).min(1).refine(distinct, 'each role once')
export const UserRoles = z.array(z.enum(USER_ROLES)).refine(distinct, 'each role once')

/** Login names are compared in one form: NFKC, small letters, no outer spaces. */
export const normalizeLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

export const Login = z
  .string()
  .max(200)
  .transform(normalizeLogin)
  .refine((login) => /^[a-z0-9][a-z0-9._@-]{2,63}$/.test(login), '3–64 letters, digits, . _ @ -')

const Name = z.string().trim().min(1).max(200)

export const NewParticipant = z.strictObject({
  uscc: z.string().max(40),
  nameZh: Name,
  nameEn: Name,
  roles: BodyRoles,
  /** GB/T 2260, six digits. */
  regionCode: z.string().regex(/^\d{6}$/),
})
export type NewParticipant = z.input<typeof NewParticipant>

/** The credit code is the identity of a body and does not change. */
export const ParticipantChange = z
  .strictObject({ nameZh: Name, nameEn: Name, roles: BodyRoles, regionCode: z.string().regex(/^\d{6}$/) })
  .partial()
export type ParticipantChange = z.input<typeof ParticipantChange>

export const Participant = z.object({
  id: z.uuid(),
  uscc: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  roles: z.array(z.enum(BODY_ROLES)),
  regionCode: z.string(),
  state: z.enum(['active', 'suspended']),
  createdAt: z.int(),
})
export type Participant = z.output<typeof Participant>

export const NewUser = z.strictObject({
  participantId: z.uuid(),
  login: Login,
  displayName: z.string().trim().min(1).max(100),
  roles: UserRoles,
})
export type NewUser = z.input<typeof NewUser>

/** A user as others see it. Names are masked unless someone who may asks for them, which leaves evidence. */
export const User = z.object({
  id: z.uuid(),
  participantId: z.uuid(),
  login: z.string(),
  displayName: z.string(),
  masked: z.boolean(),
  roles: z.array(z.enum(USER_ROLES)),
  state: z.enum(['invited', 'active', 'suspended', 'locked']),
  secondFactor: z.boolean(),
  /** Has a certificate that signs in. */
  certificate: z.boolean(),
  createdAt: z.int(),
})
export type User = z.output<typeof User>

/** Who is signed in; all null or empty for nobody. */
export const Me = z.object({
  user: z.object({ id: z.uuid(), login: z.string(), displayName: z.string() }).nullable(),
  participant: Participant.nullable(),
  roles: z.array(z.enum(USER_ROLES)),
  pending: z.enum(PENDING).nullable(),
  /** What a pending session may answer with; in a whole session, what the user has set up. */
  factors: z.array(z.enum(['totp', 'passkey', 'recovery'])),
  demo: z.boolean(),
})
export type Me = z.output<typeof Me>

export const Session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  method: z.string(),
  agent: z.string(),
  createdAt: z.int(),
  seenAt: z.int(),
  expiresAt: z.int(),
})
export type Session = z.output<typeof Session>

import { z } from 'zod'

/** keeper 专区管理员: its rules and people. contributor: registers datasets. reader: reads what is for members. */
export const ZONE_ROLES = ['keeper', 'contributor', 'reader'] as const
export const ZoneRole = z.enum(ZONE_ROLES)
export type ZoneRole = z.output<typeof ZoneRole>

/** Who may read the entries: the world, everybody who is signed in, or members and the owners of the data alone. */
export const ZONE_READERS = ['public', 'space', 'members'] as const

const Code = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

export const ZoneRules = z
  .strictObject({
    /** Who may register datasets here: any providing body, or contributors and keepers. */
    registrants: z.enum(['any', 'members']).default('any'),
    readers: z.enum(ZONE_READERS).default('space'),
    /** k that an offer begins with, and the k below which none is opened. */
    minGroup: z
      .strictObject({ default: z.int().min(2).max(100_000), floor: z.int().min(2).max(100_000) })
      .refine(({ default: first, floor }) => first >= floor, {
        path: ['default'],
        message: 'the default is at least the floor',
      })
      .default({ default: 10, floor: 2 }),
    /** Codes of the purposes that offers may allow; null: all. */
    purposes: z.array(Code).min(1).max(50).nullable().default(null),
    /** Scheme by which a dataset must be graded before it is offered; null: none required. */
    gradeScheme: Code.nullable().default(null),
  })
  .prefault({})
export type ZoneRules = z.output<typeof ZoneRules>

export const DEFAULT_ZONE_RULES: ZoneRules = ZoneRules.parse({})

export const ZoneMember = z.object({
  id: z.uuid(),
  kind: z.enum(['body', 'user']),
  memberId: z.uuid(),
  nameZh: z.string(),
  nameEn: z.string(),
  role: ZoneRole,
  createdAt: z.int(),
})
export type ZoneMember = z.output<typeof ZoneMember>

/** A body by its id, or a user by log-in name. */
export const NewZoneMember = z.union([
  z.strictObject({ kind: z.literal('body'), participantId: z.uuid(), role: ZoneRole }),
  z.strictObject({ kind: z.literal('user'), login: z.string().trim().min(1).max(120), role: ZoneRole }),
])
export type NewZoneMember = z.output<typeof NewZoneMember>

export const ZoneChange = z.strictObject({
  titleZh: z.string().trim().min(1).max(200).optional(),
  titleEn: z.string().trim().min(1).max(200).optional(),
  description: z.string().trim().max(4_000).optional(),
  rules: ZoneRules.optional(),
})
export type ZoneChange = z.input<typeof ZoneChange>

export const ZoneView = z.object({
  id: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  description: z.string(),
  participantId: z.uuid().nullable(),
  rules: ZoneRules,
  datasets: z.int(),
  createdAt: z.int(),
  /** What the caller may do here: `owner` keeps it too. Null: none. */
  myRole: z.enum([...ZONE_ROLES, 'owner']).nullable(),
  mayKeep: z.boolean(),
  mayRegister: z.boolean(),
  /** Null where the caller may not read what is for members. */
  members: z.array(ZoneMember).nullable(),
})
export type ZoneView = z.output<typeof ZoneView>

import { z } from 'zod'

/**
 * draft → submitted → (supplement → submitted) → admitted or rejected; withdrawn by the team itself. The moves that there
 * are stand in `states.ts`.
 */
export const TEAM_STATES = ['draft', 'submitted', 'supplement', 'admitted', 'rejected', 'withdrawn'] as const
export const TeamState = z.enum(TEAM_STATES)
export type TeamState = z.output<typeof TeamState>

export interface Team {
  readonly id: string
  readonly contestId: string
  /** By division and order of submission; null before the first. */
  readonly number: string | null
  readonly name: string
  /** Title of the work. */
  readonly title: string
  readonly division: string
  readonly intro: string
  readonly state: TeamState
  /** The entrant who is captain. */
  readonly captainId: string
  /** Version of the scheme under which it was entered. */
  readonly schemeNumber: number
  readonly createdAt: number
  readonly submittedAt: number | null
  readonly decidedAt: number | null
  /** Last moment at which a request for supplement is answered; null where none waits. */
  readonly supplementUntil: number | null
}

/** Somebody who accepted to be in a team. */
export interface Member {
  readonly id: string
  readonly entrantId: string
  readonly name: string
  readonly phone: string
  readonly role: 'captain' | 'member'
  readonly bodyId: string | null
  readonly position: string
  readonly student: boolean
  readonly realName: boolean
}

export interface Body {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly lead: boolean
}

export const MEMBER_STATES = ['invited', 'accepted', 'declined', 'left'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

/** Blanks, hyphens, full-width digits and the country code of the mainland are mended; other countries with a plus. */
export const normalizePhone = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s()-]/g, '')
    .replace(/^(?:\+|00)86(?=1\d{10}$)/, '')

export const Phone = z
  .string()
  .max(30)
  .transform(normalizePhone)
  .pipe(z.string().regex(/^(?:1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14})$/, 'a mobile number'))

const Line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters')
const Called = (most: number) => Line(most).min(1)

export const PersonName = Called(50)
export const Email = z.union([z.literal(''), z.email().max(200)])

export const NewTeam = z.strictObject({
  name: Called(60),
  title: Called(120),
  division: z.string().max(40),
  intro: z.string().trim().max(2000).default(''),
})
export type NewTeam = z.output<typeof NewTeam>

export const NewInvitation = z.strictObject({ phone: Phone, name: PersonName })
export type NewInvitation = z.output<typeof NewInvitation>

/** What a member says about itself in this team. */
export const Seat = z.strictObject({
  bodyId: z.uuid().nullable(),
  position: Line(60).default(''),
  student: z.boolean().default(false),
})
export type Seat = z.output<typeof Seat>

export const NewBody = z.strictObject({
  uscc: z.string().max(40),
  name: Called(100),
  lead: z.boolean().default(false),
})
export type NewBody = z.output<typeof NewBody>

export const DECISIONS = ['admit', 'reject', 'supplement', 'reopen'] as const

/** As many as the largest contest had, in one go. */
export const MOST_AT_ONCE = 1000

export const Decision = z.strictObject({
  teams: z.array(z.uuid()).min(1).max(MOST_AT_ONCE),
  decision: z.enum(DECISIONS),
  reason: z.string().trim().max(2000).default(''),
  /** Last moment of a supplement; null: as many days as the scheme says. */
  until: z.int().nonnegative().nullable().default(null),
  /** all: one that cannot be decided stops all; each: it is named and the rest goes on. */
  mode: z.enum(['all', 'each']).default('all'),
})
export type Decision = z.output<typeof Decision>

export const EntryFilter = z.object({
  state: TeamState.optional(),
  division: z.string().max(40).optional(),
  /** Part of number, name, title or body; for an organiser also of a person's name, or a whole phone. */
  q: z.string().trim().max(100).optional(),
})
export type EntryFilter = z.output<typeof EntryFilter>

const TeamShape = {
  id: z.uuid(),
  number: z.string().nullable(),
  name: z.string(),
  title: z.string(),
  division: z.string(),
  state: TeamState,
  createdAt: z.int(),
  submittedAt: z.int().nullable(),
  decidedAt: z.int().nullable(),
  supplementUntil: z.int().nullable(),
}

/** One row of the organiser's list: the captain masked. */
export const EntryBrief = z.object({
  ...TeamShape,
  captain: z.string(),
  phone: z.string(),
  members: z.int(),
  /** Statements of identity that wait to be looked at. */
  papers: z.int(),
  body: z.string(),
  bodies: z.int(),
})
export type EntryBrief = z.output<typeof EntryBrief>

export const Counts = z.object({
  states: z.record(z.string(), z.int()),
  divisions: z.record(z.string(), z.int()),
  quota: z.int().nullable(),
})
export type Counts = z.output<typeof Counts>

export const PairKind = z.enum(['person', 'same_name', 'title', 'intro'])

/** Two entries that look like the same person or the same work: for an organiser to judge. */
export const Pair = z.object({
  kind: PairKind,
  a: z.object({ id: z.uuid(), number: z.string().nullable(), name: z.string(), title: z.string() }),
  b: z.object({ id: z.uuid(), number: z.string().nullable(), name: z.string(), title: z.string() }),
  /** The person, masked where the reader needs no more; null for a work. */
  who: z.string().nullable(),
  /** 0 to 1: how much of the shorter text is in the other. */
  likeness: z.number(),
})
export type Pair = z.output<typeof Pair>

export const EntryMember = z.object({
  id: z.uuid(),
  entrantId: z.uuid().nullable(),
  name: z.string(),
  phone: z.string(),
  email: z.string().nullable(),
  role: z.enum(['captain', 'member']),
  state: z.enum(['invited', 'accepted']),
  bodyId: z.uuid().nullable(),
  position: z.string(),
  student: z.boolean(),
  realName: z.enum(['none', 'waiting', 'verified']),
  /** Codes of the statements that are signed as they stand now. */
  signed: z.array(z.string()),
})
export type EntryMember = z.output<typeof EntryMember>

export const EntryBody = z.object({ id: z.uuid(), uscc: z.string(), name: z.string(), lead: z.boolean() })

export const LackView = z.object({
  code: z.string(),
  entrantId: z.uuid().optional(),
  statement: z.string().optional(),
  limit: z.int().optional(),
})

export const EntryView = z.object({
  ...TeamShape,
  contestId: z.uuid(),
  intro: z.string(),
  schemeNumber: z.int(),
  members: z.array(EntryMember),
  bodies: z.array(EntryBody),
  lacks: z.array(LackView),
  history: z.array(
    z.object({
      at: z.int(),
      decision: z.enum(DECISIONS),
      reason: z.string(),
      answer: z.string().nullable(),
    }),
  ),
})
export type EntryView = z.output<typeof EntryView>

const BothTitles = { titleZh: z.string(), titleEn: z.string() }

/** A contest as an entrant sees it. */
export const OpenContest = z.object({
  id: z.uuid(),
  code: z.string(),
  ...BothTitles,
  state: z.enum(['published', 'closed']),
  opensAt: z.int(),
  closesAt: z.int(),
  opening: z.enum(['before', 'open', 'over']),
  /** The own teams in it. */
  teams: z.array(
    z.object({ id: z.uuid(), name: z.string(), number: z.string().nullable(), state: TeamState }),
  ),
})
export type OpenContest = z.output<typeof OpenContest>

/** What an entrant needs of a scheme to enter and to go on. */
export const EntryContest = OpenContest.omit({ teams: true }).extend({
  divisionWord: z.enum(['track', 'field']),
  divisions: z.array(z.object({ code: z.string(), ...BothTitles, studentsOnly: z.boolean() })),
  minMembers: z.int(),
  maxMembers: z.int(),
  maxBodies: z.int(),
  realName: z.enum(['required', 'optional']),
  /** How a real name is verified here: by a service, or by an organiser who looks at a paper. */
  realNameBy: z.enum(['service', 'paper']),
  statements: z.array(
    z.object({ code: z.string(), ...BothTitles, textZh: z.string(), textEn: z.string(), digest: z.string() }),
  ),
  rounds: z.array(
    z.object({ code: z.string(), ...BothTitles, opensAt: z.int(), closesAt: z.int(), graceMs: z.int() }),
  ),
  /** Whether there are tasks with a hidden test. */
  tasks: z.boolean(),
  /** Whether there is a final in the space. */
  final: z.boolean(),
})
export type EntryContest = z.output<typeof EntryContest>

export const Invitation = z.object({
  id: z.uuid(),
  contestId: z.uuid(),
  ...BothTitles,
  team: z.string(),
  work: z.string(),
  role: z.enum(['captain', 'member']),
  invitedAt: z.int(),
})
export type Invitation = z.output<typeof Invitation>

import { canonical } from '../../kernel/canonical.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Scheme } from '../scheme/index.ts'
import type { Body, Member, Team } from './model.ts'

type Rules = Scheme['entry']
type Statement = Rules['statements'][number]

/** Hash of what a member signs: both languages and the code, so that no changed word passes as signed. */
export const statementHash = ({ code, textZh, textEn }: Statement): string =>
  digestOf(canonical({ code, textZh, textEn }))

export const LACKS = [
  'division',
  'too_few',
  'too_many',
  'invitation_open',
  'no_body',
  'too_many_bodies',
  'no_lead',
  'name',
  'member_body',
  'not_student',
  'real_name',
  'other_team',
  'unsigned',
] as const

/** One thing that an entry lacks: of the whole team, of a member, or a statement of a member. */
export interface Lack {
  readonly code: (typeof LACKS)[number]
  /** The entrant that it is about. */
  readonly entrantId?: string
  readonly statement?: string
  /** The bound that is not kept. */
  readonly limit?: number
}

export interface EntryFacts {
  readonly team: Pick<Team, 'division'>
  readonly members: readonly Member[]
  /** Invitations that nobody answered. */
  readonly invited: number
  readonly bodies: readonly Body[]
  readonly signed: readonly { readonly entrantId: string; readonly code: string; readonly digest: string }[]
  /** Members who stand in more teams of this contest than one person may. */
  readonly elsewhere: ReadonlySet<string>
}

/** Everything that an entry lacks under a scheme; nothing: it may be submitted. */
export function lacksOf(scheme: Scheme, facts: EntryFacts): Lack[] {
  const { entry, divisions } = scheme
  const { members, bodies } = facts
  const division = divisions.find(({ code }) => code === facts.team.division)
  const lacks: Lack[] = []
  if (!division) lacks.push({ code: 'division' })
  if (members.length < entry.minMembers) lacks.push({ code: 'too_few', limit: entry.minMembers })
  if (members.length > entry.maxMembers) lacks.push({ code: 'too_many', limit: entry.maxMembers })
  if (facts.invited > 0) lacks.push({ code: 'invitation_open', limit: facts.invited })
  if (bodies.length === 0) lacks.push({ code: 'no_body' })
  else if (!bodies.some(({ lead }) => lead)) lacks.push({ code: 'no_lead' })
  if (bodies.length > entry.maxBodies) lacks.push({ code: 'too_many_bodies', limit: entry.maxBodies })
  const known = new Set(bodies.map(({ id }) => id))
  for (const { entrantId, name, bodyId, student, realName } of members) {
    if (name === '') lacks.push({ code: 'name', entrantId })
    if (bodyId === null || !known.has(bodyId)) lacks.push({ code: 'member_body', entrantId })
    if (division?.studentsOnly && !student) lacks.push({ code: 'not_student', entrantId })
    if (entry.realName === 'required' && !realName) lacks.push({ code: 'real_name', entrantId })
    if (facts.elsewhere.has(entrantId))
      lacks.push({ code: 'other_team', entrantId, limit: entry.teamsPerPerson })
    for (const statement of entry.statements) {
      const digest = statementHash(statement)
      const signed = facts.signed.some(
        (one) => one.entrantId === entrantId && one.code === statement.code && one.digest === digest,
      )
      if (!signed) lacks.push({ code: 'unsigned', entrantId, statement: statement.code })
    }
  }
  return lacks
}

/** `03-0012`: the place of the division in the scheme and the order of submission within it. */
export const numberText = (prefix: number, last: number): string =>
  `${String(prefix).padStart(2, '0')}-${String(last).padStart(4, '0')}`

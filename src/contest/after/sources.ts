import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Participant, participantById } from '../../safeguard/identity/index.ts'
import { type Body, bodiesOf, type Member, membersOf, type Team, teamsIn } from '../entry/index.ts'
import type { Contest } from '../scheme/index.ts'
import type { Destroyer } from '../tools.ts'
import type { Placed } from './awards/rules.ts'

/** What this room asks of the rooms before it that may be another in a test. */
export interface Sources {
  /** The order that awards are given by: of the final, or of the last round where there is none. Null: not ranked yet. */
  ranking(core: Core, contest: Contest): Promise<readonly Placed[] | null>
  readonly destroyers: readonly Destroyer[]
}

export interface After {
  readonly core: Core
  readonly sources: Sources
  /** A made-up contest says so on its certificates. */
  readonly demo: boolean
}

/** A team with all that is said of it in public and on paper. */
export interface TeamCard {
  readonly team: Team
  readonly members: readonly Member[]
  readonly bodies: readonly Body[]
}

/** Admitted teams by id. */
export async function admittedTeams(
  { db }: Pick<Core, 'db'>,
  contestId: string,
): Promise<Map<string, TeamCard>> {
  const teams = await teamsIn(db, contestId, ['admitted'])
  const ids = teams.map(({ id }) => id)
  const [members, bodies] = await Promise.all([membersOf(db, ids), bodiesOf(db, ids)])
  return new Map(
    teams.map((team) => [
      team.id,
      { team, members: members.get(team.id) ?? [], bodies: bodies.get(team.id) ?? [] },
    ]),
  )
}

/** The body that holds the contest. @throws XinyuError NOT_FOUND */
export async function organiserOf(core: Pick<Core, 'db'>, contest: Contest): Promise<Participant> {
  const body = await participantById(core, contest.organiserId)
  if (!body) throw new XinyuError('NOT_FOUND', { what: 'participant' })
  return body
}

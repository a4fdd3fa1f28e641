import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Body, bodiesOf, type Team, teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { FinalPorts, FinalSettings } from '../model.ts'
import { finalSettings } from '../store.ts'
import { offersFor } from './minimal.ts'
import type { RequestFacts, TeamFacts } from './steps.ts'

/** A finalist with everything that its way into the space depends on. */
export interface Candidate {
  readonly team: Team
  readonly lead: Body | null
  readonly projectId: string | null
  readonly seatId: string | null
  readonly members: readonly { entrantId: string; userId: string | null; login: string }[]
  readonly problem: { code: string; zh: string; en: string } | null
  readonly facts: TeamFacts
}

/** All finalists, or one, with how far they are: read in few questions, whatever their number. */
export async function candidates(
  core: Core,
  ports: FinalPorts,
  contest: Contest,
  onlyTeam?: string,
): Promise<Candidate[]> {
  const { db } = core
  let taken = db.selectFrom('contest_finalist').selectAll().where('contest_id', '=', contest.id)
  if (onlyTeam !== undefined) taken = taken.where('team_id', '=', onlyTeam)
  const rows = new Map((await taken.execute()).map((row) => [row.team_id, row]))
  const ids = [...rows.keys()]
  if (ids.length === 0) return []
  const teams = (await teamsIn(db, contest.id)).filter(({ id }) => rows.has(id))
  const leads = await leadBodies(core, ids)
  const members = await db
    .selectFrom('contest_finalist_member')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('team_id', 'in', ids)
    .orderBy('login')
    .execute()
  const known = await bodiesByUscc(core, [...leads.values()])
  const officers = await officersOf(
    core,
    [...known.values()].map(({ id }) => id),
  )
  const settings = await finalSettings(db, contest.id)
  const requests = await requestsOf(core, contest.id, ids)
  const providers = await providersOf(core, settings)
  const projects = [...rows.values()].flatMap((row) => row.project_id ?? [])
  const seats = await ports.seats.of(projects)
  return teams.map((team) => {
    const row = rows.get(team.id)!
    const lead = leads.get(team.id) ?? null
    const body = lead === null ? undefined : known.get(lead.uscc)
    const own = members.filter((member) => member.team_id === team.id)
    const seat = row.project_id === null ? undefined : seats.get(row.project_id)
    const offers = offersFor(team, settings.offers).filter(({ offerId }) => providers.has(offerId))
    return {
      team,
      lead,
      projectId: row.project_id,
      seatId: seat?.seatId ?? null,
      members: own.map((one) => ({ entrantId: one.entrant_id, userId: one.user_id, login: one.login })),
      problem: row.problem,
      facts: {
        teamId: team.id,
        body: body ? { id: body.id, active: body.active, consumer: body.consumer } : null,
        members: own.length,
        accounts: own.filter(({ user_id: user }) => user !== null).length,
        officer: body !== undefined && officers.has(body.id),
        chosen: settings.needs !== null,
        requests: offers.map(({ offerId }) => ({
          offerId,
          providerId: providers.get(offerId)!,
          request: requests.get(`${team.id} ${offerId}`) ?? null,
        })),
        seat: seat === undefined ? 'none' : seat.seatId === null ? 'opening' : 'open',
      },
    }
  })
}

async function leadBodies(core: Core, teamIds: readonly string[]): Promise<Map<string, Body>> {
  const all = await bodiesOf(core.db, teamIds)
  return new Map(
    [...all].flatMap(([teamId, bodies]) => {
      const lead = bodies.find((body) => body.lead) ?? bodies[0]
      return lead ? [[teamId, lead] as const] : []
    }),
  )
}

async function bodiesByUscc(core: Core, leads: readonly Body[]) {
  const codes = [...new Set(leads.map(({ uscc }) => uscc))]
  if (codes.length === 0) return new Map<string, { id: string; active: boolean; consumer: boolean }>()
  const rows = await core.db
    .selectFrom('participant')
    .select(['id', 'uscc', 'state', 'roles'])
    .where('uscc', 'in', codes)
    .execute()
  return new Map(
    rows.map((row) => [
      row.uscc,
      { id: row.id, active: row.state === 'active', consumer: row.roles.includes('consumer') },
    ]),
  )
}

/** Bodies in which somebody holds the office that signs. */
async function officersOf(core: Core, bodies: readonly string[]): Promise<ReadonlySet<string>> {
  if (bodies.length === 0) return new Set()
  const rows = await core.db
    .selectFrom('app_user')
    .select('participant_id')
    .distinct()
    .where('participant_id', 'in', [...bodies])
    .where('state', '<>', 'suspended')
    .where((eb) => eb(eb.val('data_officer'), '=', eb.fn.any('roles')))
    .execute()
  return new Set(rows.map((row) => row.participant_id))
}

/** Who offers what was chosen; an offer that is gone is not there. */
async function providersOf(core: Core, { offers }: FinalSettings): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(offers.map(({ offerId }) => offerId))]
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('offer')
    .select(['id', 'provider_id'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row.provider_id]))
}

/** The newest request of each team under each offer, with its contract. Key: `team offer`. */
async function requestsOf(
  core: Core,
  contestId: string,
  teamIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<RequestFacts['request']>>> {
  const rows = await core.db
    .selectFrom('contest_finalist_request as f')
    .innerJoin('access_request as r', 'r.id', 'f.request_id')
    .leftJoin('contract as c', 'c.id', 'r.contract_id')
    .select(['f.team_id', 'f.offer_id', 'r.id', 'r.state', 'r.turn', 'r.provider_id'])
    .select(['c.id as contract_id', 'c.state as contract_state', 'c.hash', 'c.signatures'])
    .where('f.contest_id', '=', contestId)
    .where('f.team_id', 'in', [...teamIds])
    .execute()
  const subjects = rows.flatMap((row) => [row.id, ...(row.contract_id === null ? [] : [row.contract_id])])
  const waiting =
    subjects.length === 0
      ? []
      : await core.db
          .selectFrom('approval')
          .select(['subject_id', 'participant_id'])
          .where('subject_id', 'in', subjects)
          .where('state', '=', 'waiting')
          .execute()
  const approvals = new Map(waiting.map((row) => [row.subject_id, row.participant_id]))
  return new Map(
    rows.map((row) => [
      `${row.team_id} ${row.offer_id}`,
      {
        id: row.id,
        state: row.state,
        turn: row.turn === 'consumer' ? ('consumer' as const) : ('provider' as const),
        contract:
          row.contract_id === null
            ? null
            : {
                id: row.contract_id,
                state: row.contract_state!,
                hash: row.hash!,
                signed: (row.signatures ?? []).map(({ participantId }) => participantId),
              },
        approvalOf: approvals.get(row.contract_id ?? '') ?? approvals.get(row.id) ?? null,
      },
    ]),
  )
}

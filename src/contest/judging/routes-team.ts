import { z } from 'zod'
import { type App, Id, route } from '../../platform/http/index.ts'
import { mustBeCaptain, mustBeMember } from '../entry/index.ts'
import { announcedContest, roundOf } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { makeAppeal } from './appeal/appeals.ts'
import { NewAppeal, OwnResult, RoundCode } from './model.ts'
import { ownResult } from './ranking/own.ts'

const tag = 'contest'
const OfRound = Id.extend({ round: RoundCode })
/** Which team, for somebody who is in several. */
const OfTeam = z.object({ team: z.uuid().optional() })

/** What a team sees of the judging: its own result, from the moment of publication on. */
export function teamRoutes(app: App, { core, door }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contest/:id/rounds/:round/result',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'Result of the own team in a round; the same for every team until it is published',
    tag,
    params: OfRound,
    query: OfTeam,
    response: OwnResult,
    handler: async ({ params, query, request }) => {
      const { entrantId } = await door.entrant(request)
      const contest = await announcedContest(core, params.id)
      const team = await mustBeMember(core, contest.id, entrantId, query.team)
      return ownResult(core, contest, roundOf(contest, params.round), team.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/rounds/:round/appeal',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'Appeal against the own published result; the captain, once',
    tag,
    params: OfRound,
    query: OfTeam,
    body: NewAppeal,
    response: z.object({}),
    handler: async ({ params, query, body, request }) => {
      const { entrantId } = await door.entrant(request)
      const contest = await announcedContest(core, params.id)
      const round = roundOf(contest, params.round)
      const team = await mustBeCaptain(core, contest.id, entrantId, query.team)
      await makeAppeal(core, { entrantId, teamId: team.id }, { contest, round }, body.text)
      return {}
    },
  })
}

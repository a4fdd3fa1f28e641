import type { Core } from '../../../safeguard/evidence/index.ts'
import { teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { Worked } from '../assigning/run.ts'
import { poolOf } from '../pool/store.ts'
import type { Preview } from '../views.ts'

export async function previewOf(core: Core, contest: Contest, worked: Worked): Promise<Preview> {
  const { problem, works, solution, measures } = worked
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const workOf = new Map(works.map((work) => [work.id, work]))
  const names = new Map((await poolOf(core.db, contest.organiserId)).map(({ id, name }) => [id, name]))
  const name = (id: string) => names.get(id) ?? ''
  const knows = new Map(problem.experts.map(({ id, fields }) => [id, new Set(fields)]))
  const pairs = [...problem.standing, ...solution.pairs]
  return {
    seed: problem.seed,
    inputsDigest: worked.inputsDigest,
    works: works.length,
    reviews: problem.reviews,
    experts: problem.experts.length,
    standing: problem.standing.length,
    added: solution.pairs.length,
    lacking: measures.lacking,
    lacks: solution.lacks.slice(0, 500).map(({ workId, lacks, possible }) => {
      const team = teams.get(workOf.get(workId)?.teamId ?? '')
      return { workId, number: team?.number ?? null, team: team?.name ?? '', lacks, possible }
    }),
    loads: problem.experts
      .map(({ id, maxLoad }) => ({
        expertId: id,
        name: name(id),
        load: measures.loads.get(id) ?? 0,
        maxLoad,
        known: pairs.filter(
          ({ expertId, workId }) => expertId === id && knows.get(id)?.has(workOf.get(workId)?.division ?? ''),
        ).length,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    below: measures.below,
    sameBody: measures.sameBody,
    known: measures.known,
    cost: measures.cost.toString(),
    undeclared: worked.undeclared.map(name),
    away: worked.away.map(name),
  }
}

import type { Core } from '../../../safeguard/evidence/index.ts'
import { csvText, type Team, teamsIn } from '../../entry/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import type { RankingView, RankRow } from '../model.ts'
import { chosen, rank, type Ranked } from '../rank/index.ts'
import { gather } from '../ranking/gather.ts'
import { placesOf } from '../ranking/shortlist.ts'
import { latestRanking, type RankingRow } from '../store.ts'
import { headOf } from './overview.ts'
import type { Place } from './who.ts'

const NONE = { add: [], remove: [] } as const

/** The order of a round: as it is counted now, or as it was frozen last, with who goes on by rank and by the short list. */
export async function rankingView(
  core: Core,
  place: Place,
  { live, search = '', offset, limit }: { live: boolean; search?: string; offset: number; limit: number },
): Promise<RankingView> {
  const { contest, round } = place
  const frozen = live ? null : await latestRanking(core.db, contest.id, round.code)
  const rows = frozen ? frozen.rows : live ? rank((await gather(core.db, contest, round)).input).rows : []
  const all = await described(core, place, rows, frozen)
  const changes = frozen?.changes ?? NONE
  const wanted = search.trim().toLocaleLowerCase()
  const found = all.filter(({ number, team, title }) =>
    `${number ?? ''} ${team} ${title}`.toLocaleLowerCase().includes(wanted),
  )
  return {
    head: frozen ? headOf(frozen) : null,
    free: chosen(rows, round.quota).free,
    places: placesOf(round.quota),
    total: found.length,
    changes: { add: [...changes.add], remove: [...changes.remove] },
    items: found.slice(offset, offset + limit),
  }
}

async function described(
  core: Core,
  { contest, round }: Place,
  rows: readonly Ranked[],
  frozen: RankingRow | null,
): Promise<RankRow[]> {
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team): [string, Team] => [team.id, team]))
  const titles = new Map(
    (await submittedWorks(core.db, contest.id, round.code)).map(({ id, title }) => [id, title]),
  )
  const byRank = chosen(rows, round.quota)
  const on = frozen?.on_ids ? new Set(frozen.on_ids) : null
  const { add, remove } = frozen?.changes ?? NONE
  const why = new Map([...add, ...remove].map((one) => [one.teamId, one.why]))
  const other = otherRanks(rows, round.review.scoring.calibrate === 'rank' ? 'raw' : 'calibrated')
  return rows.map((row) => ({
    workId: row.workId,
    teamId: row.teamId,
    number: teams.get(row.teamId)?.number ?? null,
    team: teams.get(row.teamId)?.name ?? '',
    title: titles.get(row.workId) ?? '',
    division: row.division,
    rank: row.rank,
    divisionRank: row.divisionRank,
    score: row.score,
    raw: row.raw,
    calibrated: row.calibrated,
    otherRank: other.get(row.workId) ?? null,
    sheets: row.sheets,
    median: row.median,
    lowest: row.lowest,
    spread: row.spread,
    disagree: row.disagree,
    tie: row.tie ?? null,
    byRank: byRank.on.has(row.teamId) ? 'on' : byRank.contested.has(row.teamId) ? 'contested' : 'off',
    on: on ? on.has(row.teamId) : null,
    why: why.get(row.teamId) ?? '',
  }))
}

/** Places by the score that does not rank: what calibration would change, or changed. */
function otherRanks(rows: readonly Ranked[], by: 'raw' | 'calibrated'): Map<string, number> {
  const scored = rows.filter((row) => row[by] !== null).toSorted((a, b) => b[by]! - a[by]!)
  const ranks = new Map<string, number>()
  for (const [at, row] of scored.entries()) {
    const before = scored[at - 1]
    ranks.set(row.workId, before && before[by] === row[by] ? ranks.get(before.workId)! : at + 1)
  }
  return ranks
}

/** The whole table for the organiser's own papers; with the names of teams, never given to experts. */
export async function rankingCsv(core: Core, place: Place): Promise<string> {
  const { items } = await rankingView(core, place, { live: false, offset: 0, limit: Number.MAX_SAFE_INTEGER })
  const text = (value: number | string | null | boolean) => (value === null ? '' : String(value))
  const head = [
    'rank',
    'divisionRank',
    'number',
    'team',
    'title',
    'division',
    'score',
    'raw',
    'calibrated',
    'sheets',
    'median',
    'lowest',
    'spread',
    'tie',
    'on',
    'why',
  ] as const
  return csvText([head, ...items.map((row) => head.map((key) => text(row[key])))])
}

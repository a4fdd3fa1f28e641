import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/tables.ts'
import { rankingOf } from '../../judging/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { awardsOf } from '../awards/store.ts'
import { prizeSum } from '../awards/rules.ts'
import { type After, organiserOf } from '../sources.ts'
import type { ReportNumbers } from './model.ts'
import { BODY_KINDS, bodyKindOf, PROVINCES, regionOf } from './regions.ts'
import { histogram, spreadOf } from './spread.ts'

const DAY_MS = 86_400_000

/** The report of a contest as it stands now. */
export async function reportNumbers(after: After, contest: Contest): Promise<ReportNumbers> {
  const { core } = after
  const { db } = core
  const { scheme } = contest
  const organiser = await organiserOf(core, contest)
  const byDivision = await divisionCounts(db, contest)
  const total = (key: 'entered' | 'admitted' | 'awarded') =>
    byDivision.reduce((sum, one) => sum + one[key], 0)
  const rounds = await roundCounts(db, contest)
  const awards = (await awardsOf(db, contest)).filter((row) => row.revoked_at === null)
  return {
    code: contest.code,
    titleZh: scheme.titleZh,
    titleEn: scheme.titleEn,
    organiserZh: organiser.nameZh,
    organiserEn: organiser.nameEn,
    timeZone: scheme.timeZone,
    at: core.clock.now(),
    funnel: [
      { step: 'entered', titleZh: '报名', titleEn: 'Entered', teams: total('entered') },
      { step: 'admitted', titleZh: '通过资格审核', titleEn: 'Admitted', teams: total('admitted') },
      ...rounds.flatMap((round) => [
        {
          step: `handed_in.${round.code}`,
          titleZh: `${round.titleZh}提交作品`,
          titleEn: `Handed in: ${round.titleEn}`,
          teams: round.handedIn,
        },
        {
          step: `shortlisted.${round.code}`,
          titleZh: `${round.titleZh}入围`,
          titleEn: `Short-listed: ${round.titleEn}`,
          teams: round.shortlisted,
        },
      ]),
      { step: 'awarded', titleZh: '获奖', titleEn: 'Awarded', teams: total('awarded') },
    ],
    divisions: byDivision,
    people: await people(db, contest.id),
    bodies: await bodies(db, contest.id),
    experts: await expertLoads(db, contest),
    scores: await scoreSpreads(after, contest),
    spans: spansOf(contest, awards[0]?.published_at ?? null),
    awards: scheme.awards.map(({ code, titleZh, titleEn, count, per }) => {
      const given = awards.filter((row) => row.award === code)
      return {
        code,
        titleZh,
        titleEn,
        given: given.length,
        planned: per === 'division' ? count * scheme.divisions.length : count,
        prizeFen: prizeSum(given, scheme.awards),
      }
    }),
    prizeFen: prizeSum(awards, scheme.awards),
    follow: await followCounts(db, contest.id),
  }
}

async function divisionCounts(db: Db, { id, scheme }: Contest): Promise<ReportNumbers['divisions']> {
  const first = scheme.rounds[0]!.code
  const last = scheme.rounds.at(-1)!.code
  const { rows } = await sql<
    Record<'entered' | 'admitted' | 'handedIn' | 'shortlisted' | 'awarded', number> & {
      division: string
    }
  >`
    select t.division,
      count(*) filter (where t.submitted_at is not null)::int as "entered",
      count(*) filter (where t.state = 'admitted')::int as "admitted",
      count(*) filter (where t.state = 'admitted' and exists (select 1 from contest_work w
        where w.team_id = t.id and w.round = ${first} and w.state = 'submitted'))::int as "handedIn",
      count(*) filter (where exists (select 1 from contest_shortlist s
        where s.team_id = t.id and s.contest_id = t.contest_id and s.round = ${last}))::int as "shortlisted",
      count(*) filter (where exists (select 1 from contest_award a
        where a.team_id = t.id and a.contest_id = t.contest_id and a.revoked_at is null))::int as "awarded"
    from contest_team t where t.contest_id = ${id} group by t.division`.execute(db)
  const found = new Map(rows.map((row) => [row.division, row]))
  return scheme.divisions.map(({ code, titleZh, titleEn }) => {
    const row = found.get(code)
    return {
      code,
      titleZh,
      titleEn,
      entered: row?.entered ?? 0,
      admitted: row?.admitted ?? 0,
      handedIn: row?.handedIn ?? 0,
      shortlisted: row?.shortlisted ?? 0,
      awarded: row?.awarded ?? 0,
    }
  })
}

async function roundCounts(db: Db, { id, scheme }: Contest) {
  const { rows } = await sql<{ round: string; handedIn: number; shortlisted: number }>`
    select r.round,
      (select count(*)::int from contest_work w join contest_team t on t.id = w.team_id
        where w.contest_id = ${id} and w.round = r.round and w.state = 'submitted' and t.state = 'admitted') as "handedIn",
      (select count(*)::int from contest_shortlist s
        where s.contest_id = ${id} and s.round = r.round) as "shortlisted"
    from unnest(${scheme.rounds.map(({ code }) => code)}::text[]) as r (round)`.execute(db)
  return scheme.rounds.map(({ code, titleZh, titleEn }) => {
    const row = rows.find((one) => one.round === code)
    return { code, titleZh, titleEn, handedIn: row?.handedIn ?? 0, shortlisted: row?.shortlisted ?? 0 }
  })
}

async function people(db: Db, contestId: string): Promise<ReportNumbers['people']> {
  const { rows } = await sql<ReportNumbers['people']>`
    select count(*)::int as teams, coalesce(sum(n), 0)::int as members, coalesce(sum(students), 0)::int as students,
      count(*) filter (where n > 0 and students = n)::int as "studentTeams"
    from (select t.id, count(m.id) as n, count(m.id) filter (where m.student) as students
      from contest_team t left join contest_member m on m.team_id = t.id and m.state = 'accepted'
      where t.contest_id = ${contestId} and t.state = 'admitted' group by t.id) as team`.execute(db)
  return rows[0]!
}

async function bodies(db: Db, contestId: string): Promise<ReportNumbers['bodies']> {
  const { rows } = await sql<{ uscc: string; teams: string[] }>`
    select b.uscc, array_agg(distinct t.id::text) as teams from contest_team_body b join contest_team t on t.id = b.team_id
    where t.contest_id = ${contestId} and t.state = 'admitted' group by b.uscc`.execute(db)
  const several = new Map<string, number>()
  for (const team of rows.flatMap((row) => row.teams)) several.set(team, (several.get(team) ?? 0) + 1)
  const regions = [...new Set(rows.map((row) => regionOf(row.uscc)))].map((code) => {
    const own = rows.filter((row) => regionOf(row.uscc) === code)
    const named =
      PROVINCES[code] ?? (code === 'national' ? ['国家级登记', 'National register'] : ['其他', 'Other'])
    return {
      code,
      titleZh: named[0],
      titleEn: named[1],
      bodies: own.length,
      teams: new Set(own.flatMap((row) => row.teams)).size,
    }
  })
  return {
    bodies: rows.length,
    teamsOfSeveral: [...several.values()].filter((count) => count > 1).length,
    regions: regions.sort((a, b) => b.teams - a.teams || (a.code < b.code ? -1 : 1)),
    kinds: BODY_KINDS.map((kind) => ({
      kind,
      bodies: rows.filter((row) => bodyKindOf(row.uscc) === kind).length,
    })).filter(({ bodies: count }) => count > 0),
  }
}

async function expertLoads(db: Db, { id, scheme }: Contest): Promise<ReportNumbers['experts']> {
  const { rows } = await sql<{ round: string; assigned: number; submitted: number; late: number }>`
    select a.round, count(*)::int as assigned,
      count(*) filter (where s.state = 'submitted')::int as submitted,
      count(*) filter (where s.state = 'submitted' and s.late)::int as late
    from contest_assignment a left join contest_sheet s on s.assignment_id = a.id
    where a.contest_id = ${id} and a.state = 'assigned' group by a.round, a.expert_id`.execute(db)
  return scheme.rounds.map(({ code, titleZh, titleEn }) => {
    const own = rows.filter((row) => row.round === code)
    const sum = (key: 'assigned' | 'submitted' | 'late') => own.reduce((all, row) => all + row[key], 0)
    return {
      round: code,
      titleZh,
      titleEn,
      experts: own.length,
      assigned: sum('assigned'),
      submitted: sum('submitted'),
      late: sum('late'),
      load: spreadOf(own.map((row) => row.assigned)),
    }
  })
}

async function scoreSpreads({ core, sources }: After, contest: Contest): Promise<ReportNumbers['scores']> {
  const told: { round: string; titleZh: string; titleEn: string; scores: (number | null)[] }[] = []
  for (const { code, titleZh, titleEn } of contest.scheme.rounds) {
    const ranking = await rankingOf(core.db, contest.id, code)
    if (ranking) told.push({ round: code, titleZh, titleEn, scores: ranking.map(({ score }) => score) })
  }
  if (contest.scheme.final) {
    const ranking = await sources.ranking(core, contest)
    const scores = ranking?.map(({ score }) => score)
    if (scores) told.push({ round: 'final', titleZh: '决赛', titleEn: 'Final', scores })
  }
  return told.map(({ scores, ...round }) => {
    const known = scores.filter((score) => score !== null)
    return {
      ...round,
      scores: spreadOf(known),
      without: scores.length - known.length,
      bins: histogram(known),
    }
  })
}

function spansOf({ scheme, publishedAt }: Contest, awardedAt: number | null): ReportNumbers['spans'] {
  const span = (code: string, titleZh: string, titleEn: string, from: number, to: number) => ({
    code,
    titleZh,
    titleEn,
    from,
    to,
    days: Math.round(((to - from) / DAY_MS) * 10) / 10,
  })
  const { entry, rounds, final } = scheme
  return [
    span('entry', '报名', 'Entry', entry.opensAt, entry.closesAt),
    ...rounds.flatMap(({ code, titleZh, titleEn, submission, review }) => [
      span(
        `${code}.submission`,
        `${titleZh}提交`,
        `${titleEn}: submission`,
        submission.opensAt,
        submission.closesAt,
      ),
      span(`${code}.review`, `${titleZh}评审`, `${titleEn}: review`, review.opensAt, review.closesAt),
    ]),
    ...(final ? [span('final', '决赛', 'Final', final.opensAt, final.closesAt)] : []),
    ...(publishedAt !== null && awardedAt !== null
      ? [span('whole', '从公告到颁奖', 'From announcement to awards', publishedAt, awardedAt)]
      : []),
  ]
}

async function followCounts(db: Db, contestId: string): Promise<ReportNumbers['follow']> {
  const { rows } = await sql<ReportNumbers['follow']>`select
    (select count(*)::int from contest_green_channel where contest_id = ${contestId} and state <> 'withdrawn') as "greenChannels",
    (select count(*)::int from contest_green_channel where contest_id = ${contestId} and state = 'requested') as requested,
    (select count(*)::int from contest_incubation where contest_id = ${contestId}) as incubations,
    (select count(*)::int from contest_incubation_interest where contest_id = ${contestId} and state = 'introduced') as introduced`.execute(
    db,
  )
  return rows[0]!
}

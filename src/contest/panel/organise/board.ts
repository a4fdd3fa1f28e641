import type { Core } from '../../../safeguard/evidence/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { mustBeOver, mustHaveRound } from '../moments.ts'
import { poolOf } from '../pool/store.ts'
import { panelistsOf } from '../store.ts'
import type { PanelBoard } from '../views.ts'

const isOver = (contest: Contest, round: string, now: number): boolean => {
  try {
    mustBeOver(contest, round, now)
    return true
  } catch {
    return false
  }
}

export async function boardOf(core: Core, contest: Contest, code: string): Promise<PanelBoard> {
  mustHaveRound(contest, code)
  const round = contest.scheme.rounds.find((one) => one.code === code)
  const pool = await poolOf(core.db, contest.organiserId)
  const panel = await panelistsOf(core.db, contest.id, code)
  const works = round ? await submittedWorks(core.db, contest.id, code) : []
  const loads = await core.db
    .selectFrom('contest_assignment')
    .select((eb) => ['work_id', eb.fn.countAll<number>().as('n')])
    .where('contest_id', '=', contest.id)
    .where('round', '=', code)
    .where('state', '=', 'assigned')
    .groupBy('work_id')
    .execute()
  const given = new Map(loads.map((row) => [row.work_id, row.n]))
  const reviews = round?.review.scoring.reviewsPerWork ?? null
  const copies = await core.db
    .selectFrom('contest_blind')
    .select(['work_id', 'state', 'version'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', code)
    .execute()
  const copyOf = new Map(copies.map((row) => [row.work_id, row]))
  const fresh = works.flatMap(({ id, version }) => {
    const copy = copyOf.get(id)
    return copy?.version === version ? [copy] : []
  })
  const conflicts = await core.db
    .selectFrom('contest_conflict')
    .select(['lift_by'])
    .where('contest_id', '=', contest.id)
    .where('state', '=', 'standing')
    .execute()
  const { scheme } = contest
  return {
    rounds: [
      ...scheme.rounds.map(({ code: one, titleZh, titleEn }) => ({ code: one, titleZh, titleEn })),
      ...(scheme.final ? [{ code: 'final', titleZh: '决赛答辩', titleEn: 'Live defence' }] : []),
    ],
    ready: round !== undefined && isOver(contest, code, core.clock.now()),
    reviews,
    pool: pool.length,
    panel: panel.length,
    declared: panel.filter(({ declaredAt }) => declaredAt !== null).length,
    conflicts: conflicts.length,
    liftsWaiting: conflicts.filter((row) => row.lift_by !== null).length,
    works: works.length,
    assigned: [...given.values()].reduce((sum, n) => sum + n, 0),
    lacking: works.reduce((sum, { id }) => sum + Math.max(0, (reviews ?? 0) - (given.get(id) ?? 0)), 0),
    copies: fresh.length,
    clear: fresh.filter(({ state }) => state === 'clear').length,
    divisions: scheme.divisions.map(({ code: one, titleZh, titleEn }) => ({ code: one, titleZh, titleEn })),
  }
}

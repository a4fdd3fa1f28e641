import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { submittedWorks } from '../../submission/index.ts'
import { openFlags } from '../blind/flags.ts'
import { blindFiles, copyRow } from '../blind/store.ts'
import { mustHaveRound } from '../moments.ts'
import type { BlindBrief, BlindView } from '../views.ts'

const isRound = ({ scheme }: Contest, code: string) => scheme.rounds.find((round) => round.code === code)

export async function blindQueue(
  core: Core,
  contest: Contest,
  round: string,
  query: { offset: number; limit: number; state?: BlindBrief['state'] | undefined },
): Promise<{ items: BlindBrief[]; total: number }> {
  mustHaveRound(contest, round)
  const works = isRound(contest, round) ? await submittedWorks(core.db, contest.id, round) : []
  const rows = await core.db
    .selectFrom('contest_blind')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', round)
    .execute()
  const copyOf = new Map(rows.map((row) => [row.work_id, row]))
  const refused = await core.db
    .selectFrom('contest_blind_file as f')
    .innerJoin('contest_blind as b', 'b.work_id', 'f.work_id')
    .select((eb) => ['f.work_id', eb.fn.countAll<number>().as('n')])
    .where('b.contest_id', '=', contest.id)
    .where('b.round', '=', round)
    .where('f.state', '=', 'refused')
    .groupBy('f.work_id')
    .execute()
  const refusedOf = new Map(refused.map((row) => [row.work_id, row.n]))
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const all = works.map(({ id, teamId, title, version }): BlindBrief => {
    const copy = copyOf.get(id)
    const fresh = copy?.version === version ? copy : undefined
    return {
      workId: id,
      number: teams.get(teamId)?.number ?? null,
      team: teams.get(teamId)?.name ?? '',
      title,
      state: fresh?.state ?? 'none',
      edition: copy?.edition ?? 0,
      open: fresh ? openFlags(fresh.flags, fresh.kept).length : 0,
      refused: fresh ? (refusedOf.get(id) ?? 0) : 0,
    }
  })
  const rank = { flagged: 0, none: 1, clear: 2 } as const
  const shown = all
    .filter(({ state }) => query.state === undefined || state === query.state)
    .sort((a, b) => rank[a.state] - rank[b.state] || ((a.number ?? '') < (b.number ?? '') ? -1 : 1))
  return { total: shown.length, items: shown.slice(query.offset, query.offset + query.limit) }
}

/** @throws XinyuError NOT_FOUND */
export async function blindView(core: Core, contest: Contest, workId: string): Promise<BlindView> {
  const row = await copyRow(core.db, workId)
  if (!row || row.contest_id !== contest.id) throw new XinyuError('NOT_FOUND', { what: 'work' })
  const work = (await submittedWorks(core.db, contest.id, row.round)).find(({ id }) => id === workId)
  if (!work) throw new XinyuError('NOT_FOUND', { what: 'work' })
  const team = (await teamsIn(core.db, contest.id)).find(({ id }) => id === work.teamId)
  const form = isRound(contest, row.round)?.submission.form ?? []
  const files = await blindFiles(core.db, [workId])
  const kept = new Map(row.kept.map(({ key, reason }) => [key, reason]))
  return {
    workId,
    number: team?.number ?? null,
    team: team?.name ?? '',
    round: row.round,
    state: row.state,
    edition: row.edition,
    title: row.title,
    fields: row.fields.map(({ code, text }) => {
      const field = form.find((one) => one.code === code)
      return { code, text, titleZh: field?.titleZh ?? code, titleEn: field?.titleEn ?? code }
    }),
    files: files.map((file) => ({
      id: file.id,
      place: file.place,
      field: file.field,
      name: work.files.find(({ id }) => id === file.source_id)?.name ?? '',
      type: file.type,
      bytes: file.bytes,
      state: file.state,
      why: file.why,
      replaced: file.replaced,
      reason: file.reason,
    })),
    flags: row.flags.map((flag) => ({ ...flag, kept: kept.get(flag.key) ?? null })),
    kept: [...row.kept],
    redactions: [...row.redactions],
  }
}

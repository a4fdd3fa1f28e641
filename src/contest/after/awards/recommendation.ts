import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { csvOf } from '../csv.ts'
import { admittedTeams } from '../sources.ts'
import { awardsOf } from './store.ts'

const HEAD = [
  '推荐序号 no',
  '奖项 award',
  '赛道或领域 division',
  '名次 rank',
  '参赛队 team',
  '作品 title',
  '牵头单位 lead body',
  '统一社会信用代码 uscc',
  '其他单位 other bodies',
  '队长 captain',
  '人数 members',
  '证书编号 certificate',
]

/** Who goes to the next level: the awards that the scheme recommends, as the next organiser needs them. */
export async function recommendationCsv(core: Core, contest: Contest): Promise<string> {
  const recommended = (await awardsOf(core.db, contest)).filter(
    (row) => row.recommend && row.revoked_at === null,
  )
  const teams = await admittedTeams(core, contest.id)
  const title = (list: readonly { code: string; titleZh: string }[], code: string) =>
    list.find((one) => one.code === code)?.titleZh ?? code
  const rows = recommended.map((row, at) => {
    const card = teams.get(row.team_id)
    const [lead, ...others] = card?.bodies ?? []
    return [
      String(at + 1),
      title(contest.scheme.awards, row.award),
      title(contest.scheme.divisions, row.division),
      String(row.rank),
      card?.team.name ?? '',
      card?.team.title ?? '',
      lead?.name ?? '',
      lead?.uscc ?? '',
      others.map(({ name }) => name).join('；'),
      card?.members.find(({ role }) => role === 'captain')?.name ?? '',
      String(card?.members.length ?? 0),
      row.number,
    ]
  })
  return csvOf([HEAD, ...rows])
}

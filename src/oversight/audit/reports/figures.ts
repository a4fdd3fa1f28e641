import { sql } from 'kysely'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ReportSection } from '../model.ts'

type Figure = ReportSection['figures'][number]
const figure = (zh: string, en: string, value: number): Figure => ({ zh, en, value })

/** Kinds of entries that are counted one by one, by section. Counted in the evidence: a report says what is provable. */
const COUNTED: readonly {
  readonly id: string
  readonly zh: string
  readonly en: string
  readonly figures: readonly (readonly [kind: string, zh: string, en: string])[]
}[] = [
  {
    id: 'supply',
    zh: '供数',
    en: 'Supply',
    figures: [
      ['version.landed', '入库的数据版本', 'Data versions landed'],
      ['project.table_prepared', '制备的项目表', 'Project tables prepared'],
      ['product.published', '上架的产品', 'Products published'],
    ],
  },
  {
    id: 'flow',
    zh: '合约',
    en: 'Contracts',
    figures: [
      ['contract.started', '开始履行', 'Came into force'],
      ['contract.suspended', '暂停', 'Suspended'],
      ['contract.ended', '终止', 'Ended'],
      ['contract.destroyed', '派生物销毁', 'Derived data destroyed'],
    ],
  },
  {
    id: 'use',
    zh: '使用',
    en: 'Use',
    figures: [
      ['run.granted', '获得许可的使用', 'Uses granted'],
      ['run.denied', '未获许可的使用', 'Uses denied'],
      ['run.refused', '因形式被拒的请求', 'Requests refused on their form'],
      ['run.released', '放行的结果', 'Results released'],
      ['run.downloaded', '取走的结果', 'Results taken away'],
    ],
  },
  {
    id: 'seats',
    zh: '席位',
    en: 'Seats',
    figures: [
      ['seat.opened', '开启', 'Opened'],
      ['seat.cell', '运行的单元格', 'Cells run'],
      ['seat.job', '运行的作业', 'Jobs run'],
      ['seat.blocked', '阻断', 'Blocked'],
      ['seat.closed', '关闭', 'Closed'],
      ['seat.destroyed', '文件销毁', 'Files destroyed'],
    ],
  },
  {
    id: 'airlock',
    zh: '出域审核',
    en: 'Airlock',
    figures: [
      ['airlock.submitted', '提交', 'Submitted'],
      ['airlock.returned', '退回', 'Returned'],
      ['airlock.rejected', '否决', 'Rejected'],
      ['airlock.file_released', '放行的文件', 'Files released'],
      ['airlock.revoked', '召回', 'Called back'],
    ],
  },
  {
    id: 'people',
    zh: '人员与权限',
    en: 'People and privileges',
    figures: [
      ['session.opened', '登录', 'Sign-ins'],
      ['session.locked', '登录锁定', 'Sign-ins locked'],
      ['user.invited', '新用户', 'New users'],
      ['user.roles_changed', '角色变更', 'Changes of roles'],
      ['user.suspended', '停用的用户', 'Users suspended'],
    ],
  },
  {
    id: 'watch',
    zh: '监测',
    en: 'Watch',
    figures: [
      ['watch.alerted', '预警', 'Alerts'],
      ['watch.blocked', '生效的阻断', 'Blocks in force'],
      ['watch.block_lifted', '解除的阻断', 'Blocks lifted'],
      ['watch.case_closed', '结案', 'Cases closed'],
      ['watch.rule_changed', '规则变更', 'Changes of rules'],
      ['watch.shift_handed_over', '交接班', 'Shifts handed over'],
    ],
  },
]

/** The figures of a time, from `from` on and before `until`. */
export async function figuresOf(core: Core, from: number, until: number): Promise<ReportSection[]> {
  const counts = await countsOf(core, from, until)
  const sections = COUNTED.map(({ id, zh, en, figures }) => ({
    id,
    zh,
    en,
    figures: figures.map(([kind, zh, en]) => figure(zh, en, counts.get(kind) ?? 0)),
  }))
  return [...sections, await evidenceSection(core, counts)]
}

async function countsOf(core: Core, from: number, until: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select kind, count(*)::int as n from evidence_outbox
    where happened_at >= ${from} and happened_at < ${until} and leaf is not null group by kind`.execute(
    core.db,
  )
  return new Map(rows.map(({ kind, n }) => [kind, n]))
}

async function evidenceSection(core: Core, counts: ReadonlyMap<string, number>): Promise<ReportSection> {
  const { size } = core.evidence.head()
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0)
  return {
    id: 'evidence',
    zh: '存证',
    en: 'Evidence',
    figures: [
      figure('本期条目', 'Entries in this time', all),
      figure('种类', 'Kinds', counts.size),
      figure('出具报告时的日志长度', 'Length of the log when the report was made', size),
    ],
  }
}

import { yuanFromFen } from '../../../kernel/money.ts'
import type { ReportNumbers } from './model.ts'
import type { Spread } from './spread.ts'
import { BINS } from './spread.ts'

export type Lang = 'zh' | 'en'

export interface ReportTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Column that is drawn as bars as well. */
  readonly bars?: number
}

export interface ReportDocument {
  readonly title: string
  readonly subtitle: string
  readonly tables: readonly ReportTable[]
}

const KIND: Readonly<Record<ReportNumbers['bodies']['kinds'][number]['kind'], readonly [string, string]>> = {
  agency: ['机关', 'Government body'],
  institution: ['事业单位', 'Public institution'],
  company: ['企业', 'Company'],
  association: ['社会组织', 'Association'],
  self_employed: ['个体工商户', 'Self-employed'],
  other: ['其他', 'Other'],
}

/** The report as tables in one language: HTML, CSV and PDF say the same. */
export function reportDocument(numbers: ReportNumbers, lang: Lang): ReportDocument {
  const say = (zh: string, en: string) => (lang === 'zh' ? zh : en)
  const titled = (one: { titleZh: string; titleEn: string }) => say(one.titleZh, one.titleEn)
  const day = (at: number) =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone: numbers.timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    }).format(at)
  const n = String
  const share = (part: number, whole: number) =>
    whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)} %`
  const spread = (one: Spread | null) =>
    one === null
      ? ['—', '—', '—', '—', '—', '—']
      : [one.least, one.lower, one.middle, one.upper, one.most, one.mean].map((value) => value.toFixed(1))
  const spreadHead = [
    say('最小', 'Least'),
    say('下四分位', 'Lower quartile'),
    say('中位', 'Median'),
    say('上四分位', 'Upper quartile'),
    say('最大', 'Most'),
    say('平均', 'Mean'),
  ]
  const entered = numbers.funnel[0]?.teams ?? 0
  const { people, bodies, follow } = numbers
  return {
    title: say(`${numbers.titleZh}总结报告`, `Report: ${numbers.titleEn}`),
    subtitle: `${say(numbers.organiserZh, numbers.organiserEn)} · ${day(numbers.at)}`,
    tables: [
      {
        title: say('一、参赛漏斗', '1. Funnel'),
        head: [say('环节', 'Step'), say('队数', 'Teams'), say('占报名', 'Of entries')],
        rows: numbers.funnel.map((one) => [titled(one), n(one.teams), share(one.teams, entered)]),
        bars: 1,
      },
      {
        title: say('二、各赛道或领域', '2. Divisions'),
        head: [
          say('名称', 'Division'),
          say('报名', 'Entered'),
          say('通过', 'Admitted'),
          say('提交', 'Handed in'),
          say('入围', 'Short-listed'),
          say('获奖', 'Awarded'),
        ],
        rows: numbers.divisions.map((one) => [
          titled(one),
          n(one.entered),
          n(one.admitted),
          n(one.handedIn),
          n(one.shortlisted),
          n(one.awarded),
        ]),
        bars: 1,
      },
      {
        title: say('三、人员与单位（通过审核的队）', '3. People and bodies (admitted teams)'),
        head: [say('项', 'What'), say('数', 'Count')],
        rows: [
          [say('参赛队', 'Teams'), n(people.teams)],
          [say('成员', 'Members'), n(people.members)],
          [say('其中学生', 'Of these students'), n(people.students)],
          [say('全部为学生的队', 'Teams of students only'), n(people.studentTeams)],
          [say('单位', 'Bodies'), n(bodies.bodies)],
          [say('多家单位联合的队', 'Teams of several bodies'), n(bodies.teamsOfSeveral)],
        ],
      },
      {
        title: say(
          '四、单位所在地（按统一社会信用代码）',
          '4. Regions of bodies (by unified social credit code)',
        ),
        head: [say('地区', 'Region'), say('单位', 'Bodies'), say('队数', 'Teams')],
        rows: bodies.regions.map((one) => [titled(one), n(one.bodies), n(one.teams)]),
        bars: 2,
      },
      {
        title: say('五、单位类别', '5. Kinds of bodies'),
        head: [say('类别', 'Kind'), say('单位', 'Bodies')],
        rows: bodies.kinds.map((one) => [say(...KIND[one.kind]), n(one.bodies)]),
        bars: 1,
      },
      {
        title: say('六、专家评审工作量', "6. Experts' load"),
        head: [
          say('轮次', 'Round'),
          say('专家', 'Experts'),
          say('分配', 'Assigned'),
          say('已交', 'Submitted'),
          say('迟交', 'Late'),
          ...spreadHead.map((one) => say(`人均${one}`, `${one} per expert`)),
        ],
        rows: numbers.experts.map((one) => [
          titled(one),
          n(one.experts),
          n(one.assigned),
          n(one.submitted),
          n(one.late),
          ...spread(one.load),
        ]),
      },
      {
        title: say('七、分数分布', '7. Scores'),
        head: [say('轮次', 'Round'), say('有分', 'Scored'), say('无分', 'Without'), ...spreadHead],
        rows: numbers.scores.map((one) => [
          titled(one),
          n(one.scores?.count ?? 0),
          n(one.without),
          ...spread(one.scores),
        ]),
      },
      ...numbers.scores.map((one) => ({
        title: say(`分数段：${one.titleZh}`, `Score bands: ${one.titleEn}`),
        head: [say('分数段', 'Band'), say('作品', 'Works')],
        rows: one.bins.map((count, at) => [
          at === BINS - 1 ? '90–100' : `${at * 10}–${at * 10 + 9}.99`,
          n(count),
        ]),
        bars: 1,
      })),
      {
        title: say('八、历时', '8. Duration'),
        head: [say('阶段', 'Phase'), say('起', 'From'), say('止', 'To'), say('天', 'Days')],
        rows: numbers.spans.map((one) => [titled(one), day(one.from), day(one.to), n(one.days)]),
      },
      {
        title: say('九、奖项', '9. Awards'),
        head: [
          say('奖项', 'Award'),
          say('颁出', 'Given'),
          say('设置', 'Planned'),
          say('奖金（元）', 'Prize (CNY)'),
        ],
        rows: [
          ...numbers.awards.map((one) => [
            titled(one),
            n(one.given),
            n(one.planned),
            yuanFromFen(one.prizeFen),
          ]),
          [
            say('合计', 'Sum'),
            n(numbers.awards.reduce((sum, one) => sum + one.given, 0)),
            n(numbers.awards.reduce((sum, one) => sum + one.planned, 0)),
            yuanFromFen(numbers.prizeFen),
          ],
        ],
      },
      {
        title: say('十、赛后', '10. What followed'),
        head: [say('项', 'What'), say('数', 'Count')],
        rows: [
          [say('绿色通道申请', 'Green channels asked for'), n(follow.greenChannels)],
          [say('其中已发起合约申请', 'Of these with a contract request'), n(follow.requested)],
          [say('孵化需求', 'Incubation requests'), n(follow.incubations)],
          [say('促成对接', 'Introductions'), n(follow.introduced)],
        ],
      },
    ],
  }
}

import type { RowSet } from '../bureau.ts'
import { diagnosisIndex } from '../data/diagnoses.ts'
import { ITEMS, itemIndex } from '../data/items.ts'
import { BUREAUS } from '../data/regions.ts'
import type { Person } from '../person.ts'
import type { Rng } from '../random.ts'
import { FIRST_DAY, LAST_DAY } from '../text.ts'
import type { LineChange, Visit } from '../visit.ts'
import type { World } from '../world.ts'
import { getCell, setCell } from './cells.ts'
import type { Implied, Truth } from './truth.ts'

/** Share of persons with a scenario of misuse, in parts of a million. */
const RATE = 12_000

/** A visit of a scenario; days count from the scenario's first day. */
interface Plan {
  readonly medType: Visit['medType']
  readonly day: number
  readonly nights?: number
  readonly diagnosis: string
  readonly place: 'tertiary' | 'secondary' | 'community' | 'pharmacy'
  readonly hour?: number
  readonly change?: LineChange
}

interface Scenario {
  readonly kind: string
  readonly fits?: (person: Person) => boolean
  readonly plan: (person: Person, rng: Rng) => readonly Plan[]
  /** Item whose fee lines are the misuse; without it the settlements are. */
  readonly item?: (person: Person) => string
  readonly implies?: string
  /** The first day where it is not free to choose. */
  readonly begin?: (person: Person, rng: Rng) => number
}

const COLD = 'J06.900'
const PNEUMONIA = 'J18.900'
const URINARY = 'N39.000'
const extra = (key: string, count: number, supplyDays?: number, times?: number): LineChange => ({
  only: false,
  lines: [
    {
      key,
      count,
      ...(supplyDays === undefined ? {} : { supplyDays }),
      ...(times === undefined ? {} : { times }),
    },
  ],
})
const outpatient = (day: number, change?: LineChange, place: Plan['place'] = 'secondary'): Plan => ({
  medType: '11',
  day,
  diagnosis: COLD,
  place,
  ...(change ? { change } : {}),
})
const stay = (
  day: number,
  nights: number,
  diagnosis: string,
  place: Plan['place'],
  change?: LineChange,
): Plan => ({
  medType: '21',
  day,
  nights,
  diagnosis,
  place,
  ...(change ? { change } : {}),
})
const only = (lines: LineChange['lines']): LineChange => ({ only: true, lines })

/** Names follow §3.4 of the rule facts; each scenario is built to cross one line only, or says what it implies. */
const SCENARIOS: readonly Scenario[] = [
  {
    kind: '重复收费',
    plan: () => [
      outpatient(0, {
        only: false,
        lines: [
          { key: 'ogtt', count: 1 },
          { key: 'bedglu', count: 1 },
        ],
      }),
    ],
    item: () => 'bedglu',
  },
  {
    kind: '分解住院',
    plan: (_, rng) => [
      stay(0, 6, PNEUMONIA, 'secondary'),
      stay(6 + rng.between(3, 12), 6, PNEUMONIA, 'secondary'),
    ],
  },
  {
    kind: '限性别',
    plan: (p) => [outpatient(0, extra(p.sex === 1 ? 'gynae' : 'prost', 1, 5))],
    item: (p) => (p.sex === 1 ? 'gynae' : 'prost'),
  },
  { kind: '限年龄', plan: () => [outpatient(0, extra('kidcold', 1, 5))], item: () => 'kidcold' },
  {
    kind: '超量开药',
    plan: (_, rng) => [outpatient(0, extra('omepr', 8 + rng.below(5), 60))],
    item: () => 'omepr',
  },
  {
    kind: '高频就诊',
    plan: () =>
      Array.from(
        { length: 8 },
        (_, i): Plan => ({
          ...outpatient(Math.min(i, 6), only([{ key: 'consult', count: 1 }]), 'community'),
          hour: i === 7 ? 15 : 9,
        }),
      ),
    implies: '三十日内同类就诊过多',
  },
  {
    kind: '高频购药',
    plan: () =>
      Array.from(
        { length: 6 },
        (_, i): Plan => ({
          medType: '41',
          day: i * 5,
          diagnosis: 'K29.500',
          place: 'pharmacy',
          change: only([{ key: 'omepr', count: 1, supplyDays: 5 }]),
        }),
      ),
    item: () => 'omepr',
    implies: '三十日内同类就诊过多',
  },
  { kind: '重叠住院', plan: () => [stay(0, 8, PNEUMONIA, 'tertiary'), stay(4, 7, URINARY, 'secondary')] },
  {
    kind: '挂床住院',
    plan: () => [
      stay(
        0,
        6,
        PNEUMONIA,
        'secondary',
        only([0, 1, 2, 3, 4, 5].map((day) => ({ key: 'bed', count: 1, day }))),
      ),
    ],
  },
  {
    kind: '低标准入院',
    plan: (_, rng) => [
      stay(
        0,
        1 + rng.below(2),
        URINARY,
        'secondary',
        only([
          { key: 'bed', count: 1 },
          { key: 'ct', count: 1 },
          { key: 'mri', count: 1 },
          { key: 'usabd', count: 1 },
          { key: 'liver', count: 1 },
        ]),
      ),
    ],
  },
  { kind: '串换项目', plan: () => [outpatient(0, extra('omepr', 1, 5))], item: () => 'omepr' },
  {
    kind: '超限定支付疗程',
    plan: () => [stay(0, 20, 'I63.900', 'tertiary', extra('butyl', 20, 20))],
    item: () => 'butyl',
    fits: (p) => p.age >= 46,
  },
  { kind: '限就医方式', plan: () => [outpatient(0, extra('fatemul', 1, 1))], item: () => 'fatemul' },
  {
    kind: '限机构等级',
    plan: () => [outpatient(0, extra('shenmai', 2, 3), 'community')],
    item: () => 'shenmai',
  },
  {
    kind: '限频次',
    plan: () => [stay(0, 6, PNEUMONIA, 'secondary', extra('bed', 1, undefined, 2))],
    item: () => 'bed',
  },
  {
    kind: '限周期',
    plan: () => [outpatient(0, extra('hba1c', 1)), outpatient(9, extra('hba1c', 1))],
    item: () => 'hba1c',
  },
  {
    kind: '住院期间门诊',
    plan: () => [stay(0, 9, PNEUMONIA, 'tertiary'), outpatient(4, undefined, 'community')],
  },
  {
    kind: '死亡后就诊',
    plan: () => [outpatient(0, undefined, 'community')],
    fits: (p) => p.death > 0 && p.death + 40 < LAST_DAY && p.paused === 0,
    begin: (p, rng) => p.death + 3 + rng.below(30),
  },
  {
    kind: '性别与诊断不符',
    plan: () => [
      {
        ...outpatient(
          0,
          only([
            { key: 'consult', count: 1 },
            { key: 'usabd', count: 1 },
          ]),
        ),
        diagnosis: 'D25.900',
      },
    ],
    fits: (p) => p.sex === 1,
  },
]
/** Deaths are rare: those who died are tried for the scenario that needs them. */
const AFTER_DEATH = SCENARIOS.findIndex((scenario) => scenario.kind === '死亡后就诊')

export function createMisuse(_world: World, rng: Rng, tell: (truth: Truth) => void) {
  let current: Scenario | null = null

  return {
    /** Replaces the person's visits by those of a scenario, now and then. */
    change(person: Person, visits: Visit[], count: number): number {
      current = null
      const dead = person.death > 0
      if (!rng.ppm(dead ? 40_000 : RATE) || person.age < 20) return count
      const scenario = SCENARIOS[dead ? AFTER_DEATH : rng.below(SCENARIOS.length)]!
      const span = person.to - person.from
      if ((!dead && span < 200) || scenario.fits?.(person) === false) return count
      if (!dead && scenario.kind === '死亡后就诊') return count
      current = scenario
      const first =
        scenario.begin?.(person, rng) ?? Math.max(person.from, FIRST_DAY) + 20 + rng.below(span - 120)
      const plans = scenario.plan(person, rng)
      plans.forEach((plan, i) => {
        Object.assign(visits[i]!, {
          medType: plan.medType,
          day: first + plan.day,
          nights: plan.nights ?? 0,
          diagnosis: diagnosisIndex(plan.diagnosis),
          second: -1,
          place: person[plan.place],
          hour: plan.hour ?? 9 + rng.below(6),
          refundAfter: 0,
          voided: false,
          seed: rng.u32() | 0,
          change: plan.change ?? null,
        } satisfies Visit)
      })
      return plans.length
    },

    /** Tells the truth about the scenario once its rows are there; false when the person has none. */
    report(person: Person, rows: RowSet): boolean {
      if (!current) return false
      const { kind, item } = current
      const byFee = item !== undefined
      const table = byFee ? 'fee_list_d' : 'setl_d'
      const code = byFee ? ITEMS[itemIndex(item(person))]!.code : ''
      if (kind === '串换项目') substitute(rows, code)
      const found = byFee
        ? rows.fee_list_d.filter((row) => getCell(table, row, 'med_list_codg') === code)
        : rows.setl_d
      const ids = found.map((row) => getCell(table, row, byFee ? 'bkkp_sn' : 'setl_id'))
      const implies: Implied[] = current.implies
        ? [
            {
              class: '监管',
              kind: current.implies,
              table: 'setl_d',
              column: '',
              by: 'psn_no',
              key: person.psnNo,
              rows: rows.setl_d.length,
            },
          ]
        : []
      tell({
        bureau: BUREAUS[person.bureau]!.code,
        table,
        key: getCell(table, found[0]!, 'rid'),
        id: ids[0]!,
        column: '',
        class: '监管',
        kind,
        before: '',
        after: '',
        determined: false,
        by: '',
        implies,
        rows: ids,
      })
      return true
    },
  }
}

/** 串换: something else was handed out under the code and the price of an insured drug. */
function substitute(rows: RowSet, code: string): void {
  rows.fee_list_d.forEach((row, i) => {
    if (getCell('fee_list_d', row, 'med_list_codg') !== code) return
    const named = setCell('fee_list_d', row, 'medins_list_name', '示例滋补礼盒')
    rows.fee_list_d[i] = setCell('fee_list_d', named, 'medins_list_codg', 'L9900000001')
  })
}

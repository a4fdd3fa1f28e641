import { numberIn, numberOf } from '../ask.ts'
import { add, type Attack, type Attacker, type Evidence, minus, oddsOf, only } from '../model.ts'
import type { Known } from '../world.ts'

/** A large group, with and without one person: the two ways of writing it may be as different as one likes. */
interface Pair {
  /** Whether the target is in the group by itself. */
  readonly holds: (one: Known) => boolean
  /** The statistic over the group; with a target, over the group with or without that one. */
  readonly sql: (group: string) => string
  readonly group: string
  readonly alias?: string
  /** Sums are exact whatever the rounding of counts. */
  readonly exact?: boolean
}

const pairAttack = (name: string, pair: Pair): Attack => ({
  name,
  perTarget: 1,
  more: 1,
  async run({ targets, door, rounded }: Attacker) {
    const evidence: Evidence = new Map()
    const whole = numberIn(await door.ask(pair.sql(`(${pair.group})`)))
    for (const one of targets) {
      const single = only(one, pair.alias)
      const inside = pair.holds(one)
      const changed = inside ? `((${pair.group}) and not ${single})` : `((${pair.group}) or ${single})`
      const other = numberIn(await door.ask(pair.sql(changed)))
      const difference = inside ? minus(whole, other) : minus(other, whole)
      add(evidence, one, oddsOf(difference, rounded && !pair.exact))
    }
    return evidence
  },
})

export const PAIRS: readonly Attack[] = [
  pairAttack('differencing', {
    holds: () => true,
    group: `sex in ('1', '2')`,
    sql: (group) => `select count(*) from person where sick = '1' and ${group}`,
  }),
  pairAttack('tracker', {
    holds: ({ visits }) => visits <= 3,
    group: 'visits <= 3',
    sql: (group) => `select count(*) from person where ${group} and sick = '1'`,
  }),
  pairAttack('averaging over other writings', {
    holds: ({ district }) => district < 'D4',
    group: `district in ('D0', 'D1', 'D2', 'D3')`,
    sql: (group) =>
      group.includes('born')
        ? `with s as (select psn, sick from person where ${group}) select count(psn) as n from s where not (sick <> '1')`
        : `select count(case when sick = '1' then psn end) as n from person where ${group}`,
  }),
  pairAttack('grouping per person', {
    holds: ({ hosp }) => hosp < 'H3',
    group: `hosp in ('H0', 'H1', 'H2')`,
    sql: (group) =>
      `select count(*) from (select psn, sick, count(*) as n from person where ${group} group by psn, sick) x where sick = '1'`,
  }),
  pairAttack('joins', {
    holds: ({ sex }) => sex === '1',
    group: `p.sex = '1'`,
    alias: 'p.',
    sql: (group) =>
      `select count(distinct p.psn) from person p join visit v on p.psn = v.psn where v.dise = 'S' and ${group}`,
  }),
  pairAttack('search by births', {
    holds: ({ born }) => born < '1970-01',
    group: `born < date '1970-01-01'`,
    sql: (group) => `select count(*) from person where sick = '1' and ${group}`,
  }),
  pairAttack('scaled sums', {
    holds: ({ sex }) => sex === '2',
    group: `sex = '2'`,
    exact: true,
    sql: (group) => `select sum(2 * cost + 1) from person where sick = '1' and ${group}`,
  }),
  pairAttack('another version of the data', {
    holds: ({ visits }) => visits % 2 === 0,
    group: 'visits in (2, 4, 6)',
    sql: (group) => `select count(*) from person_v2 where sick = '1' and ${group}`,
  }),
]

/** Differencing within one question: a total beside its parts, or two groups one below the other. */
export const WITHIN: readonly Attack[] = [
  {
    name: 'margins',
    perTarget: 1,
    more: 0,
    async run({ targets, door, rounded }) {
      const evidence: Evidence = new Map()
      for (const one of targets) {
        const key = `case when ${only(one)} then 'x' else 'y' end`
        const seen = await door.ask(
          `select ${key} as g, count(*) as n from person where sick = '1' and district <> 'D9' group by rollup (${key})`,
        )
        const whole = numberOf(seen, null)
        add(evidence, one, oddsOf(minus(whole, numberOf(seen, 'y')), rounded))
      }
      return evidence
    },
  },
  {
    name: 'unions',
    perTarget: 1,
    more: 0,
    async run({ targets, door, rounded }) {
      const evidence: Evidence = new Map()
      for (const one of targets) {
        const half = (more: string) =>
          `count(*) as n from person where sick = '1' and hosp in ('H0', 'H2', 'H4')${more}`
        const inside = 'H0H2H4'.includes(one.hosp)
        const other = inside ? ` and not ${only(one)}` : ` or (sick = '1' and ${only(one)})`
        const seen = await door.ask(`select 'a' as g, ${half('')} union all select 'b' as g, ${half(other)}`)
        const difference = minus(numberOf(seen, 'a'), numberOf(seen, 'b'))
        add(evidence, one, oddsOf(difference === null || inside ? difference : -difference, rounded))
      }
      return evidence
    },
  },
]

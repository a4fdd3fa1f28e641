import { numberIn, type Seen } from '../ask.ts'
import { add, type Attack, type Evidence, only } from '../model.ts'
import { shuffled } from '../world.ts'

/** Refusals, withheld cells, row counts, order and time: whatever of them depends on one person tells of that person. */
const outcome = ({ rows, refused, toldMs }: Seen): string =>
  `${refused ?? ''}|${rows.length}|${rows.map((row) => row.map((value) => typeof value).join()).join(';')}|${toldMs}`

/** Among questions of one form the outcome that most targets have says nothing; a rarer one is taken for sick. */
function byOutcome(outcomes: readonly { readonly person: number; readonly seen: string }[]): Evidence {
  const counts = [...Map.groupBy(outcomes, ({ seen }) => seen)].sort(([, a], [, b]) => b.length - a.length)
  const common = counts.length > 1 ? counts[0]![0] : null
  const told = outcomes.map(({ person, seen }) => [person, common === null ? 0 : seen === common ? -1 : 1])
  return new Map(told as [number, number][])
}

const outcomeAttack = (name: string, forms: readonly ((single: string) => string)[]): Attack => ({
  name,
  perTarget: 1,
  more: 0,
  async run({ targets, door }) {
    const evidence: Evidence = new Map()
    for (const [at, form] of forms.entries()) {
      const outcomes = []
      for (const one of targets.filter((_, place) => place % forms.length === at))
        outcomes.push({ person: one.person, seen: outcome(await door.ask(form(only(one)))) })
      for (const [person, odds] of byOutcome(outcomes)) evidence.set(person, odds)
    }
    return evidence
  },
})

export const ORACLES: readonly Attack[] = [
  outcomeAttack('errors of a row', [
    (one) => `select count(*) from person where ${one} and sick = '1' and cast('x' || sick as integer) = 1`,
    (one) =>
      `select count(*) from person where cast(case when ${one} and sick = '1' then 'x' else '1' end as integer) = 1`,
    (one) => `select sum(case when ${one} and sick = '1' then cost end) / 0 as a, count(*) as n from person`,
    (one) => `select count(*) from person where 10 / (case when ${one} and sick = '1' then 0 else 1 end) > 1`,
    (one) =>
      `select count(*) from person where cast(case when ${one} and sick = '1' then '2024-02-31' else '2024-02-01' end as date) > date '2024-01-01'`,
  ]),
  outcomeAttack('row counts and order', [
    (one) =>
      `select case when ${one} then 'x' else 'y' end as g, count(*) as n from person where sick = '1' group by 1 order by n`,
    (one) =>
      `select case when ${one} then 'x' else 'y' end as g, count(*) as n from person where sick = '1' group by 1 having count(*) <= 5`,
    (one) => `select distinct sick from person where ${one}`,
    (one) => `select count(distinct case when ${one} then sick else '0' end) as n from person`,
    (one) =>
      `select district, count(*) as n from person where (sick = '1' and ${one}) or visits = 1 group by district order by n desc limit 1`,
    (one) =>
      `select count(*) as n, sum(case when ${one} and sick = '1' then 1 else 0 end) as s from person where visits < 7`,
    (one) =>
      `select rank() over (order by n) as r, g from (select case when ${one} and sick = '1' then 'x' else district end as g, count(*) as n from person group by 1) t order by 1, 2`,
  ]),
  outcomeAttack('time', [
    (one) =>
      `select count(*) from person p join visit v on p.psn = v.psn join visit w on p.psn = w.psn where (${one.replaceAll(/\b(sex|district|hosp|visits|born) /g, 'p.$1 ')} and p.sick = '1') or p.visits = 9`,
  ]),
  {
    name: 'the minimum group as an oracle',
    perTarget: 1,
    more: 30,
    // Persons are added until a withheld cell is shown: one fewer is just below k, and every target is tried with it.
    async run({ targets, world, door, random }) {
      const evidence: Evidence = new Map()
      const strangers = shuffled(world.known, random).slice(0, 60)
      const sickAmong = (groups: readonly string[]) =>
        door.ask(`select count(*) from person where sick = '1' and (${groups.join(' or ')})`)
      // Fewer than 10 persons are never 10 sick ones: the first questions can be spared.
      const filters = strangers.slice(0, 10).map((one) => only(one))
      let base: string[] | null = null
      for (const one of strangers.slice(10, 40)) {
        filters.push(only(one))
        if (numberIn(await sickAmong(filters)) === null) continue
        base = filters.slice(0, -1)
        break
      }
      if (base === null) return evidence
      for (const one of targets) {
        const shown = numberIn(await sickAmong([...base, only(one)])) !== null
        add(evidence, one, shown ? 5 : -5)
      }
      return evidence
    },
  },
  {
    name: 'the edge of the near rule',
    perTarget: 1,
    more: 4,
    // Targets join a released group one by one: where the value moves, the one who joined last is sick.
    async run({ targets, door, random }) {
      const evidence: Evidence = new Map()
      for (const [at, group] of [
        `district = 'D1'`,
        `district = 'D2'`,
        `hosp = 'H1'`,
        `hosp = 'H5'`,
      ].entries()) {
        const outside = shuffled(
          targets.filter(({ district, hosp }) => !group.includes(at < 2 ? district : hosp)),
          random,
        )
        const ask = async (more: string) =>
          numberIn(await door.ask(`select count(*) from person where sick = '1' and (${group}${more})`))
        let before = await ask('')
        let joined = ''
        for (const one of outside.slice(0, Math.floor(targets.length / 4))) {
          joined += ` or ${only(one)}`
          const now = await ask(joined)
          if (now !== null && before !== null && now !== before) add(evidence, one, 5)
          before = now
        }
      }
      return evidence
    },
  },
]

/**
 * Groups of about 2k persons, half of them sick: where one is shown with a target and the next one, with another
 * target instead, is not, exactly k − 1 of the group are sick, and both targets are known.
 */
export const EDGE_OF_K: Attack = {
  name: 'groups at the edge of k',
  perTarget: 8,
  more: 0,
  async run({ targets, world, door, random }) {
    const evidence: Evidence = new Map()
    const most = door.asked + 8 * targets.length
    let open = shuffled(targets, random)
    while (open.length > 1 && door.left > 0 && door.asked < most) {
      const group = shuffled(world.known, random)
        .slice(0, 18)
        .map((one) => only(one))
      const shown = []
      for (const one of open.slice(0, 4)) {
        const sql = `select count(*) from person where sick = '1' and (${[...group, only(one)].join(' or ')})`
        const seen = await door.ask(sql)
        if (seen.refused !== null) return evidence
        if (numberIn(seen) !== null) {
          shown.push(one)
          continue
        }
        if (shown.length > 0) {
          for (const other of shown) add(evidence, other, 5)
          add(evidence, one, -5)
        }
        break
      }
      open = shuffled(
        open.filter(({ person }) => !evidence.has(person)),
        random,
      )
    }
    return evidence
  },
}

import { numberIn } from '../ask.ts'
import { add, type Attack, type Attacker, type Evidence, only } from '../model.ts'
import type { Known } from '../world.ts'

/** A cut of the population into parts that no other question uses. */
function cut(random: () => number, parts: number): { sql: string; of: (one: Known) => number }[] {
  const draw = (many: number) => Array.from({ length: many }, () => random() < 0.5)
  const district = draw(8)
  const hosp = draw(6)
  const visits = draw(6)
  // Whether a person is in a half: the parity of three coins, so that halves have little in common with each other.
  const bit = (one: Known) =>
    Number(district[Number(one.district[1])]) ^
    Number(hosp[Number(one.hosp[1])]) ^
    Number(visits[one.visits - 1])
  const list = (name: string, coins: readonly boolean[], of: (at: number) => string) =>
    `case when ${name} in (${['-1', ...coins.flatMap((coin, at) => (coin ? [of(at)] : []))].join(', ')}) then 1 else 0 end`
  const sum = `${list('district', district, (at) => `'D${at}'`).replaceAll('-1', "''")} + ${list('hosp', hosp, (at) => `'H${at}'`).replaceAll('-1', "''")} + ${list('visits', visits, (at) => String(at + 1))}`
  const half = (odd: number) => `${sum} in (${odd ? '1, 3' : '0, 2'})`
  const both = [0, 1].map((odd) => ({ sql: `(${half(odd)})`, of: (one: Known) => Number(bit(one) === odd) }))
  if (parts === 2) return both
  return [
    both[0]!,
    ...['1', '2'].map((sex) => ({
      sql: `(${half(1)} and sex = '${sex}')`,
      of: (one: Known) => Number(bit(one) === 1 && one.sex === sex),
    })),
  ]
}

/** q(C ∪ T₁) + q(C ∪ T₂) + … − q(all) = (parts − 1) · q(C): every two of these groups are far from each other. */
const generalTracker = (parts: number): Attack => ({
  name: `general tracker of ${parts} parts`,
  perTarget: parts,
  more: 1,
  async run({ targets, door, random, rounded }: Attacker) {
    const evidence: Evidence = new Map()
    const sick = async (group: string) =>
      numberIn(await door.ask(`select count(*) from person where sick = '1' and ${group}`))
    const all = await sick(`sex in ('1', '2')`)
    for (const one of targets) {
      let sum = 0
      for (const { sql } of cut(random, parts)) sum += (await sick(`(${sql} or ${only(one)})`)) ?? Number.NaN
      const told = (sum - (all ?? Number.NaN)) / (parts - 1)
      if (Number.isNaN(told)) continue
      const noise = rounded ? (2 * (parts + 1)) / (parts - 1) ** 2 : 0.02
      add(evidence, one, Math.max(-5, Math.min(5, (told - 0.5) / noise)))
    }
    return evidence
  },
})

export const COMBINED: readonly Attack[] = [generalTracker(2), generalTracker(3)]

/** Least squares over many tables of random cuts: every cell is one equation about its persons. */
export const reconstruction: Attack = {
  name: 'linear reconstruction',
  perTarget: 0,
  more: Number.POSITIVE_INFINITY,
  async run({ world: { known }, targets, door, random }: Attacker) {
    const equations: { persons: number[]; sum: number }[] = []
    while (door.left > 0) {
      const [a, b, c] = [cut(random, 2), cut(random, 2), cut(random, 2)]
      const born = `${1945 + Math.floor(random() * 50)}-01`
      const cuts = [a[1]!, b[1]!, c[1]!]
      const keys = cuts.map(({ sql }) => `case when ${sql} then '1' else '0' end`)
      const old = `case when born < date '${born}-01' then '1' else '0' end`
      const seen = await door.ask(
        `select ${[...keys, old].map((key, at) => `${key} as k${at}`).join(', ')}, sex, count(*) as n from person where sick = '1' group by ${[...keys, old, 'sex'].join(', ')}`,
      )
      if (seen.refused !== null) break
      const cellOf = (one: Known) =>
        [...cuts.map((one_) => one_.of(one)), Number(one.born < born), one.sex].join()
      const cells = Map.groupBy(known, cellOf)
      for (const row of seen.rows) {
        const sum = row.at(-1)
        const persons = cells.get(
          row
            .slice(0, -1)
            .map((key) => (key !== null && typeof key === 'object' ? '' : String(key)))
            .join(),
        )
        if (typeof sum === 'number' && persons) equations.push({ persons: persons.map((p) => p.person), sum })
      }
    }
    return solved(equations, known.length, targets)
  },
}

/** Conjugate gradients on the normal equations around the mean, with a little weight on it. */
function solved(
  equations: readonly { readonly persons: readonly number[]; readonly sum: number }[],
  many: number,
  targets: readonly Known[],
): Evidence {
  const evidence: Evidence = new Map()
  if (equations.length === 0) return evidence
  const size = many + 1
  const rest = equations.map(({ persons, sum }) => sum - persons.length / 2)
  const forth = (x: Float64Array) => equations.map(({ persons }) => persons.reduce((s, p) => s + x[p]!, 0))
  const back = (y: readonly number[]) => {
    const x = new Float64Array(size)
    for (const [at, { persons }] of equations.entries()) for (const p of persons) x[p]! += y[at]!
    return x
  }
  const weight = 8
  let x = new Float64Array(size)
  let r = back(rest)
  let d = r.slice()
  let rr = dot(r, r)
  for (let step = 0; step < 60 && rr > 1e-9; step++) {
    const q = back(forth(d))
    for (let i = 0; i < size; i++) q[i]! += weight * d[i]!
    const length = rr / dot(d, q)
    x = x.map((value, i) => value + length * d[i]!)
    r = r.map((value, i) => value - length * q[i]!)
    const next = dot(r, r)
    d = r.map((value, i) => value + (next / rr) * d[i]!)
    rr = next
  }
  for (const one of targets) add(evidence, one, Math.max(-5, Math.min(5, 10 * x[one.person]!)))
  return evidence
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

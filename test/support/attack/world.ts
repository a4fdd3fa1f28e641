import { contractOf, type Sheet } from '../../../src/use/gate/corpus/contract.ts'
import type { CheckRules } from '../../../src/use/check/index.ts'
import type { GrantTerms } from '../../../src/use/run/index.ts'
import type { Library } from '../gate/library.ts'

/** Everything about a person that the attacker knows already: all but `sick`. */
export interface Known {
  readonly person: number
  readonly sex: string
  readonly district: string
  readonly hosp: string
  readonly visits: number
  /** `1957-03`: the contract lets births be compared with the first of a month. */
  readonly born: string
}

export interface World {
  readonly terms: GrantTerms
  readonly known: readonly Known[]
  /** 100 persons whom these facts single out; 50 of them are sick. */
  readonly targets: readonly Known[]
  /** The truth, for the score alone. */
  readonly isSick: (person: number) => boolean
}

const TARGETS = 100

/** A realistic contract: coarse births, districts, hospitals, the diagnosis as a column to group and filter by. */
const SHEET: Sheet = {
  'person*': `
    identity VARCHAR: psn;
    group VARCHAR: sex district hosp sick;
    group INTEGER: visits;
    compare DATE: born;
    measure DECIMAL(12,2): cost`,
  'person_v2*': `
    identity VARCHAR: psn;
    group VARCHAR: sex district hosp sick;
    group INTEGER: visits;
    compare DATE: born;
    measure DECIMAL(12,2): cost`,
  'visit*': `
    join VARCHAR: id;
    identity VARCHAR: psn;
    group VARCHAR: hosp dise;
    measure DECIMAL(12,2): fee`,
  district_b: `
    open VARCHAR: district name`,
}
const JOINS = ['person.psn = visit.psn', 'person.district = district_b.district']

/** A small generator with a seed (Mulberry32): the same population on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Makes the population of this seed in the library. */
export async function makeWorld(
  library: Library,
  seed: number,
  persons: number,
  rules: Partial<CheckRules>,
  history: boolean,
): Promise<World> {
  const random = randomOf(seed)
  const below = (many: number) => Math.floor(random() * many)
  const two = (value: number) => String(value).padStart(2, '0')
  const known = Array.from(
    { length: persons },
    (_, at): Known => ({
      person: at + 1,
      sex: String(1 + below(2)),
      district: `D${below(8)}`,
      hosp: `H${below(6)}`,
      visits: 1 + below(6),
      born: `${1935 + below(70)}-${two(1 + below(12))}`,
    }),
  )
  const single = [...Map.groupBy(known, profileOf).values()].flatMap((same) =>
    same.length === 1 ? same : [],
  )
  const targets = shuffled(single, random).slice(0, TARGETS)
  const sick = new Map(known.map(({ person }) => [person, random() < 0.5]))
  shuffled(targets, random).forEach(({ person }, at) => sick.set(person, at % 2 === 0))
  const isSick = (person: number) => sick.get(person)!
  await load(library, known, isSick, random)
  const terms = contractOf(SHEET, JOINS)
  return { known, targets, isSick, terms: { ...terms, rules: { ...terms.rules, ...rules }, history } }
}

const profileOf = ({ sex, district, hosp, visits, born }: Known) => [sex, district, hosp, visits, born].join()

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const order = list.map((value) => ({ value, place: random() }))
  return order.sort((a, b) => a.place - b.place).map(({ value }) => value)
}

async function load(
  library: Library,
  known: readonly Known[],
  isSick: (person: number) => boolean,
  random: () => number,
): Promise<void> {
  const columns = ['__insured', 'psn', 'sex', 'district', 'hosp', 'sick', 'visits', 'born', 'cost']
  const rows = known.map(({ person, sex, district, hosp, visits, born }) => {
    const cost = (100 + Math.floor(random() * 90_000)) / 100
    const sick = isSick(person) ? '1' : '0'
    return [person, `P${person}`, sex, district, hosp, sick, visits, `${born}-15`, cost].map(String)
  })
  await library.fill('person text', columns, rows)
  await library.table(
    'person',
    `SELECT CAST(__insured AS UINTEGER) AS __insured, psn, sex, district, hosp, sick, CAST(visits AS INTEGER) AS visits, CAST(born AS DATE) AS born, CAST(cost AS DECIMAL(12,2)) AS cost FROM "person text"`,
  )
  // The next version of the same table: some thirty persons came and went.
  await library.table('person_v2', `SELECT * FROM person WHERE __insured % 167 <> 3`)
  await library.table(
    'visit',
    `SELECT __insured, psn || '-' || n AS id, psn, hosp, CASE WHEN sick = '1' THEN 'S' ELSE 'N' END AS dise, CAST(cost / visits AS DECIMAL(12,2)) AS fee FROM person, range(6) r(n) WHERE n < visits`,
  )
  await library.table('district_b', `SELECT 'D' || range AS district, '区' || range AS name FROM range(8)`)
}

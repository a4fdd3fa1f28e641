import { idCheck } from './checks.ts'
import { DIAGNOSES } from './data/diagnoses.ts'
import { ETHNIC } from './data/names.ts'
import { BUREAUS, COUNTIES_PER_BUREAU } from './data/regions.ts'
import { createRng, cumulate, mix, pick } from './random.ts'
import { DAY_COMPACT, DAY_TEXT, FIRST_DAY, LAST_DAY, pad, toBytes } from './text.ts'
import { countyName, PLACES_PER_COUNTY, personName, type World } from './world.ts'

/** One insured person as one bureau knows it. The object is reused from person to person. */
export interface Person {
  bureau: number
  /** Bureau of birth and number there: together they are the person, in whichever register. */
  origin: number
  j: number
  guest: boolean
  psnNo: string
  /** The ten digits that all ids of the person carry. */
  num: string
  /** Below 3.6 million × 10, different for every person of a bureau: makes message ids unique. */
  serial: number
  name: string
  sex: 1 | 2
  birth: number
  birthText: string
  certno: string
  ethnic: string
  county: number
  homeCounty: string
  address: string
  homeAddress: string
  mobile: string
  /** Whole years on the first day. */
  age: number
  insutype: string
  psnType: string
  employer: number
  wage: number
  civil: boolean
  poor: boolean
  mutualAid: boolean
  chronic: number
  chronic2: number
  balance: number
  /** Day of death, or 0. */
  death: number
  /** First and last day on which the bureau covers the person in the two years. */
  from: number
  to: number
  enrolled: number
  /** Day on which the enrolment paused because the person moved away, or 0. */
  paused: number
  relation: string
  /** Own hospital of each kind, as index of the places of the bureau. */
  tertiary: number
  secondary: number
  community: number
  pharmacy: number
}

/** Sequences 1 to 999 in sixteen divisions: persons who can share a year of birth and a day offset. */
const SLOTS = COUNTIES_PER_BUREAU * 999
const OFFSETS = 365
/** Beyond this the demo could not give everybody an own identity number. */
export const MOST_NATIVES = SLOTS * OFFSETS

/** China 2020, by five years of age, in parts of a thousand (rounded). */
const PYRAMID = [55, 64, 60, 52, 53, 65, 88, 70, 66, 81, 86, 72, 52, 52, 35, 22, 15, 9, 3]
const AGES = [0, 1].map((female) =>
  cumulate(
    PYRAMID.flatMap((share, band) => Array<number>(5).fill(band >= 14 && female ? share * 1.25 : share)),
  ),
)
const ETHNIC_SHARES = cumulate(ETHNIC.map(([, , share]) => share))
const ETHNIC_CODES = ETHNIC.map(([code]) => code)
const ROAD = toBytes('示例路')
const NUMBER = toBytes('号')

const CHRONIC = DIAGNOSES.map((diagnosis, i) => ({ diagnosis, i })).filter(
  ({ diagnosis }) => diagnosis.chronicWeight,
)

/** Weights of the chronic diseases for a sex and an age in whole years, made once. */
const chronicTables = new Map<number, { cumulative: number[]; index: number[] }>()
for (const sex of [1, 2]) {
  for (let age = 0; age <= 96; age++) {
    const fit = CHRONIC.filter(
      ({ diagnosis: d }) => (d.sex === 0 || d.sex === sex) && age >= d.minAge && age + 2 <= d.maxAge,
    )
    chronicTables.set(sex * 1000 + age, {
      cumulative: cumulate(fit.map(({ diagnosis }) => diagnosis.chronicWeight)),
      index: fit.map(({ i }) => i),
    })
  }
}

const homeHash = (world: World, origin: number, j: number): number =>
  mix(mix(world.seed ^ Math.imul(origin + 1, 0x9e3779b1)) ^ Math.imul(j + 1, 0x85ebca77)) >>> 0

/** Every fiftieth person moves to another province within the two years: the bureau and the day, or null. */
export function move(world: World, origin: number, j: number): { to: number; day: number } | null {
  const hash = homeHash(world, origin, j)
  if (hash % 50 !== 0) return null
  return { to: (origin + 1 + ((hash >>> 8) % 3)) % 4, day: FIRST_DAY + 90 + ((hash >>> 12) % 550) }
}

export interface PersonMaker {
  /** Fills and returns the one Person of this maker. */
  make(bureau: number, origin: number, j: number): Person
}

export function createPersonMaker(world: World): PersonMaker {
  const rng = createRng()
  const p = {} as Person
  return {
    make(bureau, origin, j) {
      basics(p, origin, j)
      place(p, bureau, origin, j)
      insurance(p)
      return p
    },
  }

  /** What belongs to the person wherever it is insured: drawn from the origin alone. */
  function basics(p: Person, origin: number, j: number): void {
    rng.seed(world.seed, origin, j, 1)
    p.origin = origin
    p.j = j
    const slot = (j * 7919) % SLOTS
    const sequence = 1 + Math.floor(slot / COUNTIES_PER_BUREAU)
    p.sex = sequence % 2 === 1 ? 1 : 2
    p.age = pick(rng, AGES[p.sex - 1]!)
    // Persons of one slot get different offsets within the year, hence different identity numbers.
    const offset = (Math.floor(j / SLOTS) + (mix(slot ^ world.seed) >>> 0)) % OFFSETS
    p.birth = FIRST_DAY - (p.age + 1) * OFFSETS + offset
    p.birthText = DAY_TEXT[p.birth]!
    p.homeCounty = BUREAUS[origin]!.counties[slot % COUNTIES_PER_BUREAU]![0]
    const first17 = p.homeCounty + DAY_COMPACT[p.birth]! + pad(sequence, 3)
    p.certno = first17 + idCheck(first17)
    p.name = personName(rng.u32(), p.sex)
    p.ethnic = ETHNIC_CODES[pick(rng, ETHNIC_SHARES)]!
    p.mobile = `140${pad(rng.below(100_000_000), 8)}`
    p.homeAddress = countyName(origin, slot % COUNTIES_PER_BUREAU) + ROAD + (1 + rng.below(900)) + NUMBER
    p.poor = rng.ppm(25_000)
    const risk = p.age > 60 ? (p.age - 58) * 1100 : 400
    const dies = rng.ppm(risk)
    const day = FIRST_DAY + 60 + rng.below(660)
    p.death = dies ? day : 0
    const table = chronicTables.get(p.sex * 1000 + Math.min(p.age, 96))!
    const chronic = table.index.length > 0 && rng.ppm(Math.min(700_000, 20_000 + p.age * p.age * 100))
    p.chronic = chronic ? table.index[pick(rng, table.cumulative)]! : -1
    p.chronic2 = chronic && rng.ppm(350_000) ? table.index[pick(rng, table.cumulative)]! : -1
    if (p.chronic2 === p.chronic) p.chronic2 = -1
  }

  /** Numbers and places that differ from bureau to bureau. */
  function place(p: Person, bureau: number, origin: number, j: number): void {
    rng.seed(world.seed, bureau * 8 + origin, j, 2)
    const moved = move(world, origin, j)
    p.bureau = bureau
    p.guest = bureau !== origin
    // ×73939133 is a bijection modulo 10^10: numbers look random, never repeat, and differ between bureaus.
    const index = origin * 25_000_000 + j
    p.num = pad((index * 73_939_133 + (bureau + 1) * 1_357_913_579) % 10_000_000_000, 10)
    p.psnNo = BUREAUS[bureau]!.code + p.num
    p.serial = p.guest ? 6_000_000 + origin * 6_000_000 + j : j
    p.county = rng.below(COUNTIES_PER_BUREAU)
    p.address = p.guest ? countyName(bureau, p.county) + ROAD + (1 + rng.below(900)) + NUMBER : p.homeAddress
    if (!p.guest) p.county = BUREAUS[origin]!.counties.findIndex(([code]) => code === p.homeCounty)
    const base = p.county * PLACES_PER_COUNTY
    p.tertiary = base
    p.secondary = base + 1
    p.community = base + 2 + rng.below(2)
    p.pharmacy = base + 4 + rng.below(2)
    p.from = p.guest ? moved!.day : FIRST_DAY
    p.paused = !p.guest && moved ? moved.day : 0
    p.to = p.paused ? p.paused - 1 : LAST_DAY
    if (p.paused && p.death && p.death < p.paused + 30) p.death = p.paused + 30
    if (p.guest && p.death && p.death < p.from + 30) p.death = p.from + 30
    if (p.death > LAST_DAY) p.death = 0
    if (p.death && p.death <= p.to) p.to = p.death - 1
  }

  /** Kind of insurance by age and work. */
  function insurance(p: Person): void {
    const working = p.age >= 22 && p.age < 60
    const employed = rng.ppm(p.age < 22 ? 0 : working ? 620_000 : 480_000)
    p.insutype = employed ? '310' : '390'
    p.psnType = employed ? (working ? '11' : '12') : p.age < 6 ? '14' : p.age < 22 ? '1403' : '15'
    p.employer = employed ? rng.below(world.employers[p.bureau]!) : -1
    const wage = 450_000 + rng.below(600_000) + (rng.ppm(200_000) ? rng.below(1_500_000) : 0)
    p.wage = wage - (wage % 100)
    p.civil = employed && rng.ppm(60_000)
    p.mutualAid = !employed && rng.ppm(80_000)
    p.balance = employed ? 30_000 + rng.below(600_000) : 0
    const earliest = Math.max(p.birth + 30, FIRST_DAY - 8000)
    p.enrolled = p.guest
      ? p.from
      : Math.min(FIRST_DAY, earliest + rng.below(Math.max(1, FIRST_DAY - earliest)))
    p.relation = `${p.psnNo.slice(0, 2)}R${p.num}`
  }
}

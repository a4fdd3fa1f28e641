import { DEPARTMENTS, DIAGNOSES, type Diagnosis, diagnosisIndex } from './data/diagnoses.ts'
import { ITEMS, itemIndex } from './data/items.ts'
import type { Person } from './person.ts'
import { cumulate, exp, pick, type Rng } from './random.ts'
import { FIRST_DAY } from './text.ts'

/** One visit to be, before its fees are known. */
export interface Visit {
  medType: '11' | '13' | '14' | '21' | '41' | '51'
  day: number
  /** Nights in hospital; 0 outside in-patient care. */
  nights: number
  diagnosis: number
  second: number
  /** Index in the institutions of the bureau. */
  place: number
  hour: number
  /** Days until the visit is refunded, or 0. */
  refundAfter: number
  /** A first settlement was made void (vali_flag 0) before this one. */
  voided: boolean
  seed: number
  /** Extra or other lines for planted misuse. */
  change: LineChange | null
}

export interface LineChange {
  /** Replaces all lines where true, else adds to them. */
  readonly only: boolean
  /** Own price per unit: a fee far below or above the usual. */
  readonly lines: readonly { key: string; count: number; day?: number; supplyDays?: number; times?: number }[]
}

/** Clean visits keep at least this many days apart: below every threshold for frequent visits. */
const GAP = 8
/** Days between a discharge and whatever comes next: more than the 15 days of split stays. */
const AFTER_STAY = 18
const MOST_NIGHTS = 14

const CSECTION = diagnosisIndex('O82.900')
const DELIVERY = diagnosisIndex('O83.900')

/** Weighted tables of diagnoses for out-patient and in-patient care by sex and age, made once. */
const tables = new Map<number, { cumulative: number[]; index: number[] }>()
function table(sex: number, age: number, inpatient: boolean): { cumulative: number[]; index: number[] } {
  const key = sex * 1000 + age * 2 + (inpatient ? 1 : 0)
  const known = tables.get(key)
  if (known) return known
  const weight = (d: Diagnosis) => (inpatient ? d.inWeight : d.outWeight)
  const index = DIAGNOSES.map((_, i) => i).filter((i) => {
    const d = DIAGNOSES[i]!
    return weight(d) > 0 && (d.sex === 0 || d.sex === sex) && age >= d.minAge && age + 2 <= d.maxAge
  })
  const made = { cumulative: cumulate(index.map((i) => weight(DIAGNOSES[i]!))), index }
  tables.set(key, made)
  return made
}

export function drawDiagnosis(rng: Rng, person: Person, inpatient: boolean): number {
  const { cumulative, index } = table(person.sex, Math.min(person.age, 96), inpatient)
  return index.length === 0 ? diagnosisIndex('J06.900') : index[pick(rng, cumulative)]!
}

/** Winter is 1, summer −1, in between by steps (cosine-like, from a table so that it is the same everywhere). */
const SEASON = [1, 0.9, 0.5, 0, -0.5, -0.9, -1, -0.9, -0.5, 0, 0.5, 0.9]
const season = (day: number): number => SEASON[Math.floor((((day - FIRST_DAY) % 365) / 365) * 12)]!

/**
 * The visits of a person within the days that the bureau covers, in time order. They are clean: at most one
 * in eight days, no two stays of one disease within fifteen days, never after death.
 */
export function schedule(rng: Rng, person: Person, visits: Visit[]): number {
  const span = person.to - person.from + 1
  if (span < 60) return 0
  const wanted = visitCount(rng, person)
  let count = Math.min(Math.round((wanted * span) / 731), Math.floor(span / 24))
  if (count === 0 && wanted > 0 && span > 365) count = 1
  if (count === 0) return 0
  const slot = Math.floor(span / count)
  for (let k = 0; k < count; k++) {
    const visit = visits[k]!
    kind(rng, person, visit, slot >= MOST_NIGHTS + AFTER_STAY + 2)
    const room = slot - (visit.nights > 0 ? visit.nights + AFTER_STAY : GAP)
    const start = person.from + k * slot
    visit.day = start + rng.below(room)
    const wave = DIAGNOSES[visit.diagnosis]!.season
    if (wave !== 0) {
      const other = start + rng.below(room)
      const better = wave === 1 ? season(other) > season(visit.day) : season(other) < season(visit.day)
      if (better) visit.day = other
    }
    visit.hour = 8 + rng.below(9)
    visit.seed = rng.u32() | 0
    visit.refundAfter =
      visit.nights === 0 && rng.ppm(12_000) && visit.day + 5 < person.to ? 1 + rng.below(4) : 0
    visit.voided = rng.ppm(3_000)
    visit.change = null
  }
  return count
}

/** How many visits in two years: chronic patients many, others few; the mean is about three. */
function visitCount(rng: Rng, person: Person): number {
  if (person.chronic >= 0)
    return Math.min(28, 3 + Math.floor(6 * exp(rng.normal() * 0.5) * (person.age > 65 ? 1.1 : 0.9)))
  let count = 0
  const goOn = person.age < 6 || person.age > 60 ? 640_000 : 550_000
  while (count < 20 && rng.ppm(goOn)) count++
  return count
}

function kind(rng: Rng, person: Person, visit: Visit, roomForStay: boolean): void {
  visit.nights = 0
  visit.second = -1
  if (roomForStay && person.sex === 2 && person.age >= 23 && person.age <= 38 && rng.ppm(25_000)) {
    visit.medType = '51'
    visit.diagnosis = rng.ppm(420_000) ? CSECTION : DELIVERY
    visit.nights = visit.diagnosis === CSECTION ? 5 : 3
    visit.place = person.secondary
    return
  }
  if (roomForStay && rng.ppm(person.age > 60 ? 120_000 : 40_000)) {
    visit.medType = '21'
    visit.diagnosis = drawDiagnosis(rng, person, true)
    visit.nights = Math.min(MOST_NIGHTS, 3 + Math.floor(3.2 * exp(rng.normal() * 0.5)))
    visit.place = rng.ppm(600_000) ? person.tertiary : person.secondary
    if (person.chronic >= 0 && person.chronic !== visit.diagnosis) visit.second = person.chronic
    return
  }
  if (person.chronic >= 0 && rng.ppm(640_000)) {
    visit.medType = rng.ppm(780_000) ? '14' : '11'
    visit.diagnosis = person.chronic2 >= 0 && rng.ppm(300_000) ? person.chronic2 : person.chronic
    visit.place = rng.ppm(550_000) ? person.community : person.tertiary
    return
  }
  visit.diagnosis = drawDiagnosis(rng, person, false)
  const drugs = DIAGNOSES[visit.diagnosis]!.outItems.some(
    (i) => ITEMS[i]!.kind === 'X' || ITEMS[i]!.kind === 'Z',
  )
  if (drugs && person.age >= 14 && rng.ppm(110_000)) {
    visit.medType = '41'
    visit.place = person.pharmacy
  } else if (rng.ppm(45_000)) {
    visit.medType = '13'
    visit.place = person.tertiary
  } else {
    visit.medType = '11'
    visit.place = rng.ppm(420_000) ? person.community : rng.ppm(500_000) ? person.secondary : person.tertiary
  }
}

/** The fee lines of the visit at hand: parallel arrays, reused. Amounts in 分. */
export interface Lines {
  count: number
  readonly item: number[]
  readonly units: number[]
  readonly price: number[]
  /** Days after the first day of the visit. */
  readonly day: number[]
  readonly supply: number[]
  readonly amount: number[]
  readonly full: number[]
  readonly over: number[]
  readonly own: number[]
  readonly inScope: number[]
}

export const createLines = (): Lines => ({
  count: 0,
  item: [],
  units: [],
  price: [],
  day: [],
  supply: [],
  amount: [],
  full: [],
  over: [],
  own: [],
  inScope: [],
})

const CONSULT = itemIndex('consult')
const EXPERT = itemIndex('expert')
const EMERGENCY = itemIndex('emerg')
const STAY_FEE = itemIndex('stayfee')
const BED = itemIndex('bed')
const NURSE = itemIndex('nurse')
const LIANHUA = itemIndex('lianhua')
const KIDCOLD = itemIndex('kidcold')

/** Bed, nursing and consultation are billed by the week. */
const BILLED_DAYS = 7

/** Fills the lines of a visit. The same visit always gets the same lines. */
export function makeLines(rng: Rng, person: Person, visit: Visit, level: string, lines: Lines): void {
  rng.seed(visit.seed, visit.day, visit.diagnosis, 3)
  lines.count = 0
  const change = visit.change
  if (!change?.only) {
    const diagnosis = DIAGNOSES[visit.diagnosis]!
    if (visit.nights > 0) stayLines(rng, visit, diagnosis, lines, level)
    else outpatientLines(rng, person, visit, diagnosis, lines, level)
  }
  for (const extra of change?.lines ?? []) {
    for (let n = 0; n < (extra.times ?? 1); n++) {
      add(lines, itemIndex(extra.key), extra.count, extra.day ?? 0, extra.supplyDays ?? 0, level)
    }
  }
}

function outpatientLines(
  rng: Rng,
  person: Person,
  visit: Visit,
  d: Diagnosis,
  lines: Lines,
  level: string,
): void {
  const pharmacy = visit.medType === '41'
  if (!pharmacy) {
    const consult = visit.medType === '13' ? EMERGENCY : level === '02' ? EXPERT : CONSULT
    add(lines, consult, 1, 0, 0, level)
  }
  const chronic = visit.medType === '14'
  for (const i of d.outItems) {
    const item = ITEMS[i]!
    const drug = item.kind === 'X' || item.kind === 'Z'
    if (pharmacy && !drug) continue
    if (!drug && rng.ppm(chronic ? 650_000 : 380_000)) continue
    if (drug && !pharmacy && rng.ppm(150_000)) continue
    if (drug) {
      const index = person.age < 12 && i === LIANHUA ? KIDCOLD : i
      const days = chronic ? 10 + rng.below(5) : 3 + rng.below(5)
      add(lines, index, 1 + (rng.ppm(chronic ? 500_000 : 150_000) ? 1 : 0), 0, days, level)
    } else add(lines, i, 1, 0, 0, level)
  }
  if (lines.count === 0) {
    const drug = d.outItems.find((i) => ITEMS[i]!.kind === 'X' || ITEMS[i]!.kind === 'Z')!
    add(lines, drug, 1, 0, 5, level)
  }
}

function stayLines(rng: Rng, visit: Visit, d: Diagnosis, lines: Lines, level: string): void {
  for (let day = 0; day < visit.nights; day += BILLED_DAYS) {
    const days = Math.min(BILLED_DAYS, visit.nights - day)
    add(lines, BED, days, day, 0, level)
    add(lines, NURSE, days, day, 0, level)
    add(lines, STAY_FEE, days, day, 0, level)
  }
  for (const i of d.inItems) {
    const item = ITEMS[i]!
    const drug = item.kind === 'X' || item.kind === 'Z'
    const repeated = drug || item.chargeType === '05'
    const units = repeated ? Math.max(1, Math.round(visit.nights * (1 + rng.below(3)) * 0.5)) : 1
    const day =
      item.chargeType === '06' ? Math.min(1, visit.nights - 1) : rng.below(Math.min(2, visit.nights))
    add(lines, i, units, day, drug ? visit.nights : 0, level)
  }
}

function add(lines: Lines, index: number, units: number, day: number, supply: number, level: string): void {
  const item = ITEMS[index]!
  const k = lines.count++
  // Consumables cost five percent more in tertiary hospitals: above the price limit, paid by the person.
  const price = item.kind === 'C' && level === '02' ? Math.floor((item.price * 105) / 100) : item.price
  const amount = price * units
  const full = item.ownPercent === 100 ? amount : 0
  const over = full > 0 ? 0 : (price - item.price) * units
  const own = full > 0 ? 0 : Math.floor(((amount - over) * item.ownPercent + 50) / 100)
  lines.item[k] = index
  lines.units[k] = units
  lines.price[k] = price
  lines.day[k] = day
  lines.supply[k] = supply
  lines.amount[k] = amount
  lines.full[k] = full
  lines.over[k] = over
  lines.own[k] = own
  lines.inScope[k] = amount - full - over - own
}

export const departmentOf = (visit: Visit): number =>
  visit.medType === '13' ? DEPARTMENTS.length - 2 : DIAGNOSES[visit.diagnosis]!.dept

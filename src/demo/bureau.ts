import { join } from 'node:path'
import { makeUscc } from './checks.ts'
import { BUREAUS } from './data/regions.ts'
import { createPersonMaker, move, type Person } from './person.ts'
import { createRng } from './random.ts'
import {
  diagnosisRow,
  employeeContributionRow,
  employerRow,
  enrolmentRow,
  feeRow,
  personParts,
  personRow,
  placeRow,
  residentContributionRow,
  settlementRow,
  visitParts,
  visitRow,
  voidEnrolmentRow,
} from './rows.ts'
import { createPlanter, type Planter } from './plant/planter.ts'
import { createSettlement, settle, type YearState } from './settle.ts'
import { openSink, type Sink } from './sink.ts'
import { BUREAU_TABLES, type BureauTable, TABLE_COLUMNS } from './tables.ts'
import { dayOf, FIRST_DAY, pad } from './text.ts'
import { createLines, makeLines, schedule, type Visit } from './visit.ts'
import { makeEmployer, personName, type World } from './world.ts'

/** Rows of one person (or employer) before they are written, by table. */
export type RowSet = Record<BureauTable, string[]>

export interface Stop {
  /** True when the work shall end: looked at once a person. */
  (): boolean
}

export class StoppedError extends Error {
  override readonly name = 'AbortError'
}

export interface BureauCounts {
  rows: Record<string, number>
  bytes: number
  truths: number
  kinds: Record<string, number>
}

const QUARTERS = [2024, 2025].flatMap((year) =>
  [1, 4, 7, 10].map((month) => ({
    first: dayOf(year, month, 1),
    last: dayOf(month === 10 ? year + 1 : year, month === 10 ? 1 : month + 3, 1) - 1,
    begin: `${year}${pad(month, 2)}`,
    end: `${year}${pad(month + 2, 2)}`,
    arrives: dayOf(year, month + 2, 8),
  })),
)
const YEARS = [2024, 2025].map((year) => ({
  year,
  first: dayOf(year, 1, 1),
  arrives: dayOf(year - 1, 11, 3),
}))

/** Calls `each` for everybody a bureau knows: natives first, then those who moved in. */
export function forEachPerson(world: World, bureau: number, each: (origin: number, j: number) => void): void {
  for (let j = 0; j < world.natives[bureau]!; j++) each(bureau, j)
  for (let origin = 0; origin < BUREAUS.length; origin++) {
    if (origin === bureau) continue
    for (let j = 0; j < world.natives[origin]!; j++) {
      if (move(world, origin, j)?.to === bureau) each(origin, j)
    }
  }
}

/**
 * Makes all rows of one person after another. The rows of `only` tables are made, the others stay empty.
 * Planted misuse changes the visits before rows are made; planted errors change rows afterwards.
 */
export function createRowMaker(
  world: World,
  bureau: number,
  planter: Planter | null,
  settlementsOnly = false,
) {
  const people = createPersonMaker(world)
  const rng = createRng()
  const lineRng = createRng()
  const visits: Visit[] = Array.from({ length: 40 }, () => ({
    medType: '11',
    day: 0,
    nights: 0,
    diagnosis: 0,
    second: -1,
    place: 0,
    hour: 9,
    refundAfter: 0,
    voided: false,
    seed: 0,
    change: null,
  }))
  const lines = createLines()
  const money = createSettlement()
  const year: YearState = { year: 0, stays: 0, burden: 0 }
  const rows = Object.fromEntries(BUREAU_TABLES.map((table) => [table, [] as string[]])) as RowSet
  const places = world.places[bureau]!

  return (origin: number, j: number): { person: Person; rows: RowSet } => {
    const person = people.make(bureau, origin, j)
    for (const table of BUREAU_TABLES) rows[table].length = 0
    rng.seed(world.seed, bureau * 8 + origin, j, 4)
    if (!settlementsOnly) registerRows(person)
    let count = schedule(rng, person, visits)
    if (planter) count = planter.misuse(person, visits, count)
    claimRows(person, count)
    if (planter) planter.errors(person, rows)
    return { person, rows }
  }

  function registerRows(person: Person): void {
    rows.psn_info_b.push(personRow(person))
    rows.psn_insu_d.push(enrolmentRow(person))
    if (rng.ppm(5_000)) rows.psn_insu_d.push(voidEnrolmentRow(person))
    if (person.psnType === '11') {
      QUARTERS.forEach((q, i) => {
        if (q.first < person.from || q.last > person.to) return
        const arrived = q.arrives + (person.serial % 15)
        rows.staf_psn_clct_detl_d.push(employeeContributionRow(person, i, q.begin, q.end, arrived))
      })
    } else if (person.insutype === '390') {
      for (const y of YEARS) {
        if (y.first < person.from || y.first > person.to) continue
        rows.rsdt_psn_clct_detl_d.push(
          residentContributionRow(person, y.year, y.arrives + (person.serial % 25)),
        )
      }
    }
  }

  function claimRows(person: Person, count: number): void {
    if (count === 0) return
    const parts = personParts(world, person)
    year.year = 0
    for (let n = 0; n < count; n++) {
      const visit = visits[n]!
      const place = places[visit.place]!
      const calendar = visit.day < FIRST_DAY + 366 ? 2024 : 2025
      if (calendar !== year.year) {
        year.year = calendar
        year.stays = 0
        year.burden = 0
      }
      makeLines(lineRng, person, visit, place.level, lines)
      const before = person.balance
      settle(person, visit, place.level, lines, year, money)
      const v = visitParts(person, visit, place, n, 0)
      const void_ = visit.voided ? visitParts(person, visit, place, n, 2) : null
      if (void_) rows.setl_d.push(settlementRow(parts, visit, place, void_, money, 2))
      rows.setl_d.push(settlementRow(parts, visit, place, v, money, 0))
      const refund = visit.refundAfter > 0 ? visitParts(person, visit, place, n, 1) : null
      if (!settlementsOnly) {
        rows.mdtrt_d.push(visitRow(person, parts, visit, place, v))
        for (let k = 0; k < lines.count; k++) {
          rows.fee_list_d.push(feeRow(person, parts, visit, place, v, lines, k, 0))
        }
        rows.setl_list_diag_d.push(diagnosisRow(person, parts, v, visit.diagnosis, 0))
        if (visit.second >= 0) rows.setl_list_diag_d.push(diagnosisRow(person, parts, v, visit.second, 1))
        if (refund) {
          for (let k = 0; k < lines.count; k++) {
            rows.fee_list_d.push(feeRow(person, parts, visit, place, refund, lines, k, 1))
          }
        }
      }
      if (refund) {
        rows.setl_d.push(settlementRow(parts, visit, place, refund, money, 1))
        person.balance = before
      }
    }
  }
}

/** Writes the folder of one bureau. @throws StoppedError when stopped; the system's error when the disk fails */
export function writeBureau(
  dir: string,
  world: World,
  bureau: number,
  plant: boolean,
  stop: Stop,
  progress: (persons: number) => void,
): BureauCounts {
  const folder = join(dir, BUREAUS[bureau]!.code)
  const sinks = Object.fromEntries(
    BUREAU_TABLES.map((table) => [
      table,
      openSink(join(folder, `${table}.csv`), TABLE_COLUMNS[table].join(',')),
    ]),
  ) as Record<BureauTable, Sink>
  const truth = openSink(join(dir, `truth.${bureau}.part`), null)
  try {
    const planter = plant ? createPlanter(world, bureau, (line) => truth.row(line)) : null
    writePlaces(world, bureau, sinks.medins_info_b)
    for (let k = 0; k < world.employers[bureau]!; k++) {
      const employer = makeEmployer(world, bureau, k)
      const row = employerRow(employer, personName(employer.hash ^ 0x5bd1e995, 1))
      sinks.insu_emp_info_b.row(planter ? planter.employer(k, row) : row)
    }
    const rowsOf = createRowMaker(world, bureau, planter)
    let done = 0
    forEachPerson(world, bureau, (origin, j) => {
      const { rows } = rowsOf(origin, j)
      for (const table of BUREAU_TABLES) {
        const sink = sinks[table]
        const list = rows[table]
        for (let i = 0; i < list.length; i++) sink.row(list[i]!)
      }
      if (++done % 500 === 0) {
        if (stop()) throw new StoppedError('The demo generator was stopped')
        progress(500)
      }
    })
    progress(done % 500)
    for (const table of BUREAU_TABLES) sinks[table].close()
    truth.close()
    return {
      rows: Object.fromEntries(BUREAU_TABLES.map((table) => [table, sinks[table].rows()])),
      bytes: BUREAU_TABLES.reduce((sum, table) => sum + sinks[table].bytes(), 0),
      truths: truth.rows(),
      kinds: planter?.kinds() ?? {},
    }
  } catch (error) {
    for (const sink of [...Object.values(sinks), truth]) closeQuietly(sink)
    throw error
  }
}

function closeQuietly(sink: Sink): void {
  try {
    sink.close()
  } catch {
    // The first error is the one to report: a full disk fails here again.
  }
}

function writePlaces(world: World, bureau: number, sink: Sink): void {
  world.places[bureau]!.forEach((place, i) => {
    sink.row(placeRow(place, makeUscc('12', place.county, `H${bureau + 1}${pad(i, 6)}`)))
  })
}

import type { RowSet } from '../bureau.ts'
import { BUREAUS } from '../data/regions.ts'
import type { Person } from '../person.ts'
import { createRng, cumulate, pick } from '../random.ts'
import { type BureauTable, TABLE_COLUMNS } from '../tables.ts'
import { toBytes } from '../text.ts'
import type { Visit } from '../visit.ts'
import type { World } from '../world.ts'
import { getCell, setCell } from './cells.ts'
import { CLAIMS } from './claims.ts'
import type { Kind, Site } from './kinds.ts'
import { createMisuse } from './misuse.ts'
import { REGISTER } from './register.ts'
import type { Truth } from './truth.ts'

export interface Planter {
  /** May replace the person's visits by a scenario of misuse; returns the number of visits. */
  misuse(person: Person, visits: Visit[], count: number): number
  /** Changes rows of the person, at most one planting a row. */
  errors(person: Person, rows: RowSet): void
  employer(k: number, row: string): string
  kinds(): Record<string, number>
}

/** Shares in parts of a million: of persons, of enrolments, of contribution rows, of persons with claims. */
const RATES = {
  person: 26_000,
  personUnknown: 3_000,
  enrolment: 14_000,
  enrolmentUnknown: 4_000,
  contribution: 12_000,
  contributionUnknown: 800,
  claims: 25_000,
  employer: 40_000,
}

const weigh = (kinds: readonly Kind[]) => ({ kinds, cumulative: cumulate(kinds.map((kind) => kind.weight)) })
type Weighed = ReturnType<typeof weigh>
const TABLES = Object.fromEntries(
  Object.entries(REGISTER).map(([name, kinds]) => [name, weigh(kinds)]),
) as Record<keyof typeof REGISTER, Weighed>
const CLAIM_TABLE = weigh(CLAIMS)

/**
 * Plants errors and misuse in the rows of one bureau and tells each to `say` as one JSON line (byte string).
 * Draws from its own random stream: the rows that are not touched equal those of the clean population.
 */
export function createPlanter(world: World, bureau: number, say: (line: string) => void): Planter {
  const rng = createRng()
  const counts: Record<string, number> = {}
  const tell = (truth: Truth): void => {
    const name = `${truth.class}/${truth.table}/${truth.kind}`
    counts[name] = (counts[name] ?? 0) + 1
    say(toBytes(JSON.stringify(truth)))
  }
  const misuse = createMisuse(world, rng, tell)

  /** Draws a kind and plants it in one row of its table; false when there was no fit row. */
  const plant = (person: Person, rows: RowSet, weighed: Weighed, at?: number): boolean => {
    const kind = weighed.kinds[pick(rng, weighed.cumulative)]!
    const list = rows[kind.table]
    if (list.length === 0) return false
    const start = at ?? rng.below(list.length)
    // Refunds are rare: for kinds about them every row of the person is looked at.
    for (let n = 0; n < (at === undefined ? list.length : 1); n++) {
      const index = (start + n) % list.length
      const truth = plantAt(person, rows, kind, index)
      if (!truth) continue
      tell(truth)
      return true
    }
    return false
  }

  const plantAt = (person: Person, rows: RowSet, kind: Kind, index: number): Truth | null => {
    const { table } = kind
    const row = rows[table][index]!
    const site: Site = { person, rows, rng, table, index, get: (column) => getCell(table, row, column) }
    if (site.get('vali_flag') !== '1') return null
    const before = kind.column ? site.get(kind.column) : ''
    const after = kind.after(before, site)
    if (after === null || (kind.column && after === before)) return null
    const by = kind.by(site)
    const common = {
      bureau: BUREAUS[bureau]!.code,
      table,
      id: site.get(TABLE_COLUMNS[table][0]!),
      column: kind.column,
      class: kind.class,
      kind: kind.kind,
      before,
      after,
      determined: by !== null,
      by: by ?? '',
      implies: kind.implies?.(site, after) ?? [],
    }
    if (kind.copy) {
      const cells = kind.copy(site)
      let copy = row
      for (const [column, value] of Object.entries(cells)) copy = setCell(table, copy, column, value)
      rows[table].push(copy)
      return { ...common, key: cells['rid']! }
    }
    const key = site.get('rid')
    rows[table][index] = setCell(table, row, kind.column, after)
    return { ...common, key }
  }

  const contributions = (
    person: Person,
    rows: RowSet,
    table: BureauTable,
    good: Weighed,
    bad: Weighed,
  ): void => {
    const length = rows[table].length
    for (let i = 0; i < length; i++) {
      if (rng.ppm(RATES.contribution)) plant(person, rows, good, i)
      else if (rng.ppm(RATES.contributionUnknown)) plant(person, rows, bad, i)
    }
  }

  return {
    misuse(person, visits, count) {
      rng.seed(world.seed, bureau * 8 + person.origin, person.j, 6)
      return misuse.change(person, visits, count)
    },
    errors(person, rows) {
      rng.seed(world.seed, bureau * 8 + person.origin, person.j, 7)
      if (misuse.report(person, rows)) return
      if (rng.ppm(RATES.person)) plant(person, rows, TABLES.person)
      else if (rng.ppm(RATES.personUnknown)) plant(person, rows, TABLES.personUnknown)
      else if (rng.ppm(RATES.enrolment)) plant(person, rows, TABLES.enrolment)
      else if (rng.ppm(RATES.enrolmentUnknown)) plant(person, rows, TABLES.enrolmentUnknown)
      else if (rng.ppm(RATES.claims)) plant(person, rows, CLAIM_TABLE)
      else {
        contributions(person, rows, 'staf_psn_clct_detl_d', TABLES.employee, TABLES.employeeUnknown)
        contributions(person, rows, 'rsdt_psn_clct_detl_d', TABLES.resident, TABLES.residentUnknown)
      }
    },
    employer(k, row) {
      rng.seed(world.seed, bureau, k, 8)
      if (!rng.ppm(RATES.employer)) return row
      const rows = { insu_emp_info_b: [row] } as unknown as RowSet
      plant({ bureau } as Person, rows, TABLES.employer, 0)
      return rows.insu_emp_info_b[0]!
    },
    kinds: () => counts,
  }
}

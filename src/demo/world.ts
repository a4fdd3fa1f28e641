import { makeUscc } from './checks.ts'
import { COMPANY_TRADES, COMPANY_WORDS, FEMALE_GIVEN, MALE_GIVEN, SURNAMES } from './data/names.ts'
import { BUREAUS, COUNTIES_PER_BUREAU } from './data/regions.ts'
import { mix } from './random.ts'
import { pad, toBytes } from './text.ts'

export type PlaceKind = 'tertiary' | 'secondary' | 'community' | 'pharmacy'

export interface Place {
  readonly code: string
  /** Byte string, as are all names below. */
  readonly name: string
  readonly kind: PlaceKind
  readonly level: string
  readonly county: string
  /** The six institution columns of SETL_D and MDTRT_D, joined. */
  readonly segment: string
}

/** All that does not depend on the single person: sizes, institutions, the seed. */
export interface World {
  readonly seed: number
  /** Native persons of each bureau. */
  readonly natives: readonly number[]
  readonly employers: readonly number[]
  /** Per bureau and county: tertiary, secondary, two communities, two pharmacies. */
  readonly places: readonly (readonly Place[])[]
}

export const PLACES_PER_COUNTY = 6

export function createWorld(seed: number, persons: number): World {
  const natives = BUREAUS.map((bureau) => Math.floor((persons * bureau.share) / 100))
  natives[0]! += persons - natives.reduce((sum, n) => sum + n, 0)
  return {
    seed: seed | 0,
    natives,
    employers: natives.map((n) => Math.max(20, Math.floor(n / 40))),
    places: BUREAUS.map((_, bureau) => bureauPlaces(bureau)),
  }
}

const LEVELS: Record<PlaceKind, string> = { tertiary: '02', secondary: '05', community: '08', pharmacy: '11' }

function bureauPlaces(bureau: number): Place[] {
  return BUREAUS[bureau]!.counties.flatMap(([county, city, name]) => {
    const area = city + name
    const make = (kind: PlaceKind, letter: string, sequence: number, title: string): Place => {
      const code = `${letter}${county}${pad(sequence, 5)}`
      const level = LEVELS[kind]
      const bytes = toBytes(title)
      const segment = `${code},${bytes},${level},${county},${level},${level}`
      return { code, name: bytes, kind, level, county, segment }
    }
    return [
      make('tertiary', 'H', 1, `${area}示例人民医院`),
      make('secondary', 'H', 2, `${area}示例中心医院`),
      make('community', 'H', 101, `${area}示例第一社区卫生服务中心`),
      make('community', 'H', 102, `${area}示例第二社区卫生服务中心`),
      make('pharmacy', 'P', 1, `示例大药房${area}一店`),
      make('pharmacy', 'P', 2, `示例大药房${area}二店`),
    ]
  })
}

export interface Employer {
  readonly no: string
  readonly name: string
  readonly uscc: string
  readonly county: string
  readonly countyName: string
  readonly hash: number
}

const WORDS = COMPANY_WORDS.map(toBytes)
const TRADES = COMPANY_TRADES.map(toBytes)
const CITY = BUREAUS.map((bureau) => bureau.counties.map(([, city]) => toBytes(city)))
const COUNTY_NAME = BUREAUS.map((bureau) => bureau.counties.map(([, city, name]) => toBytes(city + name)))
const COMPANY = toBytes('有限公司（示例')
const CLOSE = toBytes('）')

/** Number of an employer, without making the rest of it. */
export const employerNo = (bureau: number, k: number): string =>
  `${BUREAUS[bureau]!.code.slice(0, 2)}E${pad(k, 8)}`

const employerHash = (world: World, bureau: number, k: number): number =>
  mix(mix(world.seed ^ Math.imul(bureau + 11, 0x9e3779b1)) + k) >>> 0

export function employerName(world: World, bureau: number, k: number): string {
  const hash = employerHash(world, bureau, k)
  const word = WORDS[(hash >>> 4) % WORDS.length]! + WORDS[(hash >>> 9) % WORDS.length]!
  const trade = TRADES[(hash >>> 14) % TRADES.length]!
  return CITY[bureau]![hash % COUNTIES_PER_BUREAU]! + word + trade + COMPANY + pad(k + 1, 6) + CLOSE
}

export function makeEmployer(world: World, bureau: number, k: number): Employer {
  const hash = employerHash(world, bureau, k)
  const county = BUREAUS[bureau]!.counties[hash % COUNTIES_PER_BUREAU]![0]
  return {
    no: employerNo(bureau, k),
    name: employerName(world, bureau, k),
    uscc: makeUscc('91', county, `M${bureau + 1}${pad(k, 6)}`),
    county,
    countyName: COUNTY_NAME[bureau]![hash % COUNTIES_PER_BUREAU]!,
    hash,
  }
}

const SURNAME = SURNAMES.map(toBytes)
const GIVEN = [MALE_GIVEN.map(toBytes), FEMALE_GIVEN.map(toBytes)]

/** A person's name from a hash: surnames at the front of the list are more frequent. */
export function personName(hash: number, sex: number): string {
  const given = GIVEN[sex - 1]!
  const spread = hash % 10_000
  const surname = SURNAME[Math.floor(((spread * spread) / 100_000_000) * SURNAME.length)]!
  const first = given[(hash >>> 14) % given.length]!
  return (hash >>> 8) % 5 === 0 ? surname + first : surname + first + given[(hash >>> 21) % given.length]!
}

export const countyName = (bureau: number, county: number): string => COUNTY_NAME[bureau]![county]!

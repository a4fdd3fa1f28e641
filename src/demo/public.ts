import { join } from 'node:path'
import type { BureauCounts, Stop } from './bureau.ts'
import { StoppedError } from './bureau.ts'
import { DIAGNOSES } from './data/diagnoses.ts'
import { ITEMS } from './data/items.ts'
import { BUREAUS } from './data/regions.ts'
import { createPersonMaker } from './person.ts'
import { createRng, mix } from './random.ts'
import { openSink, type Sink } from './sink.ts'
import { OTHER_COLUMNS, type OtherTable } from './tables.ts'
import { DAY_TEXT, FIRST_DAY, pad, TWO, toBytes, yuan } from './text.ts'
import { makeEmployer, personName, type World } from './world.ts'

const FOLDERS: Record<OtherTable, string> = {
  natural_person: 'public',
  legal_entity: 'public',
  licence: 'public',
  policies: 'insurer',
  accounts: 'bank',
  drugs: 'drug_maker',
  diag_list_b: 'dictionary',
  hilist_b: 'dictionary',
  admdvs_b: 'dictionary',
}
const SHANGHAI = 0
const UPDATED = '2025-12-31 02:00:00'

/** Products of the invented insurer: code, name, premium and sum in 分. */
const PRODUCTS = (
  [
    ['HM01', '示例惠民保', 12_900, 200_000_000],
    ['MM02', '示例百万医疗', 38_600, 200_000_000],
    ['CI03', '示例重疾险', 468_000, 30_000_000],
  ] as const
).map(([code, name, premium, sum]) => `${code},${toBytes(name)},${yuan(premium)},${yuan(sum)}`)

/** Writes what the other bodies hold: public registers, insurer, bank, drug maker, and the dictionaries. All clean. */
export function writeOthers(
  dir: string,
  world: World,
  stop: Stop,
  progress: (persons: number) => void,
): BureauCounts {
  const tables = Object.keys(OTHER_COLUMNS) as OtherTable[]
  const sinks = Object.fromEntries(
    tables.map((t) => [t, openSink(join(dir, FOLDERS[t], `${t}.csv`), OTHER_COLUMNS[t].join(','))]),
  ) as Record<OtherTable, Sink>
  try {
    writeDictionaries(sinks)
    writeEntities(world, sinks)
    const people = createPersonMaker(world)
    const rng = createRng()
    let policies = 0
    let accounts = 0
    for (let bureau = 0; bureau < BUREAUS.length; bureau++) {
      for (let j = 0; j < world.natives[bureau]!; j++) {
        const p = people.make(bureau, bureau, j)
        rng.seed(world.seed, bureau, j, 9)
        if (bureau === SHANGHAI) {
          sinks.natural_person.row(
            `${p.certno},${p.name},${p.sex},${p.birthText},${p.ethnic},${p.homeCounty},${p.homeAddress},${p.death ? DAY_TEXT[p.death] : ''},${p.death ? 2 : 1},${UPDATED}`,
          )
        }
        if (p.age >= 1 && p.age < 70 && rng.ppm(60_000)) {
          const begin = FIRST_DAY + rng.below(365)
          sinks.policies.row(
            `PL${pad(++policies, 10)},${p.certno},${PRODUCTS[rng.below(3)]},${DAY_TEXT[begin]},${DAY_TEXT[begin + 364]},${1 + rng.below(3)},1,${UPDATED}`,
          )
        }
        if (p.age >= 16 && rng.ppm(80_000)) {
          const opened = `${2005 + rng.below(18)}-${TWO[1 + rng.below(12)]}-${TWO[1 + rng.below(28)]}`
          sinks.accounts.row(
            `62${pad(++accounts, 14)},${p.certno},${opened},${rng.below(2)},${p.employer >= 0 ? 1 : 0},${'ABCD'[rng.below(4)]},1,${UPDATED}`,
          )
        }
        if (j % 5000 === 0) {
          if (stop()) throw new StoppedError('The demo generator was stopped')
          progress(0)
        }
      }
    }
    for (const sink of Object.values(sinks)) sink.close()
    return {
      rows: Object.fromEntries(tables.map((t) => [t, sinks[t].rows()])),
      bytes: tables.reduce((sum, t) => sum + sinks[t].bytes(), 0),
      truths: 0,
      kinds: {},
    }
  } catch (error) {
    for (const sink of Object.values(sinks)) {
      try {
        sink.close()
      } catch {
        // The first error is the one to report.
      }
    }
    throw error
  }
}

function writeEntities(world: World, sinks: Record<OtherTable, Sink>): void {
  const kind = toBytes('有限责任公司')
  const licence = toBytes('营业执照')
  const medical = toBytes('医疗机构执业许可证')
  const issuer = toBytes('上海市示例登记机关')
  for (let k = 0; k < world.employers[SHANGHAI]!; k++) {
    const e = makeEmployer(world, SHANGHAI, k)
    const legal = personName(e.hash ^ 0x5bd1e995, 1)
    const since = `${1992 + (e.hash % 30)}-${TWO[1 + ((e.hash >>> 5) % 12)]}-${TWO[1 + ((e.hash >>> 9) % 28)]}`
    sinks.legal_entity.row(
      `${e.uscc},${e.name},${kind},${legal},${since},${e.county},${pad(1 + ((e.hash >>> 6) % 96), 2)},1,${UPDATED}`,
    )
    sinks.licence.row(
      `YZ${pad(k, 10)},${licence},${e.uscc},${e.name},${since},2049-12-31,${issuer},1,${UPDATED}`,
    )
  }
  world.places[SHANGHAI]!.forEach((place, i) => {
    if (place.kind === 'pharmacy') return
    sinks.licence.row(
      `YL${pad(mix(i) >>> 8, 10)},${medical},,${place.name},2020-01-01,2034-12-31,${issuer},1,${UPDATED}`,
    )
  })
}

function writeDictionaries(sinks: Record<OtherTable, Sink>): void {
  for (const d of DIAGNOSES) {
    sinks.diag_list_b.row(`${d.code},${toBytes(d.name)},${d.sex},2020-01-01,,1`)
  }
  const listType: Record<string, string> = { X: '101', Z: '102', S: '201', C: '301' }
  ITEMS.forEach((item) => {
    const share = item.ownPercent === 100 ? '1.0000' : `0.${TWO[item.ownPercent]}00`
    sinks.hilist_b.row(
      `${item.code},${toBytes(item.name)},${listType[item.kind]},${item.chargeType},${item.level},${share},${yuan(item.price)},${toBytes(item.spec)},${toBytes(item.form)},2020-01-01,,1`,
    )
    if (item.kind === 'X' || item.kind === 'Z') {
      const name = toBytes(item.name)
      sinks.drugs.row(
        `${item.code},${name},${toBytes('示例牌')}${name},${toBytes(item.spec)},${toBytes(item.form)},${yuan(item.price)},2018-01-01,1,${UPDATED}`,
      )
    }
  })
  for (const bureau of BUREAUS) {
    const province = toBytes(bureau.province)
    sinks.admdvs_b.row(`${bureau.code},${province},,${province},1`)
    for (const [code, city, name] of bureau.counties) {
      sinks.admdvs_b.row(`${code},${toBytes(name)},${toBytes(city)},${province},1`)
    }
  }
}

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fenFromYuan } from '../kernel/index.ts'
import { idCheck, orgCheck, usccCheck } from './checks.ts'
import { DIAGNOSES } from './data/diagnoses.ts'
import { ITEMS } from './data/items.ts'
import { type DemoResult, generateDemo } from './generate.ts'
import { type BureauTable, TABLE_COLUMNS } from './tables.ts'
import type { Truth } from './plant/truth.ts'

const PERSONS = 2500
const SEED = 7
const BUREAU_CODES = ['310000', '320000', '330000', '340000']
type Row = Record<string, string>

let root: string
let clean: string
let planted: string
let cleanResult: DemoResult
let plantedResult: DemoResult

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'xinyu-demo-'))
  clean = join(root, 'clean')
  planted = join(root, 'planted')
  cleanResult = await generateDemo({ dir: clean, persons: PERSONS, seed: SEED, plant: false })
  plantedResult = await generateDemo({ dir: planted, persons: PERSONS, seed: SEED })
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

function read(dir: string, path: string): Row[] {
  const [header, ...lines] = readFileSync(join(dir, `${path}.csv`), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = header!.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    if (cells.length !== columns.length) throw new Error(`${path}: ${line}`)
    const row: Row = {}
    for (let i = 0; i < columns.length; i++) row[columns[i]!] = cells[i]!
    return row
  })
}

/** Hash of every file of a folder, by its path. */
function hashes(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map((file) => [file.slice(dir.length), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  )
}

const truths = (dir: string): Truth[] =>
  readFileSync(join(dir, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Truth)

const fen = (row: Row, column: string): number => {
  const value = fenFromYuan(row[column]!)
  if (value === null) throw new Error(`${column} is not an amount: ${row[column]}`)
  return value
}
/** Fails with what is wrong: `expect` itself is too slow for every cell of every row. */
function must(holds: boolean, what: string, row: Row): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(row)}`)
}
const sum = (row: Row, ...columns: string[]): number =>
  columns.reduce((total, column) => total + fen(row, column), 0)

describe('determinism', () => {
  test('the same seed gives the same bytes whatever the number of workers, another seed gives others', async () => {
    const again = join(root, 'again')
    await generateDemo({ dir: again, persons: PERSONS, seed: SEED, workers: 1 })
    expect(hashes(again)).toEqual(hashes(planted))
    const other = join(root, 'other')
    await generateDemo({ dir: other, persons: 200, seed: SEED + 1 })
    expect(hashes(other)['/310000/setl_d.csv']).not.toBe(hashes(planted)['/310000/setl_d.csv'])
  }, 60_000)
})

describe('a clean population', () => {
  test.each(BUREAU_CODES)('%s: the settlement identities hold on every row', (code) => {
    const fees = new Map<string, number>()
    for (const fee of read(clean, `${code}/fee_list_d`)) {
      const amount = fen(fee, 'det_item_fee_sumamt')
      must(Math.round(Number(fee['cnt']) * fen(fee, 'pric')) === amount, 'cnt × pric', fee)
      must(
        sum(fee, 'fulamt_ownpay_amt', 'overlmt_selfpay', 'preselfpay_amt', 'inscp_amt') === amount,
        'fee parts',
        fee,
      )
      fees.set(fee['setl_id']!, (fees.get(fee['setl_id']!) ?? 0) + amount)
    }
    const settlements = read(clean, `${code}/setl_d`)
    expect(settlements.length).toBeGreaterThan(500)
    for (const row of settlements) {
      const total = fen(row, 'medfee_sumamt')
      must(
        sum(row, 'fulamt_ownpay_amt', 'overlmt_selfpay', 'preselfpay_amt', 'inscp_amt') === total,
        'identity 1',
        row,
      )
      must(sum(row, 'fund_pay_sumamt', 'psn_pay', 'ownpay_hosp_part') === total, 'identity 2', row)
      must(sum(row, 'acct_pay', 'cash_payamt', 'acct_mulaid_pay') === fen(row, 'psn_pay'), 'identity 3', row)
      const funds = sum(
        row,
        'hifp_pay',
        'cvlserv_pay',
        'hifes_pay',
        'hifmi_pay',
        'hifob_pay',
        'hifdm_pay',
        'maf_pay',
        'othfund_pay',
      )
      must(funds === fen(row, 'fund_pay_sumamt'), 'identity 4', row)
      if (row['vali_flag'] === '1') must(fees.get(row['setl_id']!) === total, 'identity 5', row)
      if (row['refd_setl_flag'] === '1') must(total < 0, 'a refund is negative', row)
      else
        for (const column of ['psn_pay', 'cash_payamt', 'fund_pay_sumamt', 'balc'])
          must(fen(row, column) >= 0, column, row)
      must(row['begndate']! <= row['enddate']!, 'dates', row)
    }
  })

  test('contributions add up', () => {
    for (const code of BUREAU_CODES) {
      for (const row of read(clean, `${code}/staf_psn_clct_detl_d`)) {
        must(
          sum(row, 'emp_clct_amt', 'psn_clct_amt', 'oth_clct_amt', 'finsubs_amt') === fen(row, 'clct_sumamt'),
          'sum',
          row,
        )
      }
      for (const row of read(clean, `${code}/rsdt_psn_clct_detl_d`)) {
        must(sum(row, 'psn_clct_amt', 'oth_clct_amt', 'finsubs_amt') === fen(row, 'clct_sumamt'), 'sum', row)
      }
    }
  })

  test('identity numbers are valid, unique in a bureau and shared by exactly those who moved', () => {
    const bureausOf = new Map<string, string[]>()
    for (const code of BUREAU_CODES) {
      const persons = read(clean, `${code}/psn_info_b`)
      for (const row of persons) {
        const certno = row['certno']!
        must(idCheck(certno.slice(0, 17)) === certno[17], 'check digit', row)
        must(certno.slice(6, 14) === row['brdy']!.replaceAll('-', ''), 'birth date', row)
        must((Number(certno[16]) % 2 === 1 ? '1' : '2') === row['gend'], 'sex', row)
        bureausOf.set(certno, [...(bureausOf.get(certno) ?? []), code])
      }
      expect(new Set(persons.map((row) => row['certno'])).size).toBe(persons.length)
      expect(new Set(persons.map((row) => row['psn_no'])).size).toBe(persons.length)
      const active = read(clean, `${code}/psn_insu_d`).filter(
        (r) => r['vali_flag'] === '1' && r['psn_insu_stas'] === '1',
      )
      expect(new Set(active.map((row) => row['psn_no'] + row['insutype']!)).size).toBe(active.length)
    }
    expect(bureausOf.size).toBe(PERSONS)
    const twice = [...bureausOf.values()].filter((list) => list.length === 2).length
    expect(twice / PERSONS).toBeGreaterThan(0.01)
    expect(twice / PERSONS).toBeLessThan(0.03)
  })

  test('credit codes are valid and every reference is met', () => {
    const codes = new Set(DIAGNOSES.map((diagnosis) => diagnosis.code))
    const items = new Set(ITEMS.map((item) => item.code))
    for (const code of BUREAU_CODES) {
      const employers = new Set(
        read(clean, `${code}/insu_emp_info_b`).map((row) => {
          expect(usccCheck(row['uscc']!.slice(0, 17))).toBe(row['uscc']![17])
          expect(orgCheck(row['uscc']!.slice(8, 16))).toBe(row['uscc']![16])
          return row['emp_no']
        }),
      )
      const places = new Set(read(clean, `${code}/medins_info_b`).map((row) => row['fixmedins_code']))
      const enrolments = new Set(read(clean, `${code}/psn_insu_d`).map((row) => row['psn_insu_rlts_id']))
      const visits = new Map(read(clean, `${code}/mdtrt_d`).map((row) => [row['mdtrt_id'], row]))
      const messages = new Set<string>()
      for (const row of read(clean, `${code}/setl_d`)) {
        must(visits.get(row['mdtrt_id'])?.['certno'] === row['certno'], 'visit', row)
        must(places.has(row['fixmedins_code']), 'institution', row)
        must(enrolments.has(row['psn_insu_rlts_id']), 'enrolment', row)
        if (row['emp_no']) must(employers.has(row['emp_no']), 'employer', row)
        must(/^[HP]\d{29}$/.test(row['medins_setl_id']!), 'message id', row)
        messages.add(row['medins_setl_id']!)
      }
      expect(messages.size).toBe(cleanResult.rows[`${code}/setl_d`])
      for (const row of read(clean, `${code}/fee_list_d`)) must(items.has(row['med_list_codg']!), 'item', row)
      for (const row of read(clean, `${code}/setl_list_diag_d`))
        must(codes.has(row['diag_code']!), 'diagnosis', row)
    }
  })

  test('nothing is planted', () => {
    expect(truths(clean)).toEqual([])
    expect(cleanResult.plantings).toBe(0)
  })

  test('no one is treated twice within eight days, after death, or again within fifteen days of a stay', () => {
    const DAY = 86_400_000
    for (const code of BUREAU_CODES) {
      const deaths = new Map(read(clean, `${code}/psn_info_b`).map((row) => [row['psn_no'], row['die_date']]))
      const visits = Map.groupBy(read(clean, `${code}/mdtrt_d`), (row) => row['psn_no'])
      for (const [person, list] of visits) {
        list.sort((a, b) => (a['begntime']! < b['begntime']! ? -1 : 1))
        list.forEach((visit, i) => {
          const died = deaths.get(person)
          if (died) must(visit['endtime']!.slice(0, 10) <= died, 'after death', visit)
          const next = list[i + 1]
          if (!next) return
          const gap = Date.parse(next['begntime']!.slice(0, 10)) - Date.parse(visit['endtime']!.slice(0, 10))
          must(gap / DAY >= (visit['ipt_days'] ? 16 : 8), 'gap', visit)
        })
      }
    }
  })
})

describe('the planted population', () => {
  test('each planting is listed and stands in the file, and nothing else differs from the clean one', () => {
    const list = truths(planted)
    expect(list.length).toBe(plantedResult.plantings)
    const misusers = new Set(list.filter((t) => t.class === '监管').map((t) => personOf(t.table, t.id)))
    for (const code of BUREAU_CODES) {
      for (const table of Object.keys(TABLE_COLUMNS) as BureauTable[]) {
        const mine = list.filter((t) => t.bureau === code && t.table === table && t.class !== '监管')
        const before = new Map(read(clean, `${code}/${table}`).map((row) => [row['rid']!, row]))
        const after = new Map(read(planted, `${code}/${table}`).map((row) => [row['rid']!, row]))
        const added = new Set(mine.filter((t) => t.column === '').map((t) => t.key))
        for (const t of mine) {
          expect(after.has(t.key)).toBe(true)
          if (t.column) {
            expect(after.get(t.key)![t.column]).toBe(t.after)
            expect(before.get(t.key)![t.column]).toBe(t.before)
          }
        }
        const changed = new Map(mine.filter((t) => t.column).map((t) => [t.key, t.column]))
        for (const [rid, row] of after) {
          if (added.has(rid) || misusers.has(personOf(table, row[TABLE_COLUMNS[table][0]!]!))) continue
          const original = before.get(rid)
          const different = Object.keys(row).filter((column) => row[column] !== original?.[column])
          must(different.join() === (changed.get(rid) ?? ''), `differs in ${different.join()}`, row)
        }
      }
    }
  }, 60_000)

  test('all eight classes occur, and what nothing determines stays below 0.4 percent of the register rows', () => {
    const list = truths(planted)
    const classes = new Set(list.map((t) => t.class))
    expect([...classes].sort()).toEqual(
      ['完整性', '唯一性', '准确性', '规范性', '一致性', '时效性', '关联性', '逻辑性', '监管'].sort(),
    )
    const register = ['psn_info_b', 'psn_insu_d', 'staf_psn_clct_detl_d', 'rsdt_psn_clct_detl_d']
    const scanned = Object.entries(plantedResult.rows).reduce(
      (n, [path, rows]) => n + (register.includes(path.split('/')[1]!) ? rows : 0),
      0,
    )
    const planted_ = list.filter((t) => register.includes(t.table))
    const unknown = planted_.filter((t) => !t.determined)
    expect(planted_.length / scanned).toBeGreaterThan(0.005)
    expect(planted_.length / scanned).toBeLessThan(0.04)
    expect(unknown.length / scanned).toBeLessThan(0.004)
  })

  test('misuse lists rows that exist', () => {
    const found = truths(planted).filter((truth) => truth.class === '监管')
    expect(found.length).toBeGreaterThan(5)
    for (const code of BUREAU_CODES) {
      const ids = new Set([
        ...read(planted, `${code}/setl_d`).map((row) => row['setl_id']),
        ...read(planted, `${code}/fee_list_d`).map((row) => row['bkkp_sn']),
      ])
      for (const t of found.filter((truth) => truth.bureau === code)) {
        expect(t.rows!.length).toBeGreaterThan(0)
        expect(t.rows!.filter((id) => !ids.has(id))).toEqual([])
      }
    }
  })
})

/** The ten digits that all ids of a person share; empty for employers and institutions. */
function personOf(table: string, id: string): string {
  if (table === 'insu_emp_info_b' || table === 'medins_info_b') return ''
  return table === 'psn_info_b' ? id.slice(6, 16) : id.slice(3, 13)
}

describe('behaviour', () => {
  test('stops when aborted', async () => {
    const stop = new AbortController()
    const run = generateDemo({
      dir: join(root, 'aborted'),
      persons: 200_000,
      seed: 1,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(run).rejects.toThrow(/abort/i)
  }, 60_000)

  test('tells the error of the disk', async () => {
    await expect(generateDemo({ dir: '/dev/null/demo', persons: 10, seed: 1 })).rejects.toThrow(/ENOTDIR/)
  })

  test('refuses an impossible number of persons', async () => {
    await expect(generateDemo({ dir: root, persons: 0, seed: 1 })).rejects.toThrow(RangeError)
    await expect(generateDemo({ dir: root, persons: 1e9, seed: 1 })).rejects.toThrow(RangeError)
  })

  test('memory does not grow with the population', async () => {
    const peak = async (persons: number): Promise<number> => {
      const script = `
        import { writeSettlements } from ${JSON.stringify(new URL('./settlements.ts', import.meta.url).href)}
        writeSettlements({ rows: ${persons * 2}, file: ${JSON.stringify(join(root, `m${persons}.csv`))}, seed: 1, offset: 0, step: 1, stop: new SharedArrayBuffer(4) })
        console.log(process.resourceUsage().maxRSS)`
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
      return Number(stdout) / 1024
    }
    const small = await peak(25_000)
    const large = await peak(100_000)
    expect(large - small).toBeLessThan(60) // MiB
  }, 180_000)
})

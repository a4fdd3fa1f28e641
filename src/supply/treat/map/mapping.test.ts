import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { identityMigrations } from '../../../safeguard/identity/index.ts'
import { datasetById, registerDataset, versionById } from '../../catalog/index.ts'
import { importVersion, quoteText, versionFolder } from '../../source/index.ts'
import {
  addDictionaryVersion,
  dictionary,
  loadStandard,
  nationalTable,
  standardMigrations,
} from '../standard/index.ts'
import { identityOf } from './bind.ts'
import { mapMigrations, runMapping, saveMapping } from './index.ts'
import { previewMapping, suggestColumns, validateMapping } from './look.ts'
import { type MappingSpec, NewMapping, Shallow, type Value } from './model.ts'
import { fenOf, masked } from './rules.ts'
import { dateOfText, fenOfText } from './sql/forms.ts'

let space: SupplySpace
let officer: UserActor
beforeAll(async () => {
  space = await supplySpace({}, [identityMigrations, standardMigrations, mapMigrations])
  officer = space.officer()
  await loadStandard(space.core)
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())
const plain = (sql: string) => sql
const copy = (column: string): Value => ({ fn: 'copy', column })

async function land(code: string, text: string, column: string | null): Promise<void> {
  const system = column && 'psn_no:test'
  const datasetId = await registerDataset(space.core, officer, {
    code,
    titleZh: code,
    titleEn: code,
    insuredColumn: column,
    insuredSystem: system,
  })
  const path = join(await space.folder(`in-${newId()}`), `${code}.csv`)
  await writeFile(path, text)
  await importVersion(space.core, officer, { importId: newId(), datasetId, paths: [path] })
}

async function run(spec: MappingSpec, code: string) {
  const { id, number } = await saveMapping(space.core, officer, { code, titleZh: code, titleEn: code, spec })
  return runMapping(space.core, officer, { mappingId: id, number, importId: newId() })
}

const rowsOf = async (versionId: string, sql: string, file = 'part-0.parquet') => {
  const path = join(versionFolder(space.core, versionId), file)
  const limits = { timeMs: 60_000, memoryBytes: 512 << 20, maxRows: 100 }
  return (await space.core.engine.query({ sql, tables: { t: [path] }, limits })).rows
}

describe('money and days', () => {
  test('property: the engine reads money as the exact whole number does, and never another amount', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${max}}$`))
    const grouped = fc.integer({ min: 0, max: 999_999_999 }).map((n) => n.toLocaleString('en-US'))
    const number = fc
      .tuple(
        fc.constantFrom('', '-', '+', '−', '－'),
        fc.oneof(digits(14), grouped),
        fc.constantFrom('', '.', '．'),
        digits(4),
      )
      .map((parts) => parts.join(''))
    const wide = (text: string) => text.replaceAll(/[0-9]/g, (d) => '０１２３４５６７８９'[Number(d)]!)
    const money = fc
      .tuple(
        number,
        fc.constantFrom('', '¥', '￥', '$'),
        fc.constantFrom('', '元', ' '),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([text, sign, unit, full, brackets]) => {
        const body = `${sign}${full ? wide(text) : text}${unit}`
        return brackets ? `(${body})` : body
      })
    const texts = fc.sample(fc.oneof(money, fc.string()), 400)
    const fixed = [
      '12.3',
      '¥12.30',
      '１２．３０',
      '1,234.50',
      '-3',
      '(3.00)',
      '12.345',
      '12,34',
      '',
      '.5',
      '1e3',
      '0.1',
    ]
    const all = [...fixed, ...texts]
      .map((one) => one.trim())
      .filter((one) => one !== '' && !one.includes('\0'))
    const rows = all.map((text, i) => `(${i}, ${quoteText(text)})`).join(', ')
    const sql = `SELECT CAST(${fenOfText('t', plain)} AS VARCHAR) FROM (VALUES ${rows}) v(i, t) ORDER BY i`
    const read = (await connection.runAndReadAll(sql)).getRows().map(([fen]) => fen)
    expect(read).toEqual(all.map((text) => fenOf(text)?.toString() ?? null))
    expect(read.filter((fen) => fen !== null).length).toBeGreaterThan(50)
    expect(fenOf('0.1')).toBe(10n)
    expect(fenOf('12.345')).toBeNull()
  })

  test('days are read in their form, and no day is made up', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const read = async (text: string, format: Parameters<typeof dateOfText>[1]) => {
      const sql = dateOfText(`'${text}'`, format, plain)
      return (await connection.runAndReadAll(`SELECT CAST(${sql} AS VARCHAR)`)).getRows()[0]![0]
    }
    expect(await read('2024-02-29', 'auto')).toBe('2024-02-29')
    expect(await read('2025-02-29', 'auto')).toBeNull()
    expect(await read('20240131', 'auto')).toBe('2024-01-31')
    expect(await read('２０２４/1/5', 'auto')).toBe('2024-01-05')
    expect(await read('2024年1月5日', 'auto')).toBe('2024-01-05')
    expect(await read('31/01/2024', 'auto')).toBeNull()
    expect(await read('31/01/2024', 'dd/mm/yyyy')).toBe('2024-01-31')
    expect(await read('31/01/2024', 'mm/dd/yyyy')).toBeNull()
    expect(await read('14212.0', 'days1970')).toBe('2008-11-29')
    expect(await read('45000', 'days1900')).toBe('2023-03-15')
  })
})

describe('a mapping', () => {
  const spec: MappingSpec = {
    target: 'setl_d',
    currency: 'CNY',
    parts: [
      {
        source: 'bills',
        where: { op: 'ne', left: copy('状态'), right: { fn: 'constant', value: '草稿' } },
        columns: {
          setl_id: { fn: 'concat', of: [{ fn: 'constant', value: 'S' }, copy('单号')], with: '-' },
          psn_no: copy('人员'),
          psn_name: { fn: 'lookup', table: 'people', column: '姓名', on: { 编号: copy('人员') } },
          gend: {
            fn: 'dictionary',
            of: { fn: 'lookup', table: 'people', column: '性别', on: { 编号: copy('人员') } },
            list: 'gend',
          },
          begndate: { fn: 'date', of: copy('日期'), format: 'auto' },
          setl_time: { fn: 'datetime', of: copy('时间'), format: 'auto' },
          year: { fn: 'year', of: { fn: 'date', of: copy('日期'), format: 'auto' } },
          medfee_sumamt: { fn: 'fen', of: copy('总额') },
          psn_pay: {
            fn: 'minus',
            of: { fn: 'fen', of: copy('总额') },
            less: { fn: 'fen', of: copy('基金') },
          },
          cal_ipt_cnt: { fn: 'unit', of: { fn: 'number', of: copy('次数') }, multiply: 2, divide: 1 },
          med_type: {
            fn: 'when',
            cases: [
              {
                if: { op: 'in', of: copy('类别'), values: ['住院', '入院'] },
                value: { fn: 'constant', value: '21' },
              },
            ],
            otherwise: { fn: 'constant', value: '11' },
          },
          dise_no: { fn: 'split', of: copy('病种'), by: '|', part: 1 },
          rid: { fn: 'hash', of: [copy('单号'), copy('人员')] },
        },
      },
    ],
  }

  beforeAll(async () => {
    const people = '编号,姓名,性别\nA1,张三,男\nA2,李四,F\nA3,王五,外星\nA3,王五,外星\n'
    const bills = [
      '单号,人员,日期,时间,总额,基金,次数,类别,病种,状态,没用',
      '1,A1,2024-01-05,2024-01-05 08:30:00,"¥1,234.50",1000,2,住院,I10|高血压,正常,x',
      '2,A2,20240106,20240106083000,１２．３０,2.3,1.5,门诊,,正常,y',
      '3,A3,2024-13-01,,12.345,1,3,门诊,E11,正常,z',
      '4,A9,2024/1/7,2024-01-07T10:00:00Z,(5.00),,,,,正常,w',
      '5,A1,2024-01-08,,1,1,1,门诊,,草稿,v',
    ]
    await land('people', people, '编号')
    await land('bills', `${bills.join('\n')}\n`, '人员')
  })

  test('does each transform, lists what does not fit, and loses nothing', { timeout: 120_000 }, async () => {
    const made = await run(spec, 'bills_setl_d')
    const columns =
      'setl_id, psn_name, gend, begndate, setl_time, year, medfee_sumamt, psn_pay, cal_ipt_cnt, med_type, dise_no'
    expect(await rowsOf(made.versionId, `SELECT ${columns} FROM t ORDER BY setl_id`)).toEqual([
      ['S-1', '张三', '1', '2024-01-05', '2024-01-05T08:30:00', '2024', 123_450, 23_450, 4, '21', 'I10'],
      ['S-2', '李四', '2', '2024-01-06', '2024-01-06T08:30:00', '2024', 1_230, 1_000, 3, '11', null],
      ['S-3', '王五', null, null, null, null, null, null, 6, '11', 'E11'],
      ['S-4', null, null, '2024-01-07', '2024-01-07T10:00:00', '2024', -500, -500, null, '11', null],
    ])
    const [part] = made.counts.parts
    expect(part!.rows).toBe(4)
    expect(part!.columns['medfee_sumamt']).toEqual({ filled: 3, misfit: 1 })
    expect(part!.columns['gend']).toEqual({ filled: 2, misfit: 1 })
    expect(part!.columns['begndate']).toEqual({ filled: 3, misfit: 1 })
    const listed = await rowsOf(
      made.versionId,
      'SELECT "column", row, value FROM t ORDER BY 1',
      'misfits.parquet',
    )
    expect(listed).toHaveLength(made.counts.misfits)
    expect(listed).toContainEqual(['medfee_sumamt', 2, '12.345'])
    expect(listed).toContainEqual(['begndate', 2, '2024-13-01'])

    const version = (await versionById(space.core, made.versionId))!
    expect(version.insured_count).toBe(4)
    expect(version.origin.kind).toBe('map')
    expect(version.origin.from).toHaveLength(2)
    expect(version.origin.columns['psn_pay']!.map(({ column }) => column)).toEqual(['总额', '基金'])
    expect(version.origin.columns['gend']![0]!.how).toContain('dictionary gend v1')
    const amounts = version.columns.filter(({ unit }) => unit === 'fen').map(({ name }) => name)
    expect(amounts).toEqual(['medfee_sumamt', 'psn_pay'])
    const dataset = (await datasetById(space.core, made.datasetId))!
    expect(dataset).toMatchObject({ insured_column: 'psn_no', insured_system: 'psn_no:test' })
  })

  test('repeated under its id it gives the version that it made', { timeout: 120_000 }, async () => {
    const { id, number } = await saveMapping(space.core, officer, {
      code: 'again',
      titleZh: 'a',
      titleEn: 'a',
      spec,
    })
    const work = { mappingId: id, number, importId: newId() }
    const first = await runMapping(space.core, officer, work)
    expect((await runMapping(space.core, officer, work)).versionId).toBe(first.versionId)
    const others = space.officer()
    await expect(runMapping(space.core, others, { ...work, importId: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('a corrected dictionary is used by the next run, without a change of the mapping', {
    timeout: 120_000,
  }, async () => {
    const before = (await dictionary(space.core, 'gend'))!
    const codes = before.codes.map((one) => (one.code === '9' ? { ...one, synonyms: ['外星'] } : one))
    await expect(
      addDictionaryVersion(space.core, officer, 'gend', { note: 'n', codes }),
    ).rejects.toMatchObject({ code: 'NOT_OPERATOR' })
    await addDictionaryVersion(space.core, systemActor('test'), 'gend', { note: 'n', codes })
    expect((await dictionary(space.core, 'gend'))!.version).toBe(2)
    const made = await run(spec, 'bills_setl_d')
    expect(made.counts.parts[0]!.columns['gend']).toEqual({ filled: 3, misfit: 0 })
    const version = (await versionById(space.core, made.versionId))!
    expect(version.origin.columns['gend']![0]!.how).toContain('dictionary gend v2')
  })

  test('says what is wrong, missing and unused, and shows a masked preview', {
    timeout: 120_000,
  }, async () => {
    const found = await validateMapping(space.core, officer, spec)
    expect(found.complaints).toEqual([])
    expect(found.missing[0]!.columns).toContain('mdtrt_id')
    expect(found.unused[0]!.columns).toEqual(['没用'])
    const wrong: MappingSpec = {
      ...spec,
      parts: [
        {
          source: 'bills',
          columns: { medfee_sumamt: copy('总额'), begndate: copy('无'), nothing: copy('总额') },
        },
      ],
    }
    const bad = await validateMapping(space.core, officer, wrong)
    expect(bad.complaints.map(({ column }) => column)).toEqual(['medfee_sumamt', 'begndate', 'nothing'])
    expect(bad.complaints[0]!.zh).toContain('fen')
    await expect(run(wrong, 'wrong')).rejects.toMatchObject({ code: 'MAPPING_WRONG' })
    const stranger = await validateMapping(space.core, space.officer(), spec)
    expect(stranger.complaints[0]!.en).toContain('no landed version')

    const preview = await previewMapping(space.core, officer, spec)
    expect(preview.parts[0]!.rows).toHaveLength(4)
    expect(JSON.stringify(preview)).not.toContain('张三')
    expect(preview.parts[0]!.rows[0]![preview.columns.indexOf('psn_name')]).toBe('张*')
  })
})

describe('suggestions', () => {
  test('rest on name, type and values, with a score and a reason', { timeout: 120_000 }, async () => {
    const rows = [
      '身份证号码,姓名,xb,c1,c2,出生日期',
      '11010519491231002X,张三,男,汉族,310101,1949-12-31',
      '310101198001010016,李四,女,回族,310104,1980-01-01',
      '310104199002020024,王五,男,苗族,320102,1990-02-02',
    ]
    await land('register', `${rows.join('\n')}\n`, '身份证号码')
    const found = await suggestColumns(space.core, officer, 'register', 'psn_info_b')
    const best = (target: string) => found.find((one) => one.target === target)
    expect(best('certno')).toMatchObject({ source: '身份证号码' })
    expect(best('certno')!.score).toBeGreaterThan(0.9)
    expect(best('certno')!.zh).toContain('居民身份证号')
    expect(best('gend')).toMatchObject({ source: 'xb', value: { fn: 'dictionary', list: 'gend' } })
    expect(best('naty')).toMatchObject({ source: 'c1' })
    expect(best('naty')!.en).toContain('dictionary naty')
    expect(best('resd_loc_admdvs')).toMatchObject({ source: 'c2' })
    expect(best('brdy')).toMatchObject({ source: '出生日期', value: { fn: 'date' } })
    for (const one of found) expect(one.score).toBeLessThan(1)
  })
})

test('a dataset with the national columns is bound as it is', () => {
  const names = nationalTable('mdtrt_d').columns.map(({ name }) => name)
  expect(identityOf(names)?.name).toBe('mdtrt_d')
  expect(identityOf(names.slice(1))).toBeNull()
  expect(identityOf(['a', 'b'])).toBeNull()
})

test('masks keep the form and not the person', () => {
  expect(masked('110105194912310021', { name: 'certno', type: 'id', element: 'certno' })).toBe(
    '11************21',
  )
  expect(masked('1949-12-31', { name: 'brdy', type: 'date', element: 'brdy' })).toBe('1949-**-**')
  expect(masked('1200', { name: 'psn_pay', type: 'amount' })).toBe('1200')
})

test('deep nesting is refused before it is read', () => {
  let value: unknown = { fn: 'copy', column: 'a' }
  for (let i = 0; i < 50_000; i++) value = { fn: 'upper', of: value }
  const input = {
    code: 'a',
    titleZh: 'a',
    titleEn: 'a',
    spec: { target: 'setl_d', parts: [{ source: 'a', columns: { setl_id: value } }] },
  }
  expect(Shallow(NewMapping).safeParse(input).success).toBe(false)
})

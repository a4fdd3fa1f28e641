import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorText, isXinyuError } from '../../../kernel/errors/index.ts'
import { openDuck } from '../child/duck.ts'
import { scanFile } from '../scan/scan-file.ts'
import { csvRow } from './csv-text.ts'
import { makeXlsx, makeZip } from './make-zip.fixture.ts'
import type { Reading } from './model.ts'
import { prepare } from './prepare.ts'
import { plainDecimal } from './xlsx/number.ts'

let dir: string
let count = 0
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'xinyu-formats-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const tools = { progress: () => {}, softMemoryBytes: 256 << 20, threads: 1 }
const unpack = { maxBytes: 1 << 30, maxRatio: 200 }

async function strict(name: string, content: string | Buffer, reading: Reading = {}, limits = unpack) {
  const folder = join(dir, String(count++))
  await mkdir(folder)
  const path = join(folder, name)
  await writeFile(path, content)
  const options = { reading, folder: join(folder, 'strict'), maxLineBytes: 1 << 20, unpack: limits }
  const prepared = await prepare(path, options, tools)
  const { delimiter, countRows } = prepared
  const facts = await scanFile(prepared.path, { maxLineBytes: 1 << 20, delimiter, countRows })
  return { text: await readFile(prepared.path, 'utf8'), facts, prepared }
}

async function refusal(name: string, content: string | Buffer, reading: Reading = {}, limits = unpack) {
  try {
    await strict(name, content, reading, limits)
  } catch (error) {
    if (!isXinyuError(error)) throw error
    const { zh, en } = errorText(error.code, error.params)
    expect(`${zh} ${en}`).not.toMatch(/\{\w+\}/)
    expect(error.params['file']).toBe(name)
    return { code: error.code, ...error.params }
  }
  throw new Error('was accepted')
}

/** GB18030 bytes of a text, by trying every code that the standard's two- and four-byte forms have room for. */
const toGb = (() => {
  let table: Map<string, Buffer> | null = null
  const build = () => {
    const decoder = new TextDecoder('gb18030', { fatal: true })
    const map = new Map<string, Buffer>()
    const add = (bytes: number[]) => {
      try {
        const text = decoder.decode(Buffer.from(bytes))
        if (Array.from(text).length === 1 && !map.has(text)) map.set(text, Buffer.from(bytes))
      } catch {
        // Not assigned.
      }
    }
    for (let a = 0x81; a <= 0xfe; a++) for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) add([a, b])
    return map
  }
  return (text: string): Buffer => {
    table ??= build()
    return Buffer.concat(
      Array.from(text, (char) =>
        char < '\u0080' ? Buffer.from(char) : (table!.get(char) ?? fourBytes(char)),
      ),
    )
  }
})()

/** Supplementary planes are counted from 90 30 81 30. */
function fourBytes(char: string): Buffer {
  let n = char.codePointAt(0)! - 0x10000
  const last = n % 10
  n = Math.floor(n / 10)
  const third = n % 126
  n = Math.floor(n / 126)
  return Buffer.from([0x90 + Math.floor(n / 10), 0x30 + (n % 10), 0x81 + third, 0x30 + last])
}

describe('GB18030', { timeout: 90_000 }, () => {
  test('is read when said so, four-byte characters and all', async () => {
    const csv = '姓名,备注\n张三,"𠮷家，丂"\n𬭛某,a b\n'
    const { text, facts, prepared } = await strict('a.csv', toGb(csv), { encoding: 'gb18030' })
    expect(text).toBe(csv)
    expect(facts.rows).toBe(2)
    expect(prepared.original?.bytes).toBe(toGb(csv).length)
  })

  test('property: text round-trips, in chunks of any size', async () => {
    const char = fc.oneof(
      fc.integer({ min: 0x4e00, max: 0x9fa5 }),
      fc.integer({ min: 0x20000, max: 0x2a6df }),
      fc.integer({ min: 0x61, max: 0x7a }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(char, { minLength: 1, maxLength: 40 }), async (codes) => {
        const csv = `甲,乙\n1,${String.fromCodePoint(...codes)}\n`
        expect((await strict('a.csv', toGb(csv), { encoding: 'gb18030' })).text).toBe(csv)
      }),
      { numRuns: 20 },
    )
  })

  test('a wrong label is refused both ways, and says what it looks like', async () => {
    const csv = '姓名,备注\n张三,参保人的备注\n'
    expect(await refusal('a.csv', toGb(csv))).toMatchObject({
      code: 'IMPORT_ENCODING',
      encoding: 'GB18030',
      line: 1,
    })
    expect(await refusal('a.csv', csv, { encoding: 'gb18030' })).toMatchObject({
      code: 'IMPORT_ENCODING_STATED',
      encoding: 'UTF-8',
    })
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')])
    for (const reading of [{}, { encoding: 'gb18030' } as const]) {
      expect(await refusal('a.csv', utf16, reading)).toMatchObject({
        code: 'IMPORT_ENCODING',
        encoding: 'UTF-16LE',
      })
    }
  })

  test('what cannot be read for certain is refused with its byte', async () => {
    const head = Buffer.concat([toGb('姓名,b\n'), Buffer.from('1,')])
    for (const bad of ['ff', '80', 'aaa1', '8130', 'b0', '84318236ff', 'e3329a36']) {
      const found = await refusal(
        'a.csv',
        Buffer.concat([head, Buffer.from(bad, 'hex'), Buffer.from('\n')]),
        {
          encoding: 'gb18030',
        },
      )
      const offset = head.length + (bad === '84318236ff' ? 4 : 0)
      expect(found, bad).toMatchObject({ code: 'IMPORT_ENCODING_BYTES', offset, line: 2 })
    }
  })
})

describe('packed files', { timeout: 90_000 }, () => {
  const csv = 'a,b\n1,2\n'
  test('gzip and zip of one table are read', async () => {
    expect((await strict('a.csv.gz', gzipSync(csv))).text).toBe(csv)
    const members = Buffer.concat([gzipSync('a,b\n1,'), gzipSync('2\n')])
    expect((await strict('a.gz', members)).text).toBe(csv)
    const zip = [
      { name: '__MACOSX/._a.csv', data: Buffer.from('x') },
      { name: 'x/a.csv', data: Buffer.from(csv) },
    ]
    expect((await strict('a.zip', makeZip(zip))).text).toBe(csv)
    expect(
      (await strict('a.zip', makeZip([{ name: 'a.csv', data: Buffer.from(csv), as: 'stored' }]))).text,
    ).toBe(csv)
    const gb = makeZip([{ name: 'a.csv', data: toGb('姓名\n张三\n') }])
    expect((await strict('a.zip', gb, { encoding: 'gb18030' })).text).toBe('姓名\n张三\n')
    const lines = makeZip([{ name: 'a.jsonl', data: Buffer.from('{"a":1}\n{"a":2}') }])
    expect((await strict('a.zip', lines)).text).toBe('a\n1\n2\n')
    const sheet = makeXlsx([
      { name: 'S', xml: '<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1</v></c></row>' },
    ])
    expect((await strict('a.xlsx.gz', gzipSync(sheet))).text).toBe('a\n1\n')
  })

  test('damage, several files, passwords and nesting are refused by name', async () => {
    const whole = gzipSync(csv)
    expect(await refusal('a.gz', whole.subarray(0, 15))).toMatchObject({ code: 'IMPORT_ARCHIVE' })
    expect(await refusal('a.gz', Buffer.concat([whole, Buffer.from('tail')]))).toMatchObject({
      code: 'IMPORT_ARCHIVE',
    })
    const one = { name: 'a.csv', data: Buffer.from(csv) }
    expect(await refusal('a.zip', makeZip([one, { ...one, name: 'b.csv' }]))).toMatchObject({
      code: 'IMPORT_ARCHIVE_FILES',
      count: 2,
    })
    expect(await refusal('a.zip', makeZip([]))).toMatchObject({ code: 'IMPORT_ARCHIVE_FILES', count: 0 })
    expect(await refusal('a.zip', makeZip([{ ...one, as: 'encrypted' }]))).toMatchObject({
      code: 'IMPORT_ARCHIVE',
    })
    expect(await refusal('a.zip', makeZip([{ name: 'a.zip', data: makeZip([one]) }]))).toMatchObject({
      code: 'IMPORT_ARCHIVE_FILES',
    })
    const broken = makeZip([one])
    broken[40]! ^= 0xff
    expect(await refusal('a.zip', broken)).toMatchObject({ code: 'IMPORT_ARCHIVE' })
  })

  test('a bomb is stopped by size and by ratio', async () => {
    const big = gzipSync(Buffer.concat([Buffer.from('a\n'), Buffer.alloc(80 << 20, 'x\n')]))
    expect(await refusal('a.gz', big)).toMatchObject({ code: 'IMPORT_BOMB', ratio: 200 })
    expect(await refusal('a.gz', big, {}, { maxBytes: 1 << 20, maxRatio: 100_000 })).toMatchObject({
      code: 'IMPORT_BOMB',
    })
  })
})

describe('the extension is a hint', { timeout: 90_000 }, () => {
  test('that must not contradict the content', async () => {
    expect(await refusal('a.csv', gzipSync('a\n1\n'))).toMatchObject({
      code: 'IMPORT_FORMAT_DIFFERS',
      format: 'gzip',
    })
    expect(await refusal('a.xlsx', 'a,b\n1,2\n')).toMatchObject({
      code: 'IMPORT_FORMAT_DIFFERS',
      format: 'CSV',
    })
    expect(await refusal('a.csv', '{"a":1}\n')).toMatchObject({
      code: 'IMPORT_FORMAT_DIFFERS',
      format: 'JSON lines',
    })
    expect(await refusal('a.parquet', makeZip([]))).toMatchObject({
      code: 'IMPORT_FORMAT_DIFFERS',
      format: 'zip',
    })
  })

  test('and gives TSV its tab; a delimiter that is said wins', async () => {
    expect((await strict('a.tsv', 'a,1\tb\nx\ty\n')).facts.header).toEqual(['a,1', 'b'])
    expect((await strict('a.txt', 'a;b\n1;2\n')).facts.header).toEqual(['a', 'b'])
    expect((await strict('a.csv', 'a;b,c\n1;2\n', { delimiter: ';' })).facts.header).toEqual(['a', 'b,c'])
  })
})

describe('JSON lines', { timeout: 90_000 }, () => {
  test('keep the text of numbers, tell null and missing from empty, and gather all names', async () => {
    const { text } = await strict(
      'a.jsonl',
      '{"id":"1","amt":1.10,"t":true}\r\n{"id":"","amt":12345678901234567890.10,"x":"a\\n\\"b\\u4e2d"}\n{"amt":null}\n\n',
    )
    expect(text).toBe('id,amt,t,x\n1,1.10,true,\n"",12345678901234567890.10,,"a\n""b中"\n,,,\n')
  })

  test('property: agree with JSON.parse on flat objects', async () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null))
    const clean = (text: string) => !text.includes('\u0000')
    const row = fc
      .tuple(value, value)
      .filter((cells) => cells.every((one) => typeof one !== 'string' || clean(one)))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const lines = rows.map(([甲, b]) => JSON.stringify({ 甲, b })).join('\n')
        const { text } = await strict('a.jsonl', lines)
        const cell = (one: string | number | boolean | null) => (one === null ? null : String(one))
        expect(text).toBe(csvRow(['甲', 'b']) + rows.map((cells) => csvRow(cells.map(cell))).join(''))
      }),
      { numRuns: 30 },
    )
  })

  test('what is no flat object is refused with its line', async () => {
    for (const bad of [
      '[1]',
      '{"a":1',
      '{"a":01}',
      '{"a":1,}',
      '{"a":1}x',
      '{a:1}',
      '{"a":1,"a":2}',
      '{"a":"\\ud800"}',
      '{"a":"\t"}',
    ]) {
      expect(await refusal('a.jsonl', `{"a":1}\n${bad}\n`), bad).toMatchObject({
        code: 'IMPORT_JSON_LINE',
        line: 2,
      })
    }
    for (const [bad, type] of [
      ['{"a":{"b":1}}', 'object'],
      ['{"a":[1]}', 'array'],
    ]) {
      expect(await refusal('a.jsonl', `{"a":1}\n${bad}\n`)).toMatchObject({
        code: 'IMPORT_NESTED',
        column: 'a',
        type,
        line: 2,
      })
    }
    expect(await refusal('a.jsonl', '{"a":1}\n\n{"a":2}\n')).toMatchObject({
      code: 'IMPORT_BLANK_LINE',
      line: 2,
    })
  })
})

describe('xlsx', { timeout: 90_000 }, () => {
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="00000"/>
    <numFmt numFmtId="166" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>`

  test('cells are the text that is seen; amounts are never floats', async () => {
    const strings = [
      '<t>编号</t>',
      '<r><t>金</t></r><r><t>额</t></r><rPh><t>x</t></rPh>',
      '<t>a_x000D_b,"c"</t>',
    ]
    const xml = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>${text('日')}${text('码')}${text('时')}${text('注')}</row>
      <row r="2">${text('01')}<c><v>1.1000000000000001</v></c><c s="1"><v>45292</v></c><c s="4"><v>123</v></c><c s="5"><v>45292.5</v></c><c t="s"><v>2</v></c></row>
      <row r="3"><c r="B3" s="3"><v>1.5</v></c><c r="C3" s="2"><v>61</v></c><c r="E3" s="5"><v>45292</v></c></row><row r="4"><c s="1"/></row>`
    const { text: csv } = await strict('a.xlsx', makeXlsx([{ name: 'S', xml }], { strings, styles }))
    expect(csv).toBe(
      '编号,金额,日,码,时,注\n01,1.1,2024-01-01,00123,2024-01-01 12:00:00,"a\rb,""c"""\n,1.50,1900-03-01,,2024-01-01 00:00:00,\n',
    )
    const mac = makeXlsx([{ name: 'S', xml: `<row>${text('d')}</row><row><c s="1"><v>0</v></c></row>` }], {
      styles,
      book: '<workbookPr date1904="1"/>',
    })
    expect((await strict('a.xlsx', mac)).text).toBe('d\n1904-01-01\n')
  })

  test('property: decimals of up to 15 digits are kept exactly, whatever the exponent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
        fc.integer({ min: 0, max: 20 }),
        (digits, scale) => {
          const plain = plainDecimal(`${digits}E-${scale}`)!
          const [whole, fraction = ''] = plain.split('.')
          expect(BigInt(`${whole}${fraction.padEnd(scale, '0')}`)).toBe(digits)
        },
      ),
    )
    expect(plainDecimal('0.30000000000000004')).toBe('0.3')
    expect(plainDecimal('999999999999999.9')).toBe(null)
    expect(plainDecimal('3.1010119761209E+17')).toBe(null)
  })

  test('what a table cannot say is refused with its cell', async () => {
    const one = (cell: string) =>
      makeXlsx([{ name: 'S', xml: `<row>${text('a')}${text('b')}</row><row>${text('1')}${cell}</row>` }], {
        styles,
      })
    for (const [cell, what] of [
      ['<c r="B2"><f>A1</f><v>1</v></c>', /formula/],
      ['<c r="B2" t="e"><v>#N/A</v></c>', /#N\/A/],
      ['<c r="B2"><v>310101197612090016</v></c>', /15/],
      ['<c r="B2" s="1"><v>60</v></c>', /date/],
      ['<c r="B2" t="s"><v>7</v></c>', /string/],
    ] as const) {
      const found = await refusal('a.xlsx', one(cell))
      expect(found).toMatchObject({ code: 'IMPORT_CELL', cell: 'B2', what: expect.stringMatching(what) })
    }
    const merged = `<sheetData><row>${text('a')}</row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`
    expect(await refusal('a.xlsx', makeXlsx([{ name: 'S', xml: merged }]))).toMatchObject({
      code: 'IMPORT_CELL',
      cell: 'A1:B1',
    })
    const gap = `<row r="1">${text('a')}</row><row r="3">${text('1')}</row>`
    expect(await refusal('a.xlsx', makeXlsx([{ name: 'S', xml: gap }]))).toMatchObject({
      code: 'IMPORT_BLANK_LINE',
      line: 2,
    })
    const wide = `<row>${text('a')}</row><row>${text('1')}${text('2')}</row>`
    expect(await refusal('a.xlsx', makeXlsx([{ name: 'S', xml: wide }]))).toMatchObject({
      code: 'IMPORT_RAGGED',
      line: 2,
      found: 2,
    })
    const entities = '<!DOCTYPE x [<!ENTITY a "b">]><sheetData><row/></sheetData>'
    expect(await refusal('a.xlsx', makeXlsx([{ name: 'S', xml: entities }]))).toMatchObject({
      code: 'IMPORT_XLSX',
    })
  })

  test('one of several sheets must be named', async () => {
    const sheets = ['甲', '乙'].map((name) => ({
      name,
      xml: `<row>${text(name)}</row><row>${text('1')}</row>`,
    }))
    expect(await refusal('a.xlsx', makeXlsx(sheets))).toMatchObject({
      code: 'IMPORT_SHEET',
      sheets: '甲, 乙',
    })
    expect((await strict('a.xlsx', makeXlsx(sheets), { sheet: '乙' })).text).toBe('乙\n1\n')
    expect(await refusal('a.xlsx', makeXlsx(sheets), { sheet: '丙' })).toMatchObject({ code: 'IMPORT_SHEET' })
  })
})

describe('Parquet', { timeout: 90_000 }, () => {
  const parquet = async (sql: string): Promise<Buffer> => {
    const folder = await mkdtemp(join(dir, 'p-'))
    const duck = await openDuck(tools, folder, [folder])
    await duck.copy(`COPY (${sql}) TO '${folder}/a.parquet' (FORMAT parquet)`)
    return readFile(join(folder, 'a.parquet'))
  }

  test('values print as plain text, and NULL is not the empty text', async () => {
    const sql = `SELECT * FROM (VALUES (1, 1.50::DECIMAL(16,2), '', DATE '2024-01-31', TIMESTAMP '2024-01-31 08:00:00', true),
      (NULL, NULL, NULL, NULL, NULL, NULL), (2, -0.05, 'a,"b'||chr(10), NULL, NULL, false)) t(i, m, "名", d, t, b)`
    const { text } = await strict('a.parquet', await parquet(sql))
    expect(text).toBe(
      'i,m,名,d,t,b\n1,1.50,"",2024-01-31,2024-01-31 08:00:00,true\n,,,,,\n2,-0.05,"a,""b\n",,,false\n',
    )
  })

  test('nested columns are refused by name, damage as damage', async () => {
    expect(await refusal('a.parquet', await parquet('SELECT 1 AS a, [1] AS b'))).toMatchObject({
      code: 'IMPORT_NESTED',
      column: 'b',
    })
    const whole = await parquet('SELECT i, i::VARCHAR AS t FROM range(1000) r(i)')
    expect(await refusal('a.parquet', whole.subarray(0, whole.length - 20))).toMatchObject({
      code: 'IMPORT_PARQUET',
    })
  })
})

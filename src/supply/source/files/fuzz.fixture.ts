import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openDuck } from '../child/duck.ts'
import { makeXlsx, makeZip } from './make-zip.fixture.ts'
import type { Reading } from './model.ts'

/** One input for a parser: a good file, or what became of one. */
export interface FuzzCase {
  readonly name: string
  readonly bytes: Buffer
  readonly reading: Reading
  /** What is packed in the file, and how: a fault outside is found by its checksum before the parser within is tried. */
  readonly inner?: { readonly bytes: Buffer; readonly pack: (bytes: Buffer) => Buffer }
}

const CSV =
  'psn_no,名称,amt,day\np1,"张三, ""甲""",1.50,2024-01-31\np2,,-3.25,\n"p3",\u{20bb7}家,0.00,2024-02-29\n'
/** `编号,名称` and rows in GB18030, one character of four bytes among them. */
const GB = Buffer.from(
  'b1e0bac52cc3fbb3c60a7031 2cd5c5c8fd0a70322c9532823633bcd20a'.replaceAll(' ', ''),
  'hex',
)
const LINES = '{"psn_no":"p1","amt":1.50,"t":true,"x":null}\n{"psn_no":"p2","amt":2e3,"y":"a\\n\\u4e2d"}\n'

export const fuzzTools = { progress: () => {}, softMemoryBytes: 256 << 20, threads: 1 }

/** A good file of each format. */
export async function seeds(): Promise<FuzzCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-seeds-'))
  const duck = await openDuck(fuzzTools, folder, [folder])
  const rows = `SELECT 'p' || i AS psn_no, i AS n, (i / 4)::DECIMAL(16,2) AS amt, DATE '2024-01-01' + i::INT AS day FROM range(20) r(i)`
  await duck.copy(`COPY (${rows}) TO '${folder}/a.parquet' (FORMAT parquet, COMPRESSION zstd)`)
  const parquet = await readFile(join(folder, 'a.parquet'))
  await rm(folder, { recursive: true, force: true })
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const xml = `<row r="1">${text('psn_no')}<c r="B1" t="s"><v>0</v></c></row><row r="2">${text('p1')}<c r="B2" s="1"><v>45292.5</v></c></row>`
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
  const sheet = (bytes: Buffer) =>
    makeXlsx([{ name: 'S', xml: bytes.toString('latin1') }], { strings: ['<t>日期</t>'], styles })
  const inner = Buffer.from(`<sheetData>${xml}</sheetData>`)
  const csv = Buffer.from(CSV)
  return [
    { name: 'a.csv', bytes: csv, reading: {} },
    { name: 'a.tsv', bytes: Buffer.from(CSV.replaceAll(',', '\t')), reading: {} },
    { name: 'a.csv', bytes: GB, reading: { encoding: 'gb18030' } },
    { name: 'a.jsonl', bytes: Buffer.from(LINES), reading: {} },
    { name: 'a.xlsx', bytes: sheet(inner), reading: {}, inner: { bytes: inner, pack: sheet } },
    {
      name: 'a.csv.gz',
      bytes: gzipSync(csv),
      reading: {},
      inner: { bytes: csv, pack: (bytes) => gzipSync(bytes) },
    },
    { name: 'a.zip', bytes: makeZip([{ name: 'a.csv', data: csv }]), reading: {} },
    { name: 'a.parquet', bytes: parquet, reading: {} },
  ]
}

/** A small repeatable generator (mulberry32): a case that fails can be made again from its seed. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const TOKENS = [
  '"',
  '""',
  ',',
  '\r',
  '\n',
  '\t',
  '\u0000',
  '{',
  '[',
  '}',
  '\\u',
  '1e999',
  'NULL',
  '<',
  '&x;',
  '\ufeff',
  'PK\u0003\u0004',
]

/** A file with a few faults: flipped bits, bytes cut out, doubled or put in, an end cut off, parts of another file. */
export function mutate(good: FuzzCase, other: FuzzCase, pick: (below: number) => number): FuzzCase {
  const within = good.inner !== undefined && pick(4) > 0 ? good.inner : null
  let bytes = Buffer.from((within ?? good).bytes)
  for (let n = 1 + pick(4); n > 0; n--) {
    const at = pick(bytes.length + 1)
    const end = Math.min(bytes.length, at + 1 + pick(12))
    const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
    const kind = pick(7)
    if (kind === 0 && at < bytes.length) bytes[at]! ^= 1 << pick(8)
    else if (kind === 1) bytes = Buffer.concat([before, after])
    else if (kind === 2) bytes = Buffer.concat([before, piece, piece, after])
    else if (kind === 3)
      bytes = Buffer.concat([before, Buffer.from(TOKENS[pick(TOKENS.length)]!), piece, after])
    else if (kind === 4 && pick(3) === 0) bytes = Buffer.from(before)
    else if (kind === 5)
      bytes = Buffer.concat([before, other.bytes.subarray(pick(other.bytes.length)), after])
    else if (at < bytes.length) bytes[at] = pick(256)
  }
  const name = pick(20) === 0 ? other.name : good.name
  const reading: Reading = pick(20) === 0 ? { ...good.reading, encoding: 'gb18030' } : good.reading
  return { name, bytes: within ? within.pack(bytes) : bytes, reading }
}

/** Whether files are left open by this process below a folder: a parser that gave up must have closed them. */
export const openBelow = (folder: string): string[] =>
  execFileSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`-> ${folder}/`))

import { textOf } from './text-of.ts'

export type FileType =
  | 'png'
  | 'jpeg'
  | 'picture'
  | 'pdf'
  | 'zip'
  | 'xlsx'
  | 'docx'
  | 'office'
  | 'gzip'
  | 'zlib'
  | 'tar'
  | 'parquet'
  | 'pickle'
  | 'npy'
  | 'html'
  | 'svg'
  | 'xml'
  | 'json'
  | 'jsonl'
  | 'notebook'
  | 'csv'
  | 'text'
  | 'refused'
  | 'binary'
  | 'empty'

/** First bytes of what is not read here and not accepted: executables, other archives, databases, old Office. */
const REFUSED = [
  '7f454c46',
  '4d5a',
  'cafebabe',
  'cffaedfe',
  'feedface',
  '377abcaf',
  '52617221',
  'fd377a58',
  '425a68',
  '28b52ffd',
  '04224d18',
  '53514c69746520',
  'd0cf11e0',
  '894844460d0a',
  '0061736d',
  '4f626a01',
  '6465780a',
]
const PICTURES = ['47494638', '424d', '49492a00', '4d4d002a', '52494646', '00000100', '38425053']

/** What the bytes are, whatever the name says. A zip of Office parts is told apart by its reader. */
export function detect(bytes: Buffer): { readonly type: FileType; readonly text: string | null } {
  if (bytes.length === 0) return { type: 'empty', text: null }
  const type = binaryType(bytes)
  if (type) return { type, text: null }
  const text = textOf(bytes)
  // The one mark of zlib that is text as well: `x^`.
  if (text === null && bytes[0] === 0x78 && bytes[1] === 0x5e) return { type: 'zlib', text: null }
  if (text === null) return { type: looksPickled(bytes) ? 'pickle' : 'binary', text: null }
  return { type: textType(text), text }
}

function binaryType(bytes: Buffer): FileType | null {
  const head = bytes.subarray(0, 16).toString('hex')
  const starts = (hex: string) => head.startsWith(hex)
  if (starts('89504e470d0a1a0a')) return 'png'
  if (starts('ffd8ff')) return 'jpeg'
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (starts('504b0304') || starts('504b0506')) return 'zip'
  if (starts('1f8b')) return 'gzip'
  if (starts('50415231')) return 'parquet'
  if (starts('934e554d5059')) return 'npy'
  if (/^800[2-5]/.test(head)) return 'pickle'
  if (/^78(?:01|9c|da)/.test(head)) return 'zlib'
  if (bytes.length >= 512 && bytes.subarray(257, 262).toString('latin1') === 'ustar') return 'tar'
  if (PICTURES.some(starts) && bytes.subarray(0, 512).some((byte) => byte === 0 || byte > 0xf4))
    return 'picture'
  if (REFUSED.some(starts) && bytes.subarray(0, 512).some((byte) => byte < 9)) return 'refused'
  return null
}

/** Pickles of protocols 0 and 1 have no mark: they end with a stop and name their classes in clear. */
function looksPickled(bytes: Buffer): boolean {
  return bytes.at(-1) === 0x2e && /^[(c\]}]/.test(String.fromCharCode(bytes[0]!)) && bytes.includes('\n')
}

function textType(text: string): FileType {
  const start = text
    .slice(0, 4096)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (start.startsWith('<')) {
    if (/^<!doctype html|<html|<body|<table|<div|<script/i.test(start)) return 'html'
    if (/<svg[\s>]/.test(start)) return 'svg'
    if (/^<(?:\?xml|!--|[A-Za-z_])/.test(start)) return 'xml'
  }
  if (/^[[{]/.test(start)) {
    const json = jsonType(text, start)
    if (json) return json
  }
  if (/^c[a-zA-Z_][\w.]*\n\w+\n/.test(text) && text.trimEnd().endsWith('.')) return 'pickle'
  return looksCsv(text) ? 'csv' : 'text'
}

function jsonType(text: string, start: string): FileType | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    if (typeof value !== 'object' || value === null) return null
    return 'nbformat' in value && 'cells' in value ? 'notebook' : 'json'
  } catch {
    const [first = ''] = start.split('\n', 1)
    try {
      return typeof JSON.parse(first) === 'object' ? 'jsonl' : null
    } catch {
      return null
    }
  }
}

/** Equal numbers of delimiters in the first lines. */
function looksCsv(text: string): boolean {
  const lines = text
    .slice(0, 16_384)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 6)
  if (lines.length < 2) return false
  return [',', '\t', ';', '|'].some((mark) => {
    const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(mark).length)
    return counts[0]! > 1 && counts.slice(0, -1).every((count) => count === counts[0])
  })
}

const TEXTS: readonly FileType[] = ['csv', 'text', 'json', 'jsonl', 'empty']
const PROMISES: Readonly<Record<string, readonly FileType[]>> = {
  csv: TEXTS,
  tsv: TEXTS,
  tab: TEXTS,
  txt: TEXTS,
  log: TEXTS,
  md: [...TEXTS, 'html', 'xml'],
  py: TEXTS,
  r: TEXTS,
  sql: TEXTS,
  yml: TEXTS,
  yaml: TEXTS,
  toml: TEXTS,
  ini: TEXTS,
  cfg: TEXTS,
  tex: TEXTS,
  rst: TEXTS,
  do: TEXTS,
  sh: TEXTS,
  js: TEXTS,
  ts: TEXTS,
  json: ['json', 'jsonl'],
  geojson: ['json'],
  jsonl: ['json', 'jsonl'],
  ndjson: ['json', 'jsonl'],
  ipynb: ['notebook'],
  html: ['html', 'xml'],
  htm: ['html', 'xml'],
  svg: ['svg'],
  xml: ['xml', 'svg'],
  pmml: ['xml'],
  png: ['png'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  pdf: ['pdf'],
  zip: ['zip'],
  xlsx: ['xlsx'],
  docx: ['docx'],
  pptx: ['office'],
  gz: ['gzip'],
  tgz: ['gzip'],
  tar: ['tar'],
  parquet: ['parquet'],
  npz: ['zip'],
  npy: ['npy'],
  pkl: ['pickle', 'zlib', 'gzip'],
  pickle: ['pickle', 'zlib', 'gzip'],
  joblib: ['pickle', 'zlib', 'gzip'],
  sav: ['pickle', 'zlib', 'gzip'],
}

/** Does the ending of a name promise another type? An ending that promises nothing is no lie. */
export function breaksPromise(name: string, type: FileType): boolean {
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase()
  const promised = ending === undefined || !Object.hasOwn(PROMISES, ending) ? undefined : PROMISES[ending]
  return promised !== undefined && type !== 'refused' && type !== 'empty' && !promised.includes(type)
}

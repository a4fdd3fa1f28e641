import { crc32, deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'

/** Makers of small synthetic files. Every person in them is made up; check digits are right. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

export function idNumber(n: number): string {
  const year = 1940 + (n % 60)
  const body = `3101${String(1 + (n % 20)).padStart(2, '0')}${year}${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(100 + (n % 900))}`
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0)
  return body + '10X98765432'[sum % 11]!
}

export const phone = (n: number): string => `138${String(10_000_000 + ((n * 7_654_321) % 89_999_999))}`
const SURNAMES = '王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢'
const GIVEN = [
  '伟',
  '芳',
  '秀英',
  '敏',
  '静',
  '建国',
  '丽',
  '强',
  '磊',
  '桂兰',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '霞',
]
export const person = (n: number): string => SURNAMES[n % 20]! + GIVEN[(n * 7 + 3) % 20]!

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** In the form of a project's pseudonyms: 26 characters of base32. */
export function pseudonymOf(n: number): string {
  let [state, text] = [(n * 2_654_435_761 + 12_345) >>> 0, '']
  for (let i = 0; i < 26; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    text += ALPHABET[state >>> 27]
  }
  // Nearly all have digits; these do for sure.
  return `${text.slice(0, 5)}7${text.slice(6, 17)}4${text.slice(18)}`
}

/** Numbers that look random and are the same each time. */
export function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export const bytes = (text: string): Buffer => Buffer.from(text)
export const csv = (...rows: readonly (readonly (string | number)[])[]): Buffer =>
  bytes(rows.map((row) => row.join(',')).join('\n'))
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** 40 rows, one a person. */
export const personRows = (count = 40): string[][] => {
  const random = noise(7)
  return range(count).map((n) => [
    String(20 + Math.floor(random() * 60)),
    n % 2 === 0 ? '男' : '女',
    ['I10', 'E11', 'J18', 'K29'][Math.floor(random() * 4)]!,
    ['浦东新区', '徐汇区', '静安区'][Math.floor(random() * 3)]!,
    (random() * 10_000).toFixed(2),
  ])
}
export const PERSON_HEADER = ['年龄', '性别', '诊断', '区划', '费用']

export const chunk = (kind: string, body: Buffer): Buffer => {
  const inner = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(inner))
  return Buffer.concat([length, inner, sum])
}

export interface Picture {
  readonly width?: number
  readonly height?: number
  readonly paint?: (x: number, y: number, channel: number) => number
  /** Chunks before the pixels. */
  readonly extra?: readonly Buffer[]
  readonly tail?: Buffer
}

/** Bars on white, as a chart library draws them. */
export const bars = (x: number, y: number, channel: number): number =>
  x % 40 < 24 && y > 30 + ((x / 40) | 0) * 11 ? [31, 119, 180][channel]! : 255

export function png({
  width = 240,
  height = 160,
  paint = bars,
  extra = [],
  tail = Buffer.alloc(0),
}: Picture = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const raw = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        raw[y * (width * 3 + 1) + 1 + x * 3 + channel] = paint(x, y, channel)
  const body = [
    chunk('IHDR', head),
    ...extra,
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...body, tail])
}

/** The smallest JPEG that a viewer shows, with segments put in behind its first. */
export function jpeg(...segments: readonly { marker: number; body: Buffer }[]): Buffer {
  const whole = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffdb004300030202020202030202020303030304060404040404080606050609080a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010ffc9000b080001000101011100ffcc000600101005ffda0008010100003f00d2cf20ffd9',
    'hex',
  )
  const made = segments.map(({ marker, body }) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([head, body])
  })
  return Buffer.concat([whole.subarray(0, 20), ...made, whole.subarray(20)])
}

export const notebook = (cells: readonly object[], metadata: object = {}): Buffer =>
  bytes(
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' }, ...metadata },
      cells,
    }),
  )
export const code = (source: string, outputs: readonly object[] = []): object => ({
  cell_type: 'code',
  id: 'a1b2c3d4',
  execution_count: null,
  metadata: {},
  source: source.split(/(?<=\n)/),
  outputs,
})
export const markdown = (source: string): object => ({
  cell_type: 'markdown',
  id: 'e5f6a7b8',
  metadata: {},
  source: [source],
})

export function pdf(
  write: (doc: PDFKit.PDFDocument) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const doc = new PDFDocument(options)
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
    write(doc)
    doc.end()
  })
}

/** A tar with plain entries. */
export function tar(files: readonly { name: string; data: Buffer; type?: string }[]): Buffer {
  const blocks = files.flatMap(({ name, data, type = '0' }) => {
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write(type, 156)
    head.write('ustar\u000000', 257)
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

import type { CellOutput } from '../model.ts'
import { PICTURE_MOST_BYTES } from '../views/index.ts'
import { firstRows, separatorOf } from './csv.ts'
import { type FileLook, LOOK_LINES, LOOK_ROWS } from './model.ts'

export interface Shown {
  readonly kind: FileLook['kind']
  readonly outputs: CellOutput[]
  /** There is more of it than is shown. */
  readonly cut: boolean
}

const NOTHING: Shown = { kind: 'binary', outputs: [], cut: false }
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLUMNS_MOST = 200

/** How a file is looked at: by what is in it, not by its name; a name chooses only between text and table. */
export function showFile(path: string, bytes: Buffer): Shown {
  if (bytes.subarray(0, PNG.length).equals(PNG)) return picture('image/png', bytes)
  const text = textOf(bytes)
  if (text === null) return NOTHING
  if (/\.svg$/i.test(path) && text.includes('<svg')) return picture('image/svg+xml', bytes)
  if (/\.(csv|tsv)$/i.test(path)) return table(text)
  const lines = text.split('\n')
  const shown = lines.slice(0, LOOK_LINES).join('\n')
  return {
    kind: 'text',
    outputs: shown === '' ? [] : [{ kind: 'text', stream: 'out', text: shown }],
    cut: lines.length > LOOK_LINES,
  }
}

function picture(mime: 'image/png' | 'image/svg+xml', bytes: Buffer): Shown {
  if (bytes.length > PICTURE_MOST_BYTES) return NOTHING
  return { kind: 'image', outputs: [{ kind: 'image', mime, base64: bytes.toString('base64') }], cut: false }
}

function table(text: string): Shown {
  const { rows, more } = firstRows(text, separatorOf(text), LOOK_ROWS + 1)
  const [head = [], ...body] = rows
  const columns = head.slice(0, COLUMNS_MOST).map((name) => ({ name, type: 'text' }))
  const output: CellOutput = {
    kind: 'table',
    columns,
    rows: body.map((row) => columns.map((_, at) => row[at] ?? null)),
    total: body.length,
  }
  return { kind: 'table', outputs: [output], cut: more || head.length > COLUMNS_MOST }
}

/** Text in UTF-8, or null. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

import type { FileLook } from '../model.ts'
import { bareJpeg, barePng } from './image.ts'
import { firstRows } from './table.ts'

/** What `look` shows, before it is marked with who looks. */
export type Rendered = FileLook extends infer One
  ? One extends FileLook
    ? Omit<One, 'watermark'>
    : never
  : never

export interface LookLimits {
  readonly rows: number
  readonly characters: number
}

const MOST_COLUMNS = 200
const MOST_CELL = 500
const MOST_IMAGE_BYTES = 8 * 1_048_576

const NOT_SHOWN = {
  zh: '这类文件不在此处展示内容：请依据机器检查的结果与作者的说明判断，或要求作者改为表格、文本或图片。',
  en: 'Files of this kind are not shown here: judge by what the machine found and by the context, or ask for a table, a text or an image.',
}

/** A file as people may look at it: a bounded part, rendered here, with nothing in it that runs. */
export function render(path: string, bytes: Buffer, limits: LookLimits): Rendered {
  const image = imageOf(path, bytes)
  if (image) return image
  const text = textOf(bytes)
  if (text === null) return { kind: 'none', ...NOT_SHOWN }
  const delimiter = { csv: ',', tsv: '\t' }[suffixOf(path)]
  if (delimiter !== undefined) return tableOf(text, delimiter, limits)
  const shown = suffixOf(path) === 'ipynb' ? notebookText(text) : text
  return { kind: 'text', text: shown.slice(0, limits.characters), cut: shown.length > limits.characters }
}

const suffixOf = (path: string): string => /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''

function imageOf(path: string, bytes: Buffer): Rendered | null {
  if (bytes.length > MOST_IMAGE_BYTES) return null
  const png = barePng(bytes)
  if (png) return { kind: 'image', mime: 'image/png', base64: png.toString('base64') }
  const jpeg = bareJpeg(bytes)
  if (jpeg) return { kind: 'image', mime: 'image/jpeg', base64: jpeg.toString('base64') }
  // Shown as the source of an image, where neither script nor reference of an SVG does anything.
  const svg = suffixOf(path) === 'svg' && /<svg[\s>]/i.test(bytes.toString('utf8', 0, 4096))
  return svg ? { kind: 'image', mime: 'image/svg+xml', base64: bytes.toString('base64') } : null
}

/** A text in UTF-8; null for anything else. */
function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function tableOf(text: string, delimiter: string, { rows: most }: LookLimits): Rendered {
  const { rows, total } = firstRows(text, delimiter, most)
  const [head = [], ...body] = rows.map((row) =>
    row.slice(0, MOST_COLUMNS).map((cell) => cell.slice(0, MOST_CELL)),
  )
  const count = Math.max(0, total - 1)
  const wide = rows.some((row) => row.length > MOST_COLUMNS)
  return { kind: 'table', columns: head, rows: body, total: count, cut: wide || count > body.length }
}

interface NotebookCell {
  readonly cell_type?: unknown
  readonly source?: unknown
  readonly outputs?: unknown
}

/** A notebook as it is read: the cells one after the other, with what stands in their outputs as text. */
function notebookText(text: string): string {
  try {
    const { cells } = JSON.parse(text) as { cells?: readonly NotebookCell[] }
    if (!Array.isArray(cells)) return text
    return (cells as readonly NotebookCell[])
      .map(
        (cell, at) =>
          `# [${at + 1}] ${String(cell.cell_type)}\n${joined(cell.source)}${outputsText(cell.outputs)}`,
      )
      .join('\n\n')
  } catch {
    return text
  }
}

const joined = (source: unknown): string =>
  Array.isArray(source) ? source.map(String).join('') : typeof source === 'string' ? source : ''

const outputsText = (outputs: unknown): string =>
  Array.isArray(outputs) && outputs.length > 0 ? `\n# → ${JSON.stringify(outputs)}` : ''

import { z } from 'zod'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { Cell } from '../../model.ts'
import { plainText } from '../../text.ts'
import { NOTEBOOK_MOST_BYTES } from '../model.ts'

const CELLS_MOST = 500
const SOURCE_MOST = 200_000
const FENCE_MOST = 40

const Source = z.union([z.string(), z.array(z.string())])
const Foreign = z.object({
  id: z.unknown().optional(),
  cell_type: z.unknown().optional(),
  source: Source.optional(),
})
const Ipynb = z.object({
  nbformat: z.int(),
  cells: z.array(z.unknown()).optional(),
  metadata: z
    .object({
      kernelspec: z.object({ language: z.unknown().optional(), name: z.unknown().optional() }).optional(),
      language_info: z.object({ name: z.unknown().optional() }).optional(),
    })
    .optional()
    .catch(undefined),
})

/**
 * The cells of a foreign notebook. What it showed, its attachments and its metadata stay outside: they may be rows of
 * anybody. A cell of a kind that is not known here becomes text, so that nothing of its source is lost.
 * @throws XinyuError NOTEBOOK_IMPORT
 */
export function readIpynb(bytes: Uint8Array, newId: () => string): Cell[] {
  if (bytes.length > NOTEBOOK_MOST_BYTES) throw ipynbTooLarge()
  const book = Ipynb.safeParse(json(bytes))
  if (!book.success) throw refused('不是笔记本格式', 'it does not have the form of a notebook')
  const { nbformat, cells, metadata } = book.data
  if (nbformat !== 4 || !cells) throw refused(`nbformat 为 ${nbformat}`, `its nbformat is ${nbformat}`)
  if (cells.length > CELLS_MOST)
    throw refused(`单元超过 ${CELLS_MOST} 个`, `it has more than ${CELLS_MOST} cells`)
  const language = metadata?.language_info?.name ?? metadata?.kernelspec?.language
  const code = typeof language === 'string' && /^r$/i.test(language) ? 'r' : 'python'
  const seen = new Set<string>()
  return cells.map((cell, at) => {
    const made = cellOf(cell, code, at + 1)
    const asked = (cell as { id?: unknown } | null)?.id
    const free = typeof asked === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(asked) && !seen.has(asked)
    const id = free ? asked : newId()
    seen.add(id)
    return { id, ...made }
  })
}

function cellOf(foreign: unknown, code: 'python' | 'r', number: number): Omit<Cell, 'id'> {
  const parsed = Foreign.safeParse(foreign)
  if (!parsed.success) return { language: 'markdown', source: '' }
  const { cell_type, source = '' } = parsed.data
  const text = plainText(typeof source === 'string' ? source : source.join(''))
  // Room for the fence that is put around what is not known.
  if (text.length > SOURCE_MOST - 100) throw refused(`第 ${number} 个单元过长`, `cell ${number} is too long`)
  if (cell_type === 'markdown') return { language: 'markdown', source: text }
  if (cell_type !== 'code') return { language: 'markdown', source: fenced(text) }
  const magic = /^%%(\w+)[^\n]*(?:\n|$)/.exec(text)
  if (!magic) return { language: code, source: text }
  const rest = text.slice(magic[0].length)
  const [, name] = magic
  if (name === 'sql') return { language: 'sql', source: rest }
  if (name === 'R') return { language: 'r', source: rest }
  if (name === 'markdown') return { language: 'markdown', source: rest }
  return { language: 'markdown', source: fenced(text) }
}

/** A fence longer than any within, so that the text cannot end it. */
function fenced(text: string): string {
  let longest = 2
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length)
  // A fence of thousands is nobody's text.
  if (longest > FENCE_MOST) throw refused('有过长的反引号串', 'it holds an overlong run of backticks')
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}

function json(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return JSON.parse(text)
  } catch {
    throw refused('不是 UTF-8 编码的 JSON', 'it is no JSON in UTF-8')
  }
}

const refused = (whyZh: string, whyEn: string) => new XinyuError('NOTEBOOK_IMPORT', { whyZh, whyEn })

const MIB = NOTEBOOK_MOST_BYTES / 1_048_576
export const ipynbTooLarge = () => refused(`超过 ${MIB} MiB`, `it is larger than ${MIB} MiB`)

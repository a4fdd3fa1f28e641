import { posix } from 'node:path'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { UnpackLimits } from '../model.ts'
import { openEntry, type ZipEntry } from '../zip.ts'
import { formOf, type NumberForm } from './number.ts'
import { readAllXml, xstring } from './xml.ts'

/** An xlsx file of which the small parts were read. */
export interface Workbook {
  readonly file: string
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  /** Number form of each cell style. */
  readonly forms: readonly NumberForm[]
  readonly strings: readonly string[]
  readonly from1904: boolean
  part(name: string): AsyncIterable<Buffer>
}

/** Text of all shared strings that is held in memory. */
const MAX_STRING_CHARS = 256 * 1024 * 1024
const BOOK = 'xl/workbook.xml'

/** Whether a zip is an xlsx file. */
export const isXlsx = (entries: readonly ZipEntry[]): boolean =>
  ['[Content_Types].xml', BOOK].every((name) => entries.some((entry) => entry.name === name))

/** @throws XinyuError IMPORT_XLSX, IMPORT_ARCHIVE, IMPORT_BOMB */
export async function openWorkbook(
  file: string,
  path: string,
  entries: readonly ZipEntry[],
  limits: UnpackLimits,
): Promise<Workbook> {
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const part = (name: string): AsyncIterable<Buffer> => {
    const entry = byName.get(name.toLowerCase())
    if (!entry) throw new XinyuError('IMPORT_XLSX', { file })
    return openEntry(file, path, entry, limits)
  }
  const targets = await relations(file, part('xl/_rels/workbook.xml.rels'))
  const { sheets, from1904 } = await readBook(file, part(BOOK))
  const ofType = (type: string) => [...targets.values()].find((one) => one.type.endsWith(`/${type}`))?.part
  const [styles, shared] = [ofType('styles'), ofType('sharedStrings')]
  return {
    file,
    from1904,
    part,
    // Charts are sheets too, but no tables: they have another kind of relation.
    sheets: sheets.flatMap(({ name, id }) => {
      const target = targets.get(id)
      return target?.type.endsWith('/worksheet') ? [{ name, part: target.part }] : []
    }),
    forms: styles === undefined ? [] : await readStyles(file, part(styles)),
    strings: shared === undefined ? [] : await readStrings(file, part(shared)),
  }
}

async function relations(file: string, chunks: AsyncIterable<Buffer>) {
  const targets = new Map<string, { type: string; part: string }>()
  await readAllXml(file, chunks, {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External' || Id === undefined) return
      const part = Target?.startsWith('/') ? Target.slice(1) : posix.join('xl', Target ?? '')
      targets.set(Id, { type: Type ?? '', part })
    },
  })
  return targets
}

async function readBook(file: string, chunks: AsyncIterable<Buffer>) {
  const sheets: { name: string; id: string }[] = []
  let from1904 = false
  await readAllXml(file, chunks, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      // A hidden sheet is not what the owner sees; it cannot be meant without being named, and has no name to see.
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      if (id !== undefined) sheets.push({ name: xstring(attributes['name'] ?? ''), id })
    },
  })
  return { sheets, from1904 }
}

async function readStyles(file: string, chunks: AsyncIterable<Buffer>): Promise<NumberForm[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await readAllXml(file, chunks, {
    open(name, attributes) {
      if (name === 'cellXfs') inCells = true
      else if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (name === 'xf' && inCells) ids.push(Number(attributes['numFmtId'] ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return ids.map((id) => formOf(id, codes))
}

async function readStrings(file: string, chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const strings: string[] = []
  let [text, chars] = ['', 0]
  let [taking, phonetic] = [false, false]
  await readAllXml(file, chunks, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic
    },
    text(piece) {
      if (taking) text += piece
    },
    close(name) {
      if (name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') {
        chars += text.length
        if (chars > MAX_STRING_CHARS)
          throw new XinyuError('IMPORT_XLSX_LARGE', { file, max: MAX_STRING_CHARS })
        strings.push(xstring(text))
      }
    },
  })
  return strings
}

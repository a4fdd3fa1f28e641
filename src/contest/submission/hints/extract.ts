import { open } from 'node:fs/promises'
import { textOf } from '../files/kinds.ts'
import { type Entry, readEntry, readZip } from '../files/zip.ts'

const MOST_BYTES = 8 * 2 ** 20
const TEXTS = new Set(['txt', 'md', 'csv', 'tsv', 'tex', 'py', 'r', 'sql', 'json', 'yaml', 'yml'])
const OFFICE: Readonly<Record<string, RegExp>> = {
  docx: /^word\/(?:document|footnotes)\.xml$/,
  pptx: /^ppt\/(?:slides|notesSlides)\/[^/]+\.xml$/,
  xlsx: /^xl\/sharedStrings\.xml$/,
}

/** The words of a file; null where they cannot be read here (PDF, pictures, video). Whatever is damaged is just not read. */
export async function textOfFile(path: string, type: string): Promise<string | null> {
  const handle = await open(path, 'r').catch(() => null)
  if (!handle) return null
  try {
    if (OFFICE[type]) {
      const entries = await readZip(handle)
      return (
        entries && (await officeText(entries, OFFICE[type], (entry) => readEntry(handle, entry, MOST_BYTES)))
      )
    }
    if (type !== 'ipynb' && !TEXTS.has(type)) return null
    const bytes = Buffer.alloc(Math.min((await handle.stat()).size, MOST_BYTES))
    await handle.read(bytes, 0, bytes.length, 0)
    const text = textOf(bytes)
    return text !== null && type === 'ipynb' ? notebookText(text) : text
  } finally {
    await handle.close()
  }
}

async function officeText(
  entries: readonly Entry[],
  wanted: RegExp,
  read: (entry: Entry) => Promise<Buffer | null>,
): Promise<string> {
  let text = ''
  for (const entry of entries.filter(({ name }) => wanted.test(name)).slice(0, 500)) {
    const bytes = await read(entry)
    if (bytes) text += `${plain(bytes.toString('utf8'))}\n`
    if (text.length > MOST_BYTES) break
  }
  return text
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Words of XML: marks are blanks, so that runs of one word that was typed in pieces still join when blanks are left out. */
const plain = (xml: string): string =>
  xml.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!)

/** What people wrote in a notebook: cells without their outputs. */
function notebookText(text: string): string | null {
  try {
    const { cells } = JSON.parse(text) as { cells?: { source?: string | string[] }[] }
    return (cells ?? [])
      .map(({ source }) => (Array.isArray(source) ? source.join('') : (source ?? '')))
      .join('\n')
  } catch {
    return null
  }
}

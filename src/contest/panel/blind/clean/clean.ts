import { extname } from 'node:path'
import { redactText } from '../mentions.ts'
import type { Cleaned, Cleaning, Passage } from './cleaned.ts'
import { cleanPicture } from './image.ts'
import { cleanOoxml } from './ooxml.ts'
import { cleanPdf } from './pdf/clean.ts'
import { Refusal } from './refusal.ts'
import { cleanNotebook, cleanText, TEXT_ENDINGS } from './text.ts'
import { type Member, unzip, zip } from './zip.ts'

/** What is larger is not cleaned in memory: the organiser asks for a smaller one. */
export const MOST_BYTES = 100 * 2 ** 20
const MOST_DEPTH = 2

/**
 * A copy of a file without anything that tells who made it, as far as a program knows. What it does not know it refuses.
 * @throws Refusal
 */
export function cleanFile(name: string, bytes: Buffer, cleaning: Cleaning): Cleaned {
  if (bytes.length > MOST_BYTES) throw new Refusal('too_large')
  const ending = extname(name).slice(1).toLowerCase()
  const picture = cleanPicture(bytes)
  if (picture) return { ...picture, passages: [], fixed: true, pictures: 1, unread: false }
  if (bytes.subarray(0, 1024).includes('%PDF-')) return cleanPdf(bytes, cleaning)
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return cleanZip(unzip(bytes), ending, cleaning)
  if (ending === 'ipynb') return cleanNotebook(bytes, cleaning)
  if (TEXT_ENDINGS.has(ending)) return cleanText(bytes, ending, cleaning)
  throw new Refusal('type')
}

const OFFICE = [
  ['docx', 'word/document.xml'],
  ['pptx', 'ppt/presentation.xml'],
  ['xlsx', 'xl/workbook.xml'],
] as const

function cleanZip(members: readonly Member[], ending: string, cleaning: Cleaning): Cleaned {
  const office = OFFICE.find(([, part]) => members.some(({ name }) => name === part))
  if (office) return cleanOoxml(members, office[0], cleaning)
  if (ending !== 'zip' || cleaning.depth >= MOST_DEPTH) throw new Refusal('type')
  const passages: Passage[] = []
  let [fixed, pictures, unread] = [false, 0, false]
  const names = new Set<string>()
  const parts = members
    // What a Mac or Windows lays beside the files: thumbnails, and the name of who packed them.
    .filter(({ name }) => !/^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(name))
    .map(({ name, bytes }): Member => {
      const cleaned = cleanFile(name, bytes, { ...cleaning, depth: cleaning.depth + 1 })
      const title = redactText(name, cleaning.needles)
      passages.push({ place: 'name', text: title })
      passages.push(
        ...cleaned.passages.map((one) => ({ place: `${title} ${one.place}`.trim(), text: one.text })),
      )
      fixed ||= cleaned.fixed && cleaned.passages.length > 0
      pictures += cleaned.pictures
      unread ||= cleaned.unread
      if (names.has(title)) throw new Refusal('name')
      names.add(title)
      return { name: title, bytes: cleaned.bytes }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return { type: 'zip', bytes: zip(parts), passages, fixed, pictures, unread }
}

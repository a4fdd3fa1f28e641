import { packed, within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { tablesIn } from '../tables/in-text.ts'
import { lookAtTable } from '../tables/look.ts'
import { decodedStream, objectsOf, type PdfObject } from './pdf-objects.ts'
import { contentText, fontsOf, literals } from './pdf-text.ts'
import type { Reading } from './reading.ts'

/** Pictures of points that are drawn one by one. */
const MANY_MARKS = 200
const ACTIONS = /\/(?:JavaScript|JS|Launch|RichMedia|XFA|SubmitForm|ImportData|GoToR|GoToE)\b/
const NOTES = /\/Subtype\s*\/(?:Text|FreeText|Popup|FileAttachment|Highlight|Stamp)\b/

/** PDF: every object that is in the file, whether the last revision refers to it or not. */
export async function readPdf(reading: Reading): Promise<void> {
  const { look, bytes, place } = reading
  look.forPeople = true
  for (const rule of [
    'attachment',
    'macro',
    'comment',
    'encrypted',
    'trailing-bytes',
    'hidden-text',
  ] as const)
    look.looked(rule)
  const start = bytes.indexOf('%PDF-')
  const end = bytes.lastIndexOf('%%EOF')
  if (
    start > 0 ||
    bytes
      .subarray(end + 5)
      .toString('latin1')
      .trim() !== ''
  )
    look.found('trailing-bytes', within(place, end < 0 ? 'end' : 'after %%EOF'))
  const objects = objectsOf(look, bytes, place)
  if (
    objects.some(({ head }) => /\/Encrypt\b/.test(head)) ||
    /\/Encrypt\s+\d+\s+\d+\s+R/.test(bytes.subarray(-4096).toString('latin1'))
  )
    return look.found('encrypted', place || 'document')
  const fonts = fontsOf(look, objects, place)
  const pages: string[] = []
  for (const object of objects) {
    const here = within(place, `object ${object.number}`)
    if (ACTIONS.test(object.head)) look.found('macro', here, { group: place })
    if (NOTES.test(object.head) && /\/Rect\b/.test(object.head)) look.found('comment', here, { group: place })
    if (/\/OFF\s*\[\s*\d/.test(object.head)) look.found('hidden-text', here, { group: place })
    lookAtText(look, literals(object.head).join('\n'), () => here)
    if (object.stream) await lookAtStream(reading, object, here, fonts, pages)
  }
  const text = pages.join('\n')
  look.use('characters', text.length, place)
  lookAtText(look, text, (line) => within(place, line > 0 ? `text line ${line}` : 'text'))
  // Some programs place each character alone.
  if (pages.some((page) => /^(?:.\n){20}/m.test(page)))
    lookAtText(look, text.replaceAll('\n', ''), () => within(place, 'text'))
  for (const table of tablesIn(text, within(place, 'text'))) lookAtTable(look, table, { textSeen: true })
}

async function lookAtStream(
  { look, inside, place }: Reading,
  object: PdfObject,
  here: string,
  fonts: ReturnType<typeof fontsOf>,
  pages: string[],
): Promise<void> {
  const { head } = object
  if (
    /\/Type\s*\/(?:XRef|ObjStm)|\/(?:FontFile\d?|Length1)\b|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)|begincmap/.test(
      head,
    )
  )
    return
  const embedded = /\/EmbeddedFile\b/.test(head)
  if (embedded) look.found('attachment', here)
  if (/\/DCTDecode\b/.test(head))
    return inside('picture.jpg', object.stream!, packed(place || 'document', `object ${object.number}`))
  if (/\/Subtype\s*\/Image\b/.test(head)) return
  const body = decodedStream(look, object, here)
  if (!body) return look.found('unreadable', here, { group: place })
  if (embedded) return inside('', body, packed(place || 'document', `object ${object.number}`))
  const text = body.toString('latin1')
  if (/\/(?:Type\s*\/Metadata|Subtype\s*\/XML)/.test(head))
    return lookAtText(look, body.toString('utf8'), () => here)
  if (/\bBT\b/.test(text)) {
    if (/\b3\s+Tr\b/.test(text)) look.found('hidden-text', here, { group: place })
    if ((text.match(/\bDo\b/g)?.length ?? 0) >= MANY_MARKS) look.found('points-in-drawing', here)
    pages.push(contentText(text, fonts))
  } else if (!/begincmap/.test(text) && text.length < 1_000_000)
    lookAtText(look, text.replaceAll(/[^\x20-\x7e]+/g, '\n'), () => here)
}

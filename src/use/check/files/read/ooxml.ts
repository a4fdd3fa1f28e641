import { packed, shownName, within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import type { Reading } from './reading.ts'
import { readXmlText } from './sax.ts'
import { type Entry, leadsOut, openZip, type Zip } from './zip.ts'

/** An Office file (ECMA-376): its parts by name, in lower case. */
export interface Package {
  readonly parts: ReadonlyMap<string, Entry>
  text(name: string): string
}

export function openPackage({ look, bytes, place }: Reading): Package | null {
  const at = place || 'package'
  const zip = openZip(look, bytes, at)
  if (!zip) {
    look.found('unreadable', at)
    return null
  }
  look.looked('trailing-bytes')
  if (zip.strayBytes > 0) look.found('trailing-bytes', at)
  const parts = new Map<string, Entry>()
  for (const entry of zip.entries) {
    look.looked('archive-path')
    if (leadsOut(entry.name) || entry.link || parts.has(entry.name.toLowerCase()))
      look.found('archive-path', at)
    if (entry.encrypted) look.found('encrypted', at)
    parts.set(entry.name.toLowerCase(), entry)
  }
  return { parts, text: (name) => textIn(zip, parts.get(name), at, look) }
}

function textIn(zip: Zip, entry: Entry | undefined, at: string, look: Reading['look']): string {
  const bytes = entry && zip.read(entry, at)
  const text = bytes?.toString('utf8') ?? ''
  look.use('characters', text.length, at)
  return text
}

/** Parts that an Office file needs and that hold no words of the author. */
const QUIET =
  /(?:^|\/)(?:\[content_types\]\.xml|theme\d*\.xml|printersettings\d*\.bin|styles\.xml|stylesWithEffects\.xml|websettings\.xml|fonttable\.xml|calcchain\.xml|volatiledependencies\.xml|thumbnail\.\w+|presprops\.xml|viewprops\.xml|tablestyles\.xml)$|\.odttf$|\.fntdata$/i

/** Parts that are looked at in the same way in every kind of Office file. `read`: those that a reader knows. */
export async function lookAtParts(reading: Reading, pack: Package, read: ReadonlySet<string>): Promise<void> {
  const { look, inside, place } = reading
  const at = place || 'package'
  for (const rule of ['macro', 'attachment', 'external-link', 'comment'] as const) look.looked(rule)
  const zip = openZip(look, reading.bytes, at)!
  for (const [name, entry] of pack.parts) {
    if (read.has(name) || entry.folder || entry.encrypted || QUIET.test(name)) continue
    const title = shownName(entry.name.split('/').at(-1)!, 'part')
    const here = within(place, `part ${title}`)
    if (/vbaproject|activex|macrosheets|\/ctrlprops\/|vbadata/.test(name))
      look.found('macro', here, { group: at })
    else if (/externallinks\/|connections\.xml|querytables\//.test(name))
      look.found('external-link', here, { group: at })
    else if (/embeddings\/|\/attachments?\//.test(name)) {
      look.found('attachment', here)
      await embedded(reading, zip, entry, packed(at, title))
      continue
    } else if (name.endsWith('.rels')) {
      relations(reading, pack.text(name), here)
      continue
    } else if (/comments\d*\.xml|threadedcomments|commentsextended|comments\//.test(name))
      look.found('comment', here, { group: at })
    if (/\.(?:xml|vml)$/.test(name)) words(reading, pack.text(name), here)
    else if (!/macro|vba|activex/.test(name)) {
      const bytes = zip.read(entry, here)
      if (bytes) await inside(entry.name, bytes, packed(at, title))
    }
  }
}

async function embedded({ look, inside }: Reading, zip: Zip, entry: Entry, place: string): Promise<void> {
  const bytes = zip.read(entry, place)
  if (!bytes) return look.found('unreadable', place)
  await inside(entry.name, bytes, place)
}

/** All words of a part, for the rules about text. */
export function words({ look }: Reading, xml: string, place: string): void {
  const found: string[] = []
  const whole = readXmlText(xml, {
    open: (name, attributes) => {
      for (const value of Object.values(attributes))
        if (value.length >= 10 && !value.startsWith('http://schemas.')) found.push(value, '\n')
      if (/^(?:p|tr|row|si|c|r)$/.test(name)) found.push('\n')
    },
    text: (piece) => found.push(piece),
    comment: (piece) => found.push(piece),
  })
  if (!whole) look.found('unreadable', place)
  lookAtText(look, found.join(''), () => place)
}

/** Links that are fetched on opening; a link that somebody clicks on is a text. */
function relations({ look }: Reading, xml: string, place: string): void {
  readXmlText(xml, {
    open: (name, { Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode !== 'External') return
      lookAtText(look, Target, () => place)
      if (!Type.endsWith('/hyperlink')) look.found('external-link', place, { group: place })
    },
  })
}

import { posix } from 'node:path'
import { mentionsIn, redactRuns, redactText } from '../mentions.ts'
import type { Cleaned, Cleaning, Passage } from './cleaned.ts'
import { cleanPicture } from './image.ts'
import { Refusal } from './refusal.ts'
import { copyXml, localOf, type XmlRules } from './xml.ts'
import { type Member, unzip, zip } from './zip.ts'

/** Parts that say who wrote it, when, on what machine, what he thought of it; and what only lies beside the text. */
const LEFT_OUT =
  /^(?:docProps|customXml|docMetadata|_xmlsignatures|customUI)\/|^(?:word|ppt|xl)\/(?:comments|threadedComments|persons|people|commentAuthors|authors|commentsExtended|commentsIds|commentsExtensible|documenttasks|tags|printerSettings|externalLinks|revisions|changesInfos|revisionInfo|webextensions|vmlDrawing|drawings\/vmlDrawing|userCustomization|queryTables|connections|customProperty)|^xl\/calcChain\.xml$/i
const PROGRAM = /vbaProject|vbaData|activeX|macrosheets|\.(?:exe|dll|js|vbs)$/i
const FONT = /\.(?:odttf|fntdata)$/i

/** Elements that tell of people or of what once stood there, with all that is in them. */
const GONE = new Set(
  [
    'commentRangeStart commentRangeEnd commentReference annotationRef del moveFrom moveFromRangeStart moveFromRangeEnd',
    'moveToRangeStart moveToRangeEnd rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange',
    'tblGridChange numberingChange cellIns cellDel cellMerge proofErr permStart permEnd docVars rsids attachedTemplate',
    'mailMerge writeProtection docId legacyDrawing legacyDrawingHF absPath fileSharing externalReferences externalReference',
    'webPublishItems customWorkbookViews revisionPtr custDataLst modifyVerifier cmLst cmAuthorLst creationId',
    'customProperties smartTags metadata title desc script foreignObject',
  ].flatMap((line) => line.split(' ')),
)
/** `title` and `desc` are names of an SVG only: elsewhere a title is text. */
const OF_SVG = new Set(['metadata', 'title', 'desc', 'script', 'foreignObject'])
const UNWRAPPED = new Set(['ins', 'moveTo', 'smartTag', 'customXml'])
const PARAGRAPHS = new Set(['p', 'si', 'is', 'text'])
const TELLING =
  /^(?:author|authorId|initials|date|dT|rsid\w*|userId|providerId|personId|lastModifiedBy|lastModBy|lastEdited|lowestEdited|rupBuild|userName|refreshedBy|refreshedDate|paraId|textId|modified|created|descr|docLocation|codeName)$/i

/** Word, PowerPoint, Excel: every part is either understood and copied, or known and left out, or the file is refused. */
export function cleanOoxml(members: readonly Member[], type: string, cleaning: Cleaning): Cleaned {
  if (members.some(({ name }) => PROGRAM.test(name))) throw new Refusal('macro')
  const kept = members.filter(({ name }) => !LEFT_OUT.test(name))
  const gone = new Set(members.filter((one) => !kept.includes(one)).map(({ name }) => name))
  const passages: Passage[] = []
  let pictures = 0
  const parts = kept.map(({ name, bytes }): Member => {
    if (/\.rels$/i.test(name)) return { name, bytes: Buffer.from(relations(name, bytes, gone, cleaning)) }
    if (name === '[Content_Types].xml') return { name, bytes: Buffer.from(contentTypes(bytes, gone)) }
    if (/\.(?:xml|vml)$/i.test(name))
      return { name, bytes: Buffer.from(part(name, bytes, cleaning, passages)) }
    if (/\.svg$/i.test(name)) {
      pictures++
      return { name, bytes: Buffer.from(part(name, bytes, cleaning, passages)) }
    }
    if (FONT.test(name)) return { name, bytes }
    if (/\.(?:xlsx|docx|pptx)$/i.test(name) && cleaning.depth < 2) {
      const inner = cleanOoxml(unzip(bytes), name.slice(-4).toLowerCase(), {
        ...cleaning,
        depth: cleaning.depth + 1,
      })
      pictures += inner.pictures
      passages.push(
        ...inner.passages.map((one) => ({ ...one, place: `${posix.basename(name)} › ${one.place}` })),
      )
      return { name, bytes: inner.bytes }
    }
    const picture = cleanPicture(bytes)
    if (!picture) throw new Refusal(/\.(?:emf|wmf|tiff?|bmp|wdp|webp)$/i.test(name) ? 'picture' : 'embedded')
    pictures++
    return { name, bytes: picture.bytes }
  })
  // Names of parts are chosen by who writes the file, and stand in every copy of it.
  if (parts.some(({ name }) => mentionsIn(name, cleaning.needles, false).length > 0))
    throw new Refusal('name')
  for (const { name } of parts) passages.push({ place: 'part', text: name })
  const first = parts.filter(({ name }) => name === '[Content_Types].xml')
  const rest = parts.filter(({ name }) => name !== '[Content_Types].xml')
  return { type, bytes: zip([...first, ...rest]), passages, fixed: false, pictures, unread: false }
}

const textOf = (bytes: Buffer): string => {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('damaged')
  }
}

function part(name: string, bytes: Buffer, { needles }: Cleaning, passages: Passage[]): string {
  const svg = /\.svg$/i.test(name)
  const rules: XmlRules = {
    drop: (local) => GONE.has(local) && (svg || !OF_SVG.has(local)),
    unwrap: (local) => !svg && UNWRAPPED.has(local),
    attribute: (element, key, value) => {
      const local = localOf(key)
      if (TELLING.test(local) && !key.startsWith('xmlns')) return null
      // Names and titles of drawings are the names of the files that they were made of.
      if (/^(?:cNvPr|docPr)$/.test(element) && /^(?:name|title)$/.test(local)) return ''
      const now = redactText(value, needles)
      if (/[^\p{ASCII}]|\d{7}|@/u.test(now))
        passages.push({ place: `${posix.basename(name)}, ${element}`, text: now })
      return now
    },
    paragraph: (local) => PARAGRAPHS.has(local),
    texts: (runs) => {
      const now = redactRuns(runs, needles)
      const text = now.join('')
      if (text.trim() !== '') passages.push({ place: posix.basename(name), text })
      return now
    },
  }
  return copyXml(textOf(bytes), rules)
}

const PLAIN_XML = {
  unwrap: () => false,
  paragraph: () => false,
  texts: (runs: readonly string[]) => [...runs],
}

/** Links to what is not there any more go with it; links to the outside lead nowhere. */
function relations(name: string, bytes: Buffer, gone: ReadonlySet<string>, { needles }: Cleaning): string {
  const folder = posix.dirname(posix.dirname(name))
  return copyXml(textOf(bytes), {
    ...PLAIN_XML,
    drop: (local, { Target = '', TargetMode, Type = '' }) => {
      if (local !== 'Relationship') return false
      if (TargetMode === 'External') return !Type.endsWith('/hyperlink')
      const target = Target.startsWith('/') ? Target.slice(1) : posix.normalize(posix.join(folder, Target))
      return gone.has(target)
    },
    attribute: (local, key, value) =>
      local === 'Relationship' && key === 'Target' && /^[a-z][a-z0-9+.-]*:|^\\\\/i.test(value)
        ? 'https://example.invalid/'
        : redactText(value, needles),
  })
}

const contentTypes = (bytes: Buffer, gone: ReadonlySet<string>): string =>
  copyXml(textOf(bytes), {
    ...PLAIN_XML,
    drop: (local, { PartName }) => local === 'Override' && gone.has((PartName ?? '').replace(/^\//, '')),
    attribute: (_, __, value) => value,
  })

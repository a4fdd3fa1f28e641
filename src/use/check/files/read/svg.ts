import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { tablesIn } from '../tables/in-text.ts'
import { lookAtTable } from '../tables/look.ts'
import { dataUris } from './data-uri.ts'
import type { Reading } from './reading.ts'
import { readXmlText } from './sax.ts'

/** From so many single marks on, a drawing shows its points and not their shape. */
const MANY_MARKS = 200
const MARKS = new Set(['use', 'circle', 'ellipse'])
/** Words of drawing programs about themselves. */
const OWN_WORDS =
  /matplotlib|ggplot|svglite|image\/svg|purl\.org|creativecommons|StillImage|inkscape|^\s*\d{4}-\d\d-\d\d/i

/** SVG: its words as text; scripts, foreign content, metadata and data attributes have no place in a drawing. */
export async function readSvg(reading: Reading): Promise<void> {
  const { look, place } = reading
  look.forPeople = true
  look.use('characters', reading.text.length, place)
  const text = await dataUris(reading, reading.text)
  const words: string[] = []
  const aside: string[] = []
  const open: string[] = []
  let marks = 0
  look.looked('script')
  look.looked('points-in-drawing')
  const whole = readXmlText(text, {
    open(name, attributes) {
      open.push(name)
      if (MARKS.has(name)) marks++
      if (name === 'script' || name === 'foreignObject')
        look.found('script', within(place, `element ${name}`))
      for (const [key, value] of Object.entries(attributes)) {
        if (/^on/i.test(key) || /^\s*javascript:/i.test(value))
          look.found('script', within(place, `attribute ${key.slice(0, 20)}`), { group: place })
        if (/^data-|^aria-|title|desc|^id$|^class$/.test(key)) aside.push(value)
        if (key.endsWith('href') && /^\s*(?:https?|file|ftp):/i.test(value))
          look.found('external-link', within(place, `element ${name}`), { group: place })
      }
    },
    text(piece) {
      if (piece.trim() === '') return
      const inner = open.some((name) => ['metadata', 'desc', 'title'].includes(name))
      ;(inner ? aside : words).push(piece)
    },
    close: () => void open.pop(),
    comment: (piece) => aside.push(piece),
    other: (piece) => aside.push(piece),
  })
  if (!whole) look.found('unreadable', within(place, 'SVG'))
  if (marks >= MANY_MARKS) look.found('points-in-drawing', within(place, 'marks'))
  lookAtText(look, words.join('\n'), () => within(place, 'text'))
  const told = aside.filter((piece) => !OWN_WORDS.test(piece)).join('\n')
  lookAtText(look, told, () => within(place, 'metadata'))
  for (const table of tablesIn(told, within(place, 'metadata'))) lookAtTable(look, table, { textSeen: true })
}

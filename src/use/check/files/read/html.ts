import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { dataUris } from './data-uri.ts'
import { entitiesOf, tagsOf } from './html-tags.ts'
import type { Reading } from './reading.ts'

const HIDDEN =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?:[;\s"']|$)|color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent)/i
const BACKGROUND = /background/i

/** A page: its tables as tables, its words as text; what is hidden, run or fetched is a finding. */
export async function readHtml(reading: Reading): Promise<void> {
  const { look, place } = reading
  look.forPeople = true
  look.use('characters', reading.text.length, place)
  const text = await dataUris(reading, reading.text)
  lookAtText(look, text, (line) => within(place, `line ${line}`))
  for (const rule of ['script', 'hidden-text', 'external-link'] as const) look.looked(rule)
  const words: string[] = []
  const tables: string[][][] = []
  let row: string[] | null = null
  let cell: string | null = null
  for (const part of tagsOf(text)) {
    if (part.kind === 'text') {
      const plain = entitiesOf(part.text)
      words.push(plain)
      if (cell !== null) cell += plain
      continue
    }
    const { name, attributes, closing } = part
    if (['script', 'iframe', 'object', 'embed'].includes(name) && !closing)
      look.found('script', within(place, `element ${name}`), { group: place })
    if (/\son\w+\s*=|javascript:/i.test(attributes))
      look.found('script', within(place, `element ${name}`), { group: place })
    if (
      /(?:src|href)\s*=\s*["']?\s*(?:https?:|\/\/|file:)/i.test(attributes) &&
      ['img', 'link', 'script', 'source', 'video'].includes(name)
    )
      look.found('external-link', within(place, `element ${name}`), { group: place })
    if (!closing && isHidden(attributes))
      look.found('hidden-text', within(place, `element ${name}`), { group: place })
    if (name === 'table' && !closing) tables.push([])
    else if (name === 'tr' && !closing) tables.at(-1)?.push((row = []))
    else if (name === 'td' || name === 'th') {
      if (!closing) cell = ''
      else if (cell !== null) {
        row?.push(cell.trim())
        look.use('cells', 1, place)
        cell = null
      }
    }
  }
  if (text.includes('&')) lookAtText(look, words.join(' '), () => within(place, 'text'))
  for (const [i, rows] of tables.entries()) {
    const here = within(place, `table ${i + 1}`)
    const cellPlace = (row: number, _: number, name: string) => `${here}, row ${row + 1}, ${name}`
    lookAtTable(
      look,
      tableOf(rows, { place: here, cell: cellPlace, column: (_, name) => `${here}, ${name}` }),
      { textSeen: true },
    )
  }
}

const isHidden = (attributes: string): boolean =>
  /\shidden(?:[\s=/]|$)/i.test(` ${attributes}`) ||
  (/style\s*=/i.test(attributes) && HIDDEN.test(attributes) && !BACKGROUND.test(attributes))

import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { lookAtParts, openPackage } from './ooxml.ts'
import type { Reading } from './reading.ts'
import { readXmlText } from './sax.ts'

/** A document or presentation: its words and tables; changes that are tracked and text that is hidden are findings. */
export async function readDocument(reading: Reading): Promise<void> {
  const { look, place } = reading
  look.forPeople = true
  const pack = openPackage(reading)
  if (!pack) return
  for (const rule of ['tracked-changes', 'hidden-text'] as const) look.looked(rule)
  const read = new Set<string>()
  for (const name of pack.parts.keys()) {
    if (
      !/^word\/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml$|^ppt\/(?:slides|notesslides)\/[^/]+\.xml$/.test(
        name,
      )
    )
      continue
    read.add(name)
    lookAtStory(reading, pack.text(name), within(place, name.split('/').at(-1)!.replace('.xml', '')))
  }
  await lookAtParts(reading, pack, read)
}

function lookAtStory({ look, place }: Reading, xml: string, here: string): void {
  const text: string[] = []
  const tables: string[][][] = []
  const open: string[][][] = []
  let cell: string[] | null = null
  const whole = readXmlText(xml, {
    open(name, attributes) {
      const value = Object.entries(attributes).find(([key]) => key.endsWith(':val') || key === 'val')?.[1]
      if (name === 'del' || name === 'ins' || name === 'moveFrom')
        look.found('tracked-changes', here, { group: here })
      else if (name === 'vanish' && value !== '0' && value !== 'false')
        look.found('hidden-text', here, { group: here })
      else if (name === 'color' && /^FFFFFF$/i.test(value ?? ''))
        look.found('hidden-text', here, { group: here })
      else if (name === 'sld' && attributes['show'] === '0') look.found('hidden-text', here)
      else if (name === 'tbl') open.push([])
      else if (name === 'tr') open.at(-1)?.push([])
      else if (name === 'tc') cell = []
    },
    text(piece) {
      text.push(piece)
      cell?.push(piece)
    },
    close(name) {
      if (name === 'p' || name === 'br') text.push('\n')
      else if (name === 'tc' && cell) {
        look.use('cells', 1, place)
        open.at(-1)?.at(-1)?.push(cell.join('').trim())
        cell = null
        text.push('\n')
      } else if (name === 'tbl') {
        const done = open.pop()
        if (done) tables.push(done)
      }
    },
  })
  if (!whole) look.found('unreadable', here)
  lookAtText(look, text.join(''), (line) => (line > 0 ? `${here}, paragraph ${line}` : here))
  for (const [i, rows] of tables.entries()) {
    const at = `${here}, table ${i + 1}`
    lookAtTable(
      look,
      tableOf(rows, {
        place: at,
        cell: (row, _, name) => `${at}, row ${row + 1}, ${name}`,
        column: (_, name) => `${at}, ${name}`,
      }),
      { textSeen: true },
    )
  }
}

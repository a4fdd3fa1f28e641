import { shownName, within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { lookAtParts, openPackage, words } from './ooxml.ts'
import type { Reading } from './reading.ts'
import { bookOf, hiddenStyles, relationsOf, stringsOf } from './xlsx-book.ts'
import { lettersOf, readSheet, type Sheet } from './xlsx-sheet.ts'

/** A workbook: each sheet as a table, hidden ones too; and everything that is out of sight in it. */
export async function readXlsx(reading: Reading): Promise<void> {
  const { look, place } = reading
  const pack = openPackage(reading)
  if (!pack) return
  if (pack.parts.has('xl/workbook.bin')) return look.found('type-refused', place || 'workbook')
  for (const rule of ['hidden-sheet', 'hidden-rows', 'hidden-text', 'defined-name', 'pivot-cache'] as const)
    look.looked(rule)
  const read = new Set(['xl/workbook.xml', 'xl/sharedstrings.xml', 'xl/_rels/workbook.xml.rels'])
  const book = bookOf(pack.text('xl/workbook.xml'))
  if (!book) look.found('unreadable', within(place, 'workbook'))
  const relations = relationsOf(pack.text('xl/_rels/workbook.xml.rels'))
  const strings = stringsOf(pack.text('xl/sharedstrings.xml'))
  const hidden = hiddenStyles(pack.text('xl/styles.xml'))
  const used = new Set<number>()
  for (const [i, { name, id, state }] of (book?.sheets ?? []).entries()) {
    const title = `sheet ${shownName(name, String(i + 1))}`
    lookAtText(look, name, () => within(place, `${title}, name`))
    if (state !== 'visible') look.found('hidden-sheet', within(place, title))
    const part = relations.get(id)?.toLowerCase()
    if (part === undefined || !pack.parts.has(part)) continue
    read.add(part)
    const sheet = readSheet(pack.text(part), {
      strings,
      hidden,
      used,
      cells: (count) => look.use('cells', count, place),
    })
    lookAtSheet(reading, sheet, title)
  }
  for (const [i, { text, hidden, constant }] of (book?.names ?? []).entries()) {
    const here = within(place, `defined name ${i + 1}`)
    if (hidden || constant) look.found('defined-name', here, { group: place })
    lookAtText(look, text, () => here)
  }
  // Strings that no cell shows: what was deleted by hand may still be there.
  const left = strings.filter((_, i) => !used.has(i)).join('\n')
  lookAtText(look, left, () => within(place, 'unused strings'))
  for (const name of pack.parts.keys()) {
    if (!/pivotcache\/|pivotcacherecords/.test(name)) continue
    read.add(name)
    if (!/pivotcacherecords\d*\.xml$|pivotcachedefinition\d*\.xml$/.test(name)) continue
    const here = within(place, 'pivot cache')
    if (/records/.test(name) || pack.text(name).includes('<sharedItems'))
      look.found('pivot-cache', here, { group: place })
    words(reading, pack.text(name), here)
  }
  await lookAtParts(reading, pack, read)
}

function lookAtSheet({ look, place }: Reading, sheet: Sheet, title: string): void {
  const here = within(place, title)
  if (!sheet.whole) look.found('unreadable', here)
  for (const row of sheet.hiddenRows) look.found('hidden-rows', `${here}, row ${row}`, { group: here })
  for (const column of sheet.hiddenColumns)
    look.found('hidden-rows', `${here}, column ${lettersOf(column)}`, { group: here })
  for (const reference of sheet.unseen) look.found('hidden-text', `${here}!${reference}`, { group: here })
  lookAtText(look, sheet.asides.join('\n'), () => `${here}, notes`)
  const rows = sheet.rows
  lookAtTable(
    look,
    tableOf(
      rows.map(({ cells }) => cells),
      {
        place: here,
        cell: (row, column) => `${here}!${lettersOf(column)}${rows[row]?.number ?? row + 1}`,
        column: (_, name) => `${here}, ${name}`,
      },
    ),
  )
}

import { within } from '../look/place.ts'
import { lookAtTextModel } from '../models/json.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtTable } from '../tables/look.ts'
import { tableOf } from '../tables/model.ts'
import { tablesIn } from '../tables/in-text.ts'
import { delimiterOf, readCsv } from './csv.ts'
import type { Reading } from './reading.ts'

export function readCsvText({ look, text, place }: Reading): void {
  look.use('characters', text.length, place)
  const rows = readCsv(text, delimiterOf(text), (cells) => look.use('cells', cells, place))
  lookAtTable(
    look,
    tableOf(
      rows.map(({ cells }) => cells),
      {
        place,
        cell: (row, _, column) => within(place, `line ${rows[row]!.line}, ${column}`),
        column: (_, column) => within(place, column),
      },
    ),
  )
}

/** Prose, code or a log: as text, and the rows that stand in it as tables. */
export function readPlainText({ look, text, place }: Reading): void {
  look.use('characters', text.length, place)
  lookAtText(look, text, (line) => within(place, `line ${line}`), { prose: true })
  lookAtTextModel(look, text, place)
  for (const table of tablesIn(text, place)) {
    look.use('cells', table.rows.length * table.header.length, place)
    lookAtTable(look, table, { textSeen: true })
  }
}

import { z } from 'zod'
import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { tablesIn } from '../tables/in-text.ts'
import { lookAtTable } from '../tables/look.ts'
import { readHtml } from './html.ts'
import type { Reading } from './reading.ts'

const Lines = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]).catch('')
const Bundle = z.record(z.string(), z.unknown()).catch({})
const Notebook = z.object({
  cells: z.array(
    z.object({
      cell_type: z.string().catch(''),
      source: Lines,
      outputs: z
        .array(
          z
            .object({ text: Lines.optional(), data: Bundle.optional(), traceback: Lines.optional() })
            .catch({}),
        )
        .catch([]),
      attachments: z.record(z.string(), Bundle).catch({}).optional(),
      metadata: z.record(z.string(), z.unknown()).catch({}).optional(),
    }),
  ),
  metadata: z.record(z.string(), z.unknown()).catch({}),
})

/** A notebook: its code is read by people; outputs do not belong in it, and are looked at all the same. */
export async function readNotebook(reading: Reading): Promise<void> {
  const { look, text, place } = reading
  look.forPeople = true
  look.use('characters', text.length, place)
  const parsed = Notebook.safeParse(JSON.parse(text.replace(/^\ufeff/, '')))
  if (!parsed.success) return look.found('unreadable', within(place, 'cells'))
  look.looked('notebook-output', parsed.data.cells.length)
  for (const [i, cell] of parsed.data.cells.entries()) {
    const here = within(place, `cell ${i + 1}`)
    lookAtText(look, cell.source, (line) => (line > 0 ? `${here}, line ${line}` : here))
    for (const [o, output] of cell.outputs.entries()) {
      const out = `${here}, output ${o + 1}`
      look.found('notebook-output', out, { group: here })
      await bundle(reading, output.data ?? {}, out)
      for (const words of [output.text, output.traceback]) if (words) plain(reading, words, out)
    }
    for (const attached of Object.values(cell.attachments ?? {})) {
      look.found('attachment', here)
      await bundle(reading, attached, `${here}, attachment`)
    }
    lookAtText(look, JSON.stringify(cell.metadata ?? {}), () => `${here}, metadata`)
  }
  // Widgets keep their state, with all that they showed, in the metadata.
  const { widgets, ...metadata } = parsed.data.metadata
  if (widgets !== undefined) look.found('notebook-output', within(place, 'widgets'))
  lookAtText(look, JSON.stringify([metadata, widgets ?? null]), () => within(place, 'metadata'))
}

async function bundle(
  reading: Reading,
  data: Readonly<Record<string, unknown>>,
  place: string,
): Promise<void> {
  for (const [mime, value] of Object.entries(data)) {
    const words = Lines.parse(value)
    if (/^image\/(?!svg)/.test(mime)) {
      reading.look.use('unpackedBytes', words.length, place)
      await reading.inside('', Buffer.from(words, 'base64'), place)
    } else if (mime === 'text/html') await readHtml({ ...reading, text: words, place })
    else if (words !== '') plain(reading, words, place)
    else if (typeof value === 'object') plain(reading, JSON.stringify(value), place)
  }
}

function plain({ look }: Reading, words: string, place: string): void {
  lookAtText(look, words, () => place)
  for (const table of tablesIn(words, place)) lookAtTable(look, table, { textSeen: true })
}

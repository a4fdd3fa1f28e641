import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import { lookAtXmlModel } from '../models/pmml.ts'
import type { Reading } from './reading.ts'
import { readXmlText } from './sax.ts'

/** XML of any kind, PMML among it: as text, with its comments. */
export function readXml({ look, text, place }: Reading): void {
  look.use('characters', text.length, place)
  lookAtText(look, text, (line) => within(place, `line ${line}`))
  const parts: string[] = []
  const whole = readXmlText(text, {
    open: (_, attributes) => {
      for (const value of Object.values(attributes)) if (value.length >= 8) parts.push(value)
    },
    text: (piece) => parts.push(piece),
    comment: (piece) => parts.push(piece),
  })
  if (!whole) look.found('unreadable', within(place, 'XML'))
  // Entities are resolved here: what is written as &#49; is read as 1.
  if (text.includes('&#')) lookAtText(look, parts.join('\n'), () => within(place, 'XML'))
  lookAtXmlModel(look, text, place)
}

import type { Passage } from './clean/cleaned.ts'
import { mentionsIn, type Needle, plainOf } from './mentions.ts'
import type { Mention } from './model.ts'

/** A mention as it is shown to the organiser. */
export interface Told {
  readonly key: string
  readonly kind: Mention
  readonly place: string
  readonly text: string
  readonly around: string
}

const AROUND = 24

/** What passages still tell; the same word at the same place is said once. */
export function toldIn(passages: readonly Passage[], needles: readonly Needle[]): Told[] {
  const found = new Map<string, Told>()
  for (const { place, text } of passages)
    for (const { kind, start, end } of mentionsIn(text, needles)) {
      const said = text.slice(start, end)
      const key = plainOf(said).text
      if (found.has(`${key}\n${place}`)) continue
      const around = text.slice(Math.max(0, start - AROUND), end + AROUND).replaceAll(/\s+/g, ' ')
      found.set(`${key}\n${place}`, { key, kind, place, text: said, around })
    }
  return [...found.values()]
}

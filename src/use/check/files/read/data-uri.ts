import { packed } from '../look/place.ts'
import type { Reading } from './reading.ts'

const URI = /data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.+-]+)*?(;base64)?,([A-Za-z0-9+/=_%\s-]+)/g

/**
 * Pictures and fonts inside a page are part of it and are read as files of their own; anything else behind a `data:` is
 * left in the text, where it counts as encoded data. Answers with the text without them.
 */
export async function dataUris({ look, inside, place }: Reading, text: string): Promise<string> {
  const kept: string[] = []
  let [from, number] = [0, 0]
  for (const match of text.matchAll(URI)) {
    if (!match[2] || !/^(?:image|font)\/|font/.test(match[1] ?? '')) continue
    number++
    kept.push(text.slice(from, match.index))
    from = match.index + match[0].length
    const bytes = Buffer.from(match[3]!.replaceAll(/\s/g, ''), 'base64')
    const here = packed(place || 'page', `picture ${number}`)
    look.use('entries', 1, here)
    look.use('unpackedBytes', bytes.length, here)
    if (!/font/.test(match[1]!)) await inside('', bytes, here)
  }
  return kept.join('') + text.slice(from)
}

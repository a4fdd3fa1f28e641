import { type FileType, breaksPromise, detect } from '../read/detect.ts'
import { officeType } from '../read/office.ts'
import { READERS } from '../read/readers.ts'
import type { Look } from './look.ts'
import { Overrun } from './overrun.ts'
import { shownName } from './place.ts'

/** One file, by its content; files within it too. Answers with its true type. @throws Overrun */
export async function lookAtFile(
  look: Look,
  name: string,
  bytes: Buffer,
  place: string,
  depth: number,
): Promise<FileType> {
  if (depth > look.limits.depth) throw new Overrun('archive-bomb', place)
  look.depth = depth
  const found = detect(bytes)
  const type = found.type === 'zip' ? officeType(look, bytes, place) : found.type
  look.looked('type-differs')
  if (breaksPromise(name, type)) look.found('type-differs', place || shownName(name, 'file'))
  const reader = READERS[type]
  look.looked('type-refused')
  if (!reader) {
    const at = place || shownName(name, 'file')
    // Weights have forms of their own: who approves an import knows them.
    if (type === 'binary' && !look.leaves) look.found('unreadable', at)
    else if (type !== 'empty') look.found('type-refused', at)
    return type
  }
  await reader({
    look,
    name,
    bytes,
    text: found.text ?? '',
    place,
    inside: async (name, bytes, place) => {
      await lookAtFile(look, name, bytes, place, depth + 1)
      look.depth = depth
    },
  })
  return type
}

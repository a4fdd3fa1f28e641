import { unpickle } from '../models/pickle.ts'
import { lookAtStructure } from '../models/structure.ts'
import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import type { Reading } from './reading.ts'

/** pickle and joblib: read as data, opcode by opcode; loaded nowhere but in a throw-away seat. */
export function readPickle({ look, bytes, place }: Reading): void {
  look.forPeople = true
  const done = unpickle(look, bytes)
  lookAtStructure(look, done, place)
  look.looked('trailing-bytes')
  if (done.end >= 0 && done.end < bytes.length) {
    look.found('trailing-bytes', within(place, 'after the pickle'))
    look.defer(bytes.subarray(done.end), within(place, 'after the pickle'))
  }
  look.models.push({ place, bytes: new Uint8Array(bytes) })
}

/** One array of numpy: numbers without a name, row by row. */
export function readNpy({ look, bytes, place }: Reading): void {
  look.forPeople = true
  const wide = (bytes[6] ?? 1) >= 2
  const length = wide
    ? bytes.length >= 12
      ? bytes.readUInt32LE(8)
      : 0
    : bytes.length >= 10
      ? bytes.readUInt16LE(8)
      : 0
  const head = bytes.subarray(wide ? 12 : 10, (wide ? 12 : 10) + Math.min(length, 4096)).toString('latin1')
  const rows = Number(/'shape':\s*\((\d+)/.exec(head)?.[1] ?? 0)
  const persons = look.context?.persons ?? null
  if (/'descr':\s*'\|O/.test(head)) look.found('pickle-code', within(place, 'array of objects'))
  if (look.leaves) {
    look.looked('row-level')
    if (rows >= 20 && (persons === null || rows >= persons * 0.8))
      look.found('row-level', within(place, 'array'))
  }
  lookAtText(
    look,
    bytes
      .subarray(0, 4_000_000)
      .toString('latin1')
      .replaceAll(/[^\x20-\x7e]+/g, '\n'),
    () => within(place, 'array'),
  )
}

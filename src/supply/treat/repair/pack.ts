import { readFileSync } from 'node:fs'
import { FixPack, type Value } from './model.ts'
import { FUNCTIONS } from './values.ts'

/** The shipped fix pack of the national tables. */
export const shippedFixes = (): FixPack =>
  readFixPack(JSON.parse(readFileSync(new URL('./pack/national.json', import.meta.url), 'utf8')))

/** Reads a pack and checks what its schema cannot: ids are told apart, functions exist and have their arguments. */
export function readFixPack(input: unknown): FixPack {
  const pack = FixPack.parse(input)
  const ids = pack.fixes.map((fix) => fix.id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw new Error(`fix pack: ${twice} stands twice`)
  for (const { id, how } of pack.fixes) {
    if (!('sources' in how)) continue
    for (const { value, when } of how.sources) [value, ...when.flat()].forEach((one) => known(id, one))
  }
  return pack
}

function known(id: string, value: Value): void {
  if (!('fn' in value)) return
  const found = FUNCTIONS[value.fn]
  if (!found || (found.args !== null && found.args !== value.args.length)) {
    throw new Error(`fix pack: ${id} calls ${value.fn} with ${value.args.length} arguments`)
  }
  value.args.forEach((one) => known(id, one))
}

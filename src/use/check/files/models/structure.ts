import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { isIdNumber } from '../../../../kernel/index.ts'
import { lookAtText } from '../rules/text.ts'
import { KEEPS_ROWS, ROW_ATTRIBUTES, trustOf } from './names.ts'
import { sizeOf } from './numpy.ts'
import type { Unpickled } from './pickle.ts'
import { isTree, lookAtTrees } from './trees.ts'
import { arrayOf, type Contents, contentsOf, type Thing } from './walk.ts'

/** Arrays of more rows than this are held against the number of features: parameters are seldom so many. */
const MANY_ROWS = 50

/** All that can be said of a pickled model without loading it. */
export function lookAtStructure(look: Look, { value, globals, end }: Unpickled, place: string): void {
  look.looked('pickle-code', globals.size)
  look.looked('pickle-unknown', globals.size)
  for (const global of globals) {
    const trust = trustOf(global)
    const here = within(place, 'class names')
    if (trust === 'code') look.found('pickle-code', here, { group: place })
    else if (trust === 'unknown') look.found('pickle-unknown', here, { group: place })
  }
  if (end < 0) look.found('unreadable', within(place, 'pickle'))
  const contents = contentsOf(value)
  lookAtTexts(look, contents, place)
  if (!look.leaves) return
  lookAtKept(look, contents, place)
  lookAtParameters(look, contents.things, place)
  lookAtTrees(look, contents.things.filter(isTree), place)
  lookAtFreedom(look, contents.things, place)
}

function lookAtTexts(look: Look, { texts, blobs, numbers, arrays }: Contents, place: string): void {
  const here = within(place, 'texts')
  lookAtText(look, texts.join('\n'), () => here, { group: here })
  for (const blob of blobs) {
    if (blob.length < 12) continue
    lookAtText(
      look,
      blob.toString('latin1').replaceAll(/[^\x20-\x7e]+/g, '\n'),
      () => within(place, 'bytes'),
      { group: here },
    )
  }
  look.looked('identity-number')
  const told = [...numbers.map(String), ...arrays.flatMap(({ array }) => longNumbers(array))]
  if (told.some((number) => isIdNumber(number))) look.found('identity-number', within(place, 'numbers'))
  for (const { array } of arrays) if (/^[SU]/.test(array.type.name)) lookAtArrayText(look, array, place)
}

const MOST_LOOKED = 200_000

function longNumbers(array: Contents['arrays'][number]['array']): string[] {
  if (!['i8', 'u8'].includes(array.type.name)) return []
  const found: string[] = []
  const count = Math.min(sizeOf(array.shape), MOST_LOOKED, Math.floor(array.bytes.length / 8))
  for (let i = 0; i < count; i++) {
    const value = array.bytes.readBigInt64LE(i * 8)
    if (value > 100_000_000_000_000_000n) found.push(String(value))
  }
  return found
}

function lookAtArrayText(
  look: Look,
  { type, bytes }: Contents['arrays'][number]['array'],
  place: string,
): void {
  const text = type.name.startsWith('U') ? utf32(bytes, type.size) : bytes.toString('utf8')
  lookAtText(look, text.replaceAll('\0', '\n'), () => within(place, 'array of texts'), { group: place })
}

function utf32(bytes: Buffer, size: number): string {
  let text = ''
  for (let at = 0; at + 4 <= bytes.length && text.length < 4_000_000; at += 4) {
    const code = bytes.readUInt32LE(at)
    text += code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\n'
    if (size > 0 && (at + 4) % size === 0) text += '\n'
  }
  return text
}

/** Rows of the training data: by class, by attribute, and by the form of the arrays. */
function lookAtKept(look: Look, { things, arrays }: Contents, place: string): void {
  look.looked('rows-in-model', things.length + arrays.length)
  for (const { name } of things)
    if (KEEPS_ROWS.test(name)) look.found('rows-in-model', within(place, `class ${name}`), { group: name })
  const persons = look.context?.persons ?? null
  const features = Math.max(
    0,
    ...things.map(({ state }) =>
      typeof state.get('n_features_in_') === 'number' ? (state.get('n_features_in_') as number) : 0,
    ),
  )
  for (const { name, array } of arrays) {
    const [rows = 0, width = 1] = array.shape
    const attribute = /^\w{1,40}$/.test(name) ? name : 'array'
    const each = persons !== null && rows >= 20 && rows >= persons * 0.8 && rows <= persons * 1.2
    const wide =
      features > 1 &&
      array.shape.length === 2 &&
      width === features &&
      rows > Math.max(MANY_ROWS, 2 * features)
    if ((ROW_ATTRIBUTES.test(name) && rows >= 10) || (each && array.type.fields.size === 0) || wide) {
      look.found('rows-in-model', within(place, `attribute ${attribute}`), { group: attribute })
    }
  }
}

/** Parameters that SACRO-ML's safemodel asks for. */
function lookAtParameters(look: Look, things: readonly Thing[], place: string): void {
  for (const { name, state } of things) {
    if (!/^(?:DecisionTree|ExtraTree|RandomForest|ExtraTrees)\w*$/.test(name)) continue
    look.looked('model-parameters')
    const leaf = state.get('min_samples_leaf')
    const small = typeof leaf === 'number' && leaf >= 1 && leaf < 5
    const whole = name.startsWith('RandomForest') && state.get('bootstrap') === false
    // Trees of a forest repeat its parameters.
    if (small || whole) look.found('model-parameters', within(place, `class ${name}`), { group: place })
  }
}

function lookAtFreedom(look: Look, things: readonly Thing[], place: string): void {
  const persons = look.context?.persons ?? null
  if (persons === null) return
  for (const { name, state } of things) {
    const coefficients = arrayOf(state.get('coef_'))
    if (!coefficients) continue
    look.looked('few-degrees')
    const parameters = sizeOf(coefficients.shape) + 1
    if (persons - parameters < 10) look.found('few-degrees', within(place, `class ${name}`))
  }
}

import type { Look } from '../look/look.ts'
import { lookAtEncoded } from './encoded.ts'
import { halfWidth, identifiersIn } from './identifiers.ts'
import { linesOf } from './lines.ts'

export interface TextOptions {
  /** Places of one kind, of which a few are named. */
  readonly group?: string
  /** Is it prose, code or a log, which a person must read? */
  readonly prose?: boolean
  /** Numbers of this column are money: eleven digits are no telephone. */
  readonly amount?: boolean
  /** Layers of encoding that were taken off. */
  readonly layer?: number
}

const TOKEN = /[A-Za-z0-9_-]{8,64}/g
const UNSEEN = /[\u200b-\u200f\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu
/** A few of them mark directions or joins; a row of them is a message. */
const MANY_UNSEEN = 8
const HEX_TOKEN = /(?<![0-9A-Za-z])(?:[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9A-Za-z])/g
const MANY_HASHES = 20
const LONG_NUMBER = /(?<![\d.])[1-9]\d{8,19}(?![\d.])/g
const MANY_NUMBERS = 10
/** Seconds and milliseconds since 1970, and moments written as one number. */
const MOMENT = /^(?:1[4-9]\d{8}|1[4-9]\d{11}|(?:19|20)\d\d(?:0[1-9]|1[0-2])\d{2}(?:\d{2}){1,4})$/

/** All rules about a text. `placeOf` tells the place of a line of it. */
export function lookAtText(
  look: Look,
  text: string,
  placeOf: (line: number) => string,
  { group, prose = false, amount = false, layer = 0 }: TextOptions = {},
): void {
  if (text === '') return
  if (prose) look.forPeople = true
  const lineOf = linesOf(text)
  const at = (index: number) => placeOf(lineOf(index))
  const groupOf = group ?? placeOf(0)
  for (const rule of ['identity-number', 'phone-number', 'person-name', 'pseudonym'] as const)
    look.looked(rule)
  for (const hit of identifiersIn(text)) {
    if (amount && hit.rule === 'phone-number') continue
    look.found(hit.rule, at(hit.at), { group: groupOf })
  }
  for (const match of halfWidth(text).matchAll(TOKEN)) {
    if (/\d/.test(match[0])) look.candidate(match[0], at(match.index))
  }
  look.looked('hidden-text')
  const unseen = [...text.matchAll(UNSEEN)].filter(({ index }) => index > 0)
  if (unseen.length >= MANY_UNSEEN) look.found('hidden-text', at(unseen[0]!.index), { group: groupOf })
  lookAtSeries(look, text, at, groupOf)
  lookAtEncoded(look, text, at, groupOf, layer)
}

/** Many codes of one length, each another: hashes, or numbers of persons and records in a list. */
function lookAtSeries(look: Look, text: string, at: (index: number) => string, group: string): void {
  look.looked('repeated-token')
  look.looked('record-number')
  const hashes = [...text.matchAll(HEX_TOKEN)].filter(([token]) => /[a-f]/.test(token) && /\d/.test(token))
  if (new Set(hashes.map(([token]) => token)).size >= MANY_HASHES) {
    look.found('repeated-token', at(hashes[0]!.index), { verdict: 'review', group })
  }
  const lengths = new Map<number, { first: number; numbers: Set<string> }>()
  for (const { 0: number, index } of text.matchAll(LONG_NUMBER)) {
    if (MOMENT.test(number)) continue
    const same = lengths.get(number.length) ?? { first: index, numbers: new Set() }
    lengths.set(number.length, same)
    if (same.numbers.size < MANY_NUMBERS) same.numbers.add(number)
  }
  for (const { first, numbers } of lengths.values()) {
    if (numbers.size >= MANY_NUMBERS) look.found('record-number', at(first), { group })
  }
}

/** A JSON number as its source writes it: `12.50` stays `12.50`, and 19 digits stay 19 digits. */
export class ExactNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON without floats. Objects have no prototype, so that a field named `__proto__` is a field like any other. */
export type Exact = null | boolean | string | ExactNumber | Exact[] | { [key: string]: Exact }

/** Deeper nesting is an attack or a defect: what we read is flat. */
const MAX_DEPTH = 64
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SPACE = /[ \t\n\r]*/y
// oxlint-disable-next-line no-control-regex -- RFC 8259 §7 forbids these in a string
const CONTROL = /[\u0000-\u001f]/

/** A text that is no JSON as we take it. `why` names the fault, never a value. */
export class NotJson extends Error {
  readonly why: string
  /** Character of the text, from 1. */
  readonly position: number
  constructor(why: string, position: number) {
    super(`${why} at character ${position}`)
    this.why = why
    this.position = position
  }
}

/**
 * Reads JSON (RFC 8259) with numbers as text. A name that occurs twice in an object is refused: readers differ on which
 * value counts. So is half a surrogate pair, which would be written as another character.
 * @throws NotJson
 */
export function parseExact(text: string): Exact {
  const scan = { text, at: 0 }
  const value = valueAt(scan, 0)
  space(scan)
  if (scan.at < text.length) throw new NotJson('unexpected text after the value', scan.at + 1)
  return value
}

interface Scan {
  readonly text: string
  at: number
}

function valueAt(scan: Scan, depth: number): Exact {
  space(scan)
  if (depth > MAX_DEPTH) throw new NotJson(`nesting deeper than ${MAX_DEPTH}`, scan.at + 1)
  switch (scan.text[scan.at]) {
    case '{':
      return objectAt(scan, depth)
    case '[':
      return arrayAt(scan, depth)
    case '"':
      return stringAt(scan)
    case 't':
      return word(scan, 'true', true)
    case 'f':
      return word(scan, 'false', false)
    case 'n':
      return word(scan, 'null', null)
    case undefined:
      throw new NotJson('the text ends too early', scan.at + 1)
    default:
      return numberAt(scan)
  }
}

function objectAt(scan: Scan, depth: number): Exact {
  const found = Object.create(null) as { [key: string]: Exact }
  scan.at++
  space(scan)
  if (scan.text[scan.at] === '}') {
    scan.at++
    return found
  }
  for (;;) {
    space(scan)
    if (scan.text[scan.at] !== '"') throw fault(scan, 'a name in quotes is missing')
    const start = scan.at
    const key = stringAt(scan)
    if (key in found) throw new NotJson('a name occurs twice in one object', start + 1)
    space(scan)
    if (scan.text[scan.at] !== ':') throw fault(scan, 'a colon is missing')
    scan.at++
    found[key] = valueAt(scan, depth + 1)
    space(scan)
    const mark = scan.text[scan.at]
    if (mark !== ',' && mark !== '}') throw fault(scan, 'a comma or } is missing')
    scan.at++
    if (mark === '}') return found
  }
}

function arrayAt(scan: Scan, depth: number): Exact {
  const found: Exact[] = []
  scan.at++
  space(scan)
  if (scan.text[scan.at] === ']') {
    scan.at++
    return found
  }
  for (;;) {
    found.push(valueAt(scan, depth + 1))
    space(scan)
    const mark = scan.text[scan.at]
    if (mark !== ',' && mark !== ']') throw fault(scan, 'a comma or ] is missing')
    scan.at++
    if (mark === ']') return found
  }
}

function stringAt(scan: Scan): string {
  const { text } = scan
  const start = scan.at
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  if (end < 0) throw new NotJson('a string is not closed', start + 1)
  const inside = text.slice(start + 1, end)
  if (CONTROL.test(inside)) throw new NotJson('a control character in a string', start + 1)
  scan.at = end + 1
  const value = inside.includes('\\') ? unescaped(text.slice(start, end + 1), start) : inside
  if (!value.isWellFormed()) throw new NotJson('half a surrogate pair in a string', start + 1)
  return value
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text[quote - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

function unescaped(quoted: string, start: number): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw new NotJson('an unknown escape in a string', start + 1)
  }
}

function numberAt(scan: Scan): ExactNumber {
  NUMBER.lastIndex = scan.at
  const found = NUMBER.exec(scan.text)?.[0]
  if (found === undefined) throw fault(scan, 'an unexpected character')
  scan.at += found.length
  return new ExactNumber(found)
}

function word<T>(scan: Scan, text: string, value: T): T {
  if (!scan.text.startsWith(text, scan.at)) throw fault(scan, 'an unexpected word')
  scan.at += text.length
  return value
}

function space(scan: Scan): void {
  const code = scan.text.charCodeAt(scan.at)
  if (code > 32) return
  SPACE.lastIndex = scan.at
  scan.at += SPACE.exec(scan.text)![0].length
}

const fault = (scan: Scan, why: string): NotJson =>
  scan.at >= scan.text.length
    ? new NotJson('the text ends too early', scan.at + 1)
    : new NotJson(why, scan.at + 1)

export const isExactObject = (value: Exact | undefined): value is { [key: string]: Exact } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)

/** One text for one content: names sorted by code unit, no white space, numbers as they were written. */
export function canonicalExact(value: Exact): string {
  if (value instanceof ExactNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(canonicalExact).join(',')}]`
  if (!isExactObject(value)) return JSON.stringify(value)
  const members = Object.keys(value)
    .toSorted(byCodeUnit)
    .map((key) => `${JSON.stringify(key)}:${canonicalExact(value[key]!)}`)
  return `{${members.join(',')}}`
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Value at a JSON pointer (RFC 6901); undefined where there is none. The empty pointer is the whole. */
export function atPointer(value: Exact, pointer: string): Exact | undefined {
  if (pointer === '') return value
  let here: Exact | undefined = value
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(key) ? here[Number(key)] : undefined
    else if (isExactObject(here)) here = here[key]
    else return undefined
  }
  return here
}

import { canonical, type Json } from '../../src/kernel/index.ts'

/** A stream of numbers from a seed (mulberry32): a mutation that breaks something can be made again. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) % below
  }
}

type Pick = (below: number) => number
type Tree = Record<string, Json>

/** Bytes that mean something in a receipt. */
const TELLING = [
  '"',
  '{',
  '}',
  ':',
  ',',
  '\n',
  '\\',
  '0',
  '1',
  '9',
  '=',
  '+',
  '/',
  '-',
  ' ',
  '\u2014',
  '\0',
  '\ud800',
  '\u4e00',
]

/** Changes bytes: most of it no longer has the form of a receipt. */
function bendBytes(file: Buffer, pick: Pick, others: readonly Buffer[]): Buffer {
  const at = pick(file.length + 1)
  const length = 1 + pick(pick(4) === 0 ? 400 : 4)
  const piece = [
    () => Buffer.from(TELLING[pick(TELLING.length)]!),
    () => Buffer.alloc(0),
    () => file.subarray(at, at + length),
    () => Buffer.from([pick(256)]),
    () => others[pick(others.length)]!.subarray(at, at + length),
  ][pick(5)]!()
  const cut = pick(3) === 0 ? 0 : pick(2) === 0 ? piece.length : length
  return Buffer.concat([file.subarray(0, at), piece, file.subarray(at + cut)])
}

/** Changes what the receipt says and writes it in its canonical form again: it comes past the checks of form. */
function bendParts(file: Buffer, pick: Pick, others: readonly Buffer[]): Buffer {
  const value = JSON.parse(file.toString()) as Tree
  const other = JSON.parse(others[pick(others.length)]!.toString()) as Tree
  const ways: (() => void)[] = [
    () => swap(value, other, pick),
    () => swap(value, other, pick),
    () => void (value['proof'] = bendLines(textOf(value['proof']), textOf(other['proof']), pick)),
    () => void (value['proof'] = bendLines(textOf(value['proof']), textOf(other['proof']), pick)),
    () => void (value['entry'] = bendText(textOf(value['entry']), textOf(other['entry']), pick)),
    () => void (value['vkey'] = bendText(textOf(value['vkey']), textOf(other['vkey']), pick)),
    () => bendInside(value, 'payload', other, pick),
    () => bendInside(value, 'guomi', other, pick),
  ]
  for (let n = 1 + pick(3); n > 0; n--) ways[pick(ways.length)]!()
  try {
    return Buffer.from(`${canonical(value)}\n`)
  } catch {
    // A lone surrogate has no canonical form.
    return file.subarray(1)
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

function swap(value: Tree, other: Tree, pick: Pick): void {
  const names = [...new Set([...Object.keys(value), ...Object.keys(other)])].filter((one) => one !== 'format')
  const name = names[pick(names.length)]!
  if (other[name] === undefined) delete value[name]
  else value[name] = other[name]
}

function bendInside(value: Tree, part: string, other: Tree, pick: Pick): void {
  const [mine, theirs] = [value[part], other[part]]
  if (!isTree(mine) || !isTree(theirs)) return
  const name = Object.keys(mine)[pick(Object.keys(mine).length)]!
  const inside = mine[name]
  if (typeof inside === 'string') mine[name] = bendText(inside, textOf(theirs[name]), pick)
  else if (Array.isArray(inside)) mine[name] = bendList(inside as string[], theirs[name] as string[], pick)
  else if (theirs[name] !== undefined) mine[name] = theirs[name]
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function bendList(list: readonly string[], other: readonly string[], pick: Pick): string[] {
  const bent = [...list]
  const at = pick(bent.length + 1)
  const from = other[pick(other.length || 1)] ?? ''
  ;[
    () => bent.splice(at, 1),
    () => bent.splice(at, 0, from),
    () => bent.splice(at, 1, from),
    () => bent.splice(at, 0, bent[pick(bent.length || 1)] ?? ''),
  ][pick(4)]!()
  return bent
}

/** Lines of a proof: dropped, doubled, moved, taken from another, or changed in a character. */
function bendLines(text: string, other: string, pick: Pick): string {
  if (pick(3) === 0) return bendText(text, other, pick)
  return bendList(text.split('\n'), other.split('\n'), pick).join('\n')
}

function bendText(text: string, other: string, pick: Pick): string {
  const at = pick(text.length + 1)
  const put = pick(2) === 0 ? TELLING[pick(TELLING.length)]! : other.slice(at, at + 1 + pick(8))
  return text.slice(0, at) + put + text.slice(at + pick(1 + put.length))
}

/** One of a million ways to break a receipt: by bytes, or (one in `structuredEvery`) by its parts. */
export function mutate(file: Buffer, pick: Pick, others: readonly Buffer[], structuredEvery: number): Buffer {
  const bend = pick(structuredEvery) === 0 ? bendParts : bendBytes
  return bend(file, pick, others)
}

import { decimal } from './bytes.ts'
import { COSIGNATURE, parseKey, type NoteKey } from './keys.ts'
import { parseNote, type Note } from './note.ts'

/** A statement by a log's key about the key that comes after it: a note signed by the old one. */
export interface Succession {
  readonly old: string
  readonly new: string
  /** Tree size up to which the old key signed, and from which the new one signs. */
  readonly size: number
  /** `revoked`: whoever has the old key may be another; what it signed counts only with a witness beside it. */
  readonly state: 'retired' | 'revoked'
  /** When, in ms since 1970: as the log says. */
  readonly at: number
  readonly note: Note
  readonly text: string
}

/** One key of a log and the sizes of the trees that it signed. */
export interface KeySpan {
  readonly vkey: string
  readonly from: number
  /** Null while it signs. */
  readonly to: number | null
  readonly state: 'active' | 'retired' | 'revoked'
}

/** What a log publishes about its keys. Only the signed statements in it bind a reader. */
export interface KeyHistory {
  readonly keys: readonly KeySpan[]
  readonly successions: readonly Succession[]
}

/** First lines that no checkpoint can have: its second line is a number. */
const HISTORY = 'xinyu-log-keys/1'
const SUCCESSION = 'xinyu-key-succession/1'
/** A log that changes its key each day for a century stays below. */
const MOST_KEYS = 40_000

/** The text that the old key signs. */
export const printSuccession = (one: Pick<Succession, 'old' | 'new' | 'size' | 'state' | 'at'>): string =>
  `${SUCCESSION}\nold ${one.old}\nnew ${one.new}\nsize ${one.size}\nstate ${one.state}\nat ${one.at}\n`

/** Reads a signed statement; null when it is not of the exact form. The signature is not looked at. */
export function parseSuccession(text: string): Succession | null {
  const note = parseNote(text)
  if (typeof note === 'string') return null
  const match = /^[^\n]+\nold (\S+)\nnew (\S+)\nsize (\S+)\nstate (retired|revoked)\nat (\S+)\n$/.exec(
    note.text,
  )
  if (!match || !note.text.startsWith(`${SUCCESSION}\n`)) return null
  const [, from = '', to = '', sizeText = '', state = '', atText = ''] = match
  const [oldKey, newKey, size, at] = [parseKey(from), parseKey(to), decimal(sizeText), decimal(atText)]
  if (!isLogKey(oldKey) || !isLogKey(newKey) || size === null || at === null || from === to) return null
  // The log keeps its name and its algorithm: a statement cannot hand its trust to another log.
  if (oldKey.name !== newKey.name || oldKey.type !== newKey.type) return null
  return { old: from, new: to, size, state: state as Succession['state'], at, note, text }
}

const isLogKey = (key: NoteKey | null): key is NoteKey => key !== null && key.type !== COSIGNATURE

/** One line a key, a blank line, and the signed statements one behind the other. */
export function printKeyHistory({ keys, successions }: KeyHistory): string {
  const lines = keys.map((one) => `key ${one.vkey} ${one.from} ${one.to ?? '-'} ${one.state}`)
  return `${[HISTORY, ...lines].join('\n')}\n\n${successions.map((one) => one.text).join('')}`
}

/** Reads what {@link printKeyHistory} writes, or says what is wrong. */
export function parseKeyHistory(text: string): KeyHistory | string {
  const border = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(0, border)).split('\n')
  if (first !== HISTORY || lines.length > MOST_KEYS) return `not a ${HISTORY} text`
  const keys: KeySpan[] = []
  for (const line of lines) {
    const key = parseSpan(line)
    if (!key) return `not a key line: ${line.slice(0, 80)}`
    keys.push(key)
  }
  const successions: Succession[] = []
  const rest = text.slice(border + 2)
  const parts = rest === '' ? [] : rest.split(new RegExp(`^(?=${SUCCESSION}$)`, 'm'))
  if (parts.length > MOST_KEYS) return 'too many statements'
  for (const part of parts) {
    const succession = parseSuccession(part)
    if (!succession) return `not a ${SUCCESSION} note`
    successions.push(succession)
  }
  return isTold(keys, successions) ? { keys, successions } : 'the keys are not as the statements tell'
}

/** Nothing stands in the lines that the statements do not say: what is unsigned cannot be changed on its own. */
function isTold(keys: readonly KeySpan[], successions: readonly Succession[]): boolean {
  return keys.every(({ vkey, from, to, state }) => {
    const made = successions.find((one) => one.new === vkey)
    const ended = successions.find((one) => one.old === vkey)
    return from === (made?.size ?? 0) && to === (ended?.size ?? null) && state === (ended?.state ?? 'active')
  })
}

function parseSpan(line: string): KeySpan | null {
  const [word, vkey = '', fromText = '', toText = '', state = '', ...more] = line.split(' ')
  const [from, to] = [decimal(fromText), toText === '-' ? null : decimal(toText)]
  if (word !== 'key' || more.length > 0 || !isLogKey(parseKey(vkey))) return null
  if (from === null || (to === null) !== (state === 'active')) return null
  if (!['active', 'retired', 'revoked'].includes(state) || (toText !== '-' && to === null)) return null
  return { vkey, from, to, state: state as KeySpan['state'] }
}

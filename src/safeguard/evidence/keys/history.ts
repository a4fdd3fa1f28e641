import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { readOrNull, writeAtomic } from '../log/index.ts'
import {
  ED25519,
  type KeyHistory,
  type KeySpan,
  parseKey,
  parseKeyHistory,
  printKeyHistory,
  trustedKeys,
  type NoteKeyType,
} from '../verifier/index.ts'

/** The keys of the log and what each said about its successor: a static file beside the checkpoint. */
export const historyFile = (folder: string): string => join(folder, 'keys')

/** Null for a log that has none yet. @throws XinyuError EVIDENCE_LOG_DAMAGED */
export async function readHistory(folder: string): Promise<KeyHistory | null> {
  const text = (await readOrNull(historyFile(folder)))?.toString('utf8')
  if (text === undefined) return null
  const history = parseKeyHistory(text)
  if (typeof history === 'string') throw damaged(history)
  // Every statement leads from a first key, and is signed.
  const firsts = history.keys.filter((one) => one.from === 0).map((one) => one.vkey)
  const trusted = trustedKeys(firsts, text)
  if (typeof trusted === 'string') throw damaged(trusted)
  if (history.keys.some((one) => !trusted.has(one.vkey))) throw damaged('a key that no statement names')
  return history
}

/** Whoever follows the log is told of it: the name of the file is enough. */
const damaged = (why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file: 'evidence/keys', why })

/** Durable when it returns. */
export const writeHistory = (folder: string, history: KeyHistory): Promise<void> =>
  writeAtomic(historyFile(folder), printKeyHistory(history), { sync: true })

export const beginHistory = (vkeys: readonly string[]): KeyHistory => ({
  keys: vkeys.map((vkey) => ({ vkey, from: 0, to: null, state: 'active' })),
  successions: [],
})

const typeOf = (vkey: string): NoteKeyType | undefined => parseKey(vkey)?.type

/** The spans of one algorithm, oldest first. */
export const spansOf = (history: KeyHistory, type: NoteKeyType): KeySpan[] =>
  history.keys.filter((one) => typeOf(one.vkey) === type)

/** How many keys the log has had; the newest bears this number in custody. */
export const generation = (history: KeyHistory | null): number =>
  history === null ? 1 : Math.max(1, spansOf(history, ED25519).length)

/** The keys that sign now. */
export const activeKeys = (history: KeyHistory): string[] =>
  history.keys.filter((one) => one.state === 'active').map((one) => one.vkey)

import { parseKey } from './keys.ts'
import { checkSignature } from './note.ts'
import { parseKeyHistory } from './succession.ts'

/** How far a reader trusts a log's key. */
export interface Trust {
  /** Tree sizes that it may sign, both inclusive; null without an end. */
  readonly from: number
  readonly to: number | null
  /** A key on the way was revoked: a signature counts only with that of a witness beside it. */
  readonly needsWitness: boolean
}

/**
 * The keys that a reader trusts who pins `pinned` and was given the log's key history: each statement by a trusted key
 * passes the trust on. Text when the history is not whole, or when a key names two successors: that is a fork.
 */
export function trustedKeys(
  pinned: readonly string[],
  history: string | undefined,
): ReadonlyMap<string, Trust> | string {
  const trusted = new Map<string, Trust>(
    pinned.map((vkey) => [vkey.trim(), { from: 0, to: null, needsWitness: false }]),
  )
  if (history === undefined) return trusted
  const read = parseKeyHistory(history)
  if (typeof read === 'string') return read
  const open = new Set(read.successions)
  const successors = new Map<string, string>()
  for (let grown = true; grown; ) {
    grown = false
    for (const one of open) {
      const old = trusted.get(one.old)
      if (!old) continue
      open.delete(one)
      grown = true
      if (checkSignature(one.note, parseKey(one.old)!) !== 'verified')
        return 'a statement about the next key is not signed by the key before it'
      const earlier = successors.get(one.old)
      if (earlier !== undefined && earlier !== one.note.text) return 'one key names two successors'
      successors.set(one.old, one.note.text)
      const needsWitness = old.needsWitness || one.state === 'revoked'
      trusted.set(one.old, { from: old.from, to: one.size, needsWitness })
      // What the reader pinned by itself does not hang on what an older key says.
      if (!trusted.has(one.new)) trusted.set(one.new, { from: one.size, to: null, needsWitness })
    }
  }
  return trusted
}

import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from './bytes.ts'
import { isRecord } from './receipt-file.ts'
import { sm3 } from './sm3.ts'
import type { GoodReceipt } from './verdict.ts'

/** The proof of a destruction: a receipt on the first line, ids of entries on the others. */
export interface DestructionFile {
  readonly receipt: Uint8Array
  readonly list: Uint8Array
}

const KIND = 'evidence.destroyed'
const LINE_FEED = 0x0a
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** Null where it is not one. */
export function splitDestruction(file: Uint8Array): DestructionFile | null {
  const end = file.indexOf(LINE_FEED) + 1
  if (end === 0 || end === file.length) return null
  const list = file.subarray(end)
  return ID.test(latin1(list.subarray(0, 36))) ? { receipt: file.subarray(0, end), list } : null
}

/** Why the list is not the one that the receipt of a destruction carries the digest of; null where it is. */
export function wrongList(
  { entry, payload }: Pick<GoodReceipt, 'entry' | 'payload'>,
  list: Uint8Array,
): string | null {
  // Whoever may write any payload at all could state a list in it.
  if (entry.kind !== KIND) return 'the receipt is not of a destruction'
  const stated = isRecord(payload) ? payload['list'] : undefined
  if (!isRecord(stated)) return 'the receipt names no list'
  const hash = stated['algorithm'] === 'sm3' ? sm3 : sha256
  if (hex(hash(list)) !== stated['digest']) return 'the digest of the list is another'
  const lines = latin1(list).split('\n')
  const last = lines.pop()
  if (last !== '' || lines.length !== stated['entries'] || !lines.every((line) => ID.test(line)))
    return 'the list has another form or length'
  return null
}

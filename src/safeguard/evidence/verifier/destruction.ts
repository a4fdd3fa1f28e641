import type { Json } from '../../kernel/canonical.ts'
import { suiteOf } from '../../safeguard/crypto/index.ts'

const LINE_FEED = 0x0a
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The proof of a destruction: a receipt on the first line, ids of entries on the others. Null where it is not one. */
export function splitDestruction(file: Buffer): { receipt: Buffer; list: Buffer } | null {
  const end = file.indexOf(LINE_FEED) + 1
  if (end === 0 || end === file.length) return null
  const list = file.subarray(end)
  return ID.test(list.subarray(0, 36).toString('latin1')) ? { receipt: file.subarray(0, end), list } : null
}

/** Why the list is not the one that the receipt's payload carries the digest of; null where it is. */
export function wrongList(payload: Json | undefined, list: Buffer): string | null {
  const stated = (payload as { list?: { algorithm?: Json; digest?: Json; entries?: Json } } | undefined)?.list
  if (!stated) return 'the receipt names no list'
  const suite = suiteOf(stated.algorithm === 'sm3' ? 'guomi' : 'international')
  if (suite.hash.of(list).toString('hex') !== stated.digest) return 'its digest is another'
  const lines = list.toString('latin1').split('\n')
  const last = lines.pop()
  if (last !== '' || lines.length !== stated.entries || !lines.every((line) => ID.test(line)))
    return 'it has another form or length'
  return null
}

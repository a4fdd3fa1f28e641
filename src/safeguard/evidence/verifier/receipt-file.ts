import { canonical, type Json } from '../../../kernel/canonical.ts'
import { utf8Text } from './bytes.ts'
import { isCanonical } from './entry.ts'

export const RECEIPT_FORMAT = 'xinyu-receipt/1'
/** No honest receipt comes near; a hostile one is not parsed. */
const MAX_RECEIPT_BYTES = 64 * 1024 * 1024

/** A receipt as it lies in its file. */
export interface ReceiptFile {
  /** The canonical bytes of the leaf, as text. */
  readonly entry: string
  /** C2SP tlog-proof text with the checkpoint inside. */
  readonly proof: string
  /** The verifier key of the log (Ed25519). */
  readonly vkey: string
  readonly payload?: { readonly salt: string; readonly body: Json } | undefined
  /** The second chain of a log of 国密: its SM2 key, and the path to the `sm3-root` (Base64, from the leaf up). */
  readonly guomi?: { readonly vkey: string; readonly path: readonly string[] } | undefined
}

/** The bytes of the file: canonical JSON and a newline. */
export const printReceipt = (file: ReceiptFile): Uint8Array =>
  new TextEncoder().encode(`${canonical({ format: RECEIPT_FORMAT, ...file })}\n`)

/** Reads a receipt, or says what is wrong. It must be, byte for byte, the one canonical form of what it says. */
export function readReceipt(bytes: Uint8Array): ReceiptFile | string {
  if (bytes.length > MAX_RECEIPT_BYTES) return 'too large for a receipt'
  const text = utf8Text(bytes)
  if (text === null) return 'not UTF-8'
  const value = parseJson(text)
  if (!isRecord(value)) return 'not JSON'
  if (!isCanonical(value, text.slice(0, -1)) || !text.endsWith('\n')) return 'not in canonical form'
  const { format, entry, proof, vkey, payload, guomi, ...more } = value
  if (format !== RECEIPT_FORMAT) return `not a ${RECEIPT_FORMAT} file`
  if (Object.keys(more).length > 0) return `unknown part ${Object.keys(more)[0]}`
  if (typeof entry !== 'string' || typeof proof !== 'string' || typeof vkey !== 'string')
    return 'entry, proof or vkey is missing'
  if (payload !== undefined && !isPayload(payload)) return 'payload must hold salt and body'
  if (guomi !== undefined && !isGuomi(guomi)) return 'guomi must hold vkey and path'
  return { entry, proof, vkey, payload, guomi }
}

function isPayload(value: Json): value is { salt: string; body: Json } {
  return isRecord(value) && keysOf(value) === 'body,salt' && typeof value['salt'] === 'string'
}

function isGuomi(value: Json): value is { vkey: string; path: string[] } {
  if (!isRecord(value) || keysOf(value) !== 'path,vkey') return false
  const { vkey, path } = value
  return typeof vkey === 'string' && Array.isArray(path) && path.every((one) => typeof one === 'string')
}

const keysOf = (value: object) => Object.keys(value).sort().join()

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

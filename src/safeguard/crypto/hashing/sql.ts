import { suite } from '../in-force.ts'

/**
 * The hash of the suite inside the engine. DuckDB has SHA-256 of its own and no SM3: for 国密 the child process gives it
 * functions under these names, which compute by OpenSSL (`supply/source/child/functions.ts`).
 */
export const ENGINE_FUNCTIONS = {
  hash: 'suite_hash',
  mac: 'suite_mac',
  fingerprint: 'suite_fingerprint',
} as const

/** Whether the engine needs to be given the functions. */
export const engineLacksHash = (): boolean => suite().hash.name !== 'sha256'

/** SQL of the digest of a text expression (its UTF-8 bytes): 64 hex digits in lower case. */
export const hashSql = (text: string): string =>
  engineLacksHash() ? `${ENGINE_FUNCTIONS.hash}(encode(${text}))` : `sha256(${text})`

/** A key padded twice for HMAC (RFC 2104), hex. SHA-256 and SM3 have blocks of the same size. */
export interface MacPads {
  readonly inner: string
  readonly outer: string
}

/** Bytes, of SHA-256 and SM3 alike. */
export const BLOCK_BYTES = 64

/** Of a key of at most 64 bytes. */
export function macPads(key: Uint8Array): MacPads {
  const block = Buffer.alloc(BLOCK_BYTES)
  block.set(key)
  return {
    inner: Buffer.from(block.map((byte) => byte ^ 0x36)).toString('hex'),
    outer: Buffer.from(block.map((byte) => byte ^ 0x5c)).toString('hex'),
  }
}

/** SQL of the HMAC of a text expression (its UTF-8 bytes): 64 hex digits in lower case; equal to `suite().mac`. */
export const macSql = ({ inner, outer }: MacPads, text: string): string =>
  engineLacksHash()
    ? `${ENGINE_FUNCTIONS.mac}(unhex('${outer}${inner}') || encode(${text}))`
    : `sha256(unhex('${outer}') || unhex(sha256(unhex('${inner}') || encode(${text}))))`

/**
 * SQL of 128 bits (UHUGEINT) by which equal rows are found equal. It protects nothing, so an international space takes
 * the engine's quickest, MD5 (a quarter of the time of SHA-256); a 国密 space takes SM3.
 */
export const fingerprintSql = (text: string): string =>
  engineLacksHash() ? `${ENGINE_FUNCTIONS.fingerprint}(encode(${text}))` : `md5_number(${text})`

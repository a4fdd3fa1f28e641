import { generateKeyPairSync, type KeyObject, createPublicKey, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { packBundle, parseTilePath } from '../../src/safeguard/evidence/log/index.ts'
import {
  base64,
  emptyRoot,
  leafHash,
  nodeHash,
  noteKeyId,
  printCheckpoint,
  printKey,
  printSignature,
} from '../../src/safeguard/evidence/verifier/index.ts'

/** A log in memory, made after RFC 6962 word by word and slow: what the fast one does is held against it. */
export interface SmallLog {
  readonly origin: string
  readonly key: KeyObject
  readonly vkey: string
  readonly entries: Buffer[]
  root(size?: number): Uint8Array
  /** A signed checkpoint at a size; the present one by default. */
  note(size?: number): string
  /** RFC 6962 §2.1.2, Base64. */
  proof(first: number, second: number): string[]
  /** Body of add-checkpoint. */
  request(old: number, size?: number): string
}

export const makeKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

export function smallLog(origin = 'log.example/test', key = makeKey(), entries: Buffer[] = []): SmallLog {
  const publicKey = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url')
  const hashes = () => entries.map((entry) => leafHash(entry))
  const log: SmallLog = {
    origin,
    key,
    vkey: printKey(origin, publicKey),
    entries,
    root: (size = entries.length) => mth(hashes().slice(0, size)),
    note(size = entries.length) {
      const text = printCheckpoint(origin, size, log.root(size))
      return `${text}\n${printSignature(origin, noteKeyId(origin, publicKey), sign(null, Buffer.from(text), key))}`
    },
    proof: (first, second) =>
      first === 0 || first === second
        ? []
        : subproof(first, hashes().slice(0, second), true).map((hash) => base64(hash)),
    request: (old, size = entries.length) =>
      `${[`old ${old}`, ...log.proof(old, size)].join('\n')}\n\n${log.note(size)}`,
  }
  return log
}

/** `count` entries that are told apart by `word`. */
export const words = (word: string, count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => Buffer.from(`${word} ${at}`))

const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return emptyRoot()
  if (leaves.length === 1) return leaves[0]!
  const k = split(leaves.length)
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}

function subproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [mth(leaves)]
  const k = split(leaves.length)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))]
}

/** The static files of a log as C2SP tlog-tiles has them; null where there is none. */
export const filesOf =
  (log: () => SmallLog, size?: () => number) =>
  (path: string): Buffer | string | null => {
    if (path === 'checkpoint') return log().note(size?.())
    const name = parseTilePath(path)
    if (!name || name.tree) return null
    const { level, index, width } = name
    const { entries } = log()
    if (level === 'entries') {
      const bundle = entries.slice(index * 256, index * 256 + width)
      return bundle.length === width ? packBundle(bundle) : null
    }
    const span = 256 ** level
    if ((index * 256 + width) * span > entries.length) return null
    const hashes = entries.map((entry) => leafHash(entry))
    return Buffer.concat(
      Array.from({ length: width }, (_, at) => {
        const from = (index * 256 + at) * span
        return mth(hashes.slice(from, from + span))
      }),
    )
  }

/** Serves what a function answers for a path, on a free port of this machine. */
export async function serveFiles(
  file: (path: string) => Buffer | string | null | Promise<Buffer | string | null>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void Promise.resolve(file(request.url!.slice(1))).then((body) =>
      response.writeHead(body === null ? 404 : 200).end(body ?? ''),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve()) && server.closeAllConnections()),
  }
}

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonical } from '../../src/kernel/index.ts'
import { guomi, international, softKey, type SuiteName, suiteOf } from '../../src/safeguard/crypto/index.ts'
import { createLog, makeSigner, openLog, type Signer } from '../../src/safeguard/evidence/log/index.ts'
import {
  addSignatures,
  base64,
  cosignedMessage,
  parseKey,
  parseNote,
  printCosignature,
  printCosignerKey,
  printProof,
  printReceipt,
} from '../../src/safeguard/evidence/verifier/index.ts'

export const ORIGIN = 'xinyu.internal/receipts'
/** What the receipts say was released. */
export const RESULT = Buffer.from('{"rows":[["310000",12]]}\n')

/** A witness that signs whatever it is shown: for tests of who reads, not of who witnesses. */
export interface TestWitness {
  readonly vkey: string
  /** The signature line for a checkpoint. */
  cosign(note: string, seconds?: number): string
}

export function testWitness(name: string): TestWitness {
  const key = generateKeyPairSync('ed25519').privateKey
  const vkey = printCosignerKey(name, rawKey(key))
  return {
    vkey,
    cosign(note, seconds = 1_700_000_000) {
      const parsed = parseNote(note)
      if (typeof parsed === 'string') throw new Error(parsed)
      const signature = sign(null, cosignedMessage(parsed.text, seconds), key)
      return printCosignature(parseKey(vkey)!, seconds, signature)
    },
  }
}

const rawKey = (key: KeyObject): Buffer => international.signature.publicKey(key)

/** The keys of a log of this suite, made now. */
export const testSigner = (suite: SuiteName, origin = ORIGIN): Signer =>
  makeSigner(
    {
      ed25519: softKey(international, international.signature.generate()),
      sm2: suite === 'guomi' ? softKey(guomi, guomi.signature.generate()) : undefined,
    },
    origin,
  )

export interface TestReceipts {
  readonly signer: Signer
  readonly entries: readonly string[]
  /** The receipt of a leaf, with these signature lines beside those of the log. */
  receipt(leaf: number, cosignatures?: readonly string[], payload?: boolean): Buffer
  /** Its bare proof. */
  proof(leaf: number, cosignatures?: readonly string[]): string
  readonly note: string
}

/** A real log of `size` entries with one payload each, and the receipts of all its leaves; without database. */
export async function testReceipts(
  suite: SuiteName,
  size: number,
  signer: Signer = testSigner(suite),
): Promise<TestReceipts> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-receipts-'))
  try {
    await createLog(folder)
    const log = await openLog({ folder, signer, atLeast: 0, sm3: suite === 'guomi' })
    const made = Array.from({ length: size }, (_, n) => makeEntry(suite, n))
    await log.append(made.map((one) => Buffer.from(one.entry)))
    const { note } = await log.checkpoint(size)
    const paths = await Promise.all(made.map((_, leaf) => log.reader.inclusionProof(leaf, size)))
    const seconds = await Promise.all(made.map(async (_, leaf) => log.reader.sm3?.inclusionProof(leaf, size)))
    await log.close()
    const proof = (leaf: number, lines: readonly string[] = []) =>
      printProof(leaf, paths[leaf]!, addSignatures(note, lines))
    return {
      signer,
      entries: made.map((one) => one.entry),
      note,
      proof,
      receipt(leaf, lines = [], payload = true) {
        const { entry, salt, body } = made[leaf]!
        const path = seconds[leaf]?.map(base64)
        const sm2 = signer.vkeys[1]
        return Buffer.from(
          printReceipt({
            entry,
            proof: proof(leaf, lines),
            vkey: signer.vkey,
            payload: payload ? { salt: base64(salt), body } : undefined,
            guomi: path && sm2 !== undefined ? { vkey: sm2, path } : undefined,
          }),
        )
      },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function makeEntry(suite: SuiteName, n: number) {
  const { hash } = suiteOf(suite)
  const body = { result: { digest: hash.of(RESULT).toString('hex') }, 说明: `第 ${n} 次` }
  const salt = Buffer.alloc(32, n + 1)
  const bytes = Buffer.from(canonical(body))
  const entry = canonical({
    v: 1,
    id: `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    at: '2026-01-05T01:00:00.000Z',
    kind: 'run.released',
    actor: { system: 'test' },
    subject: { run: `run-${n}` },
    payload: { alg: `${hash.name}-salted`, hash: hash.of(salt, bytes).toString('hex'), bytes: bytes.length },
  })
  return { entry, salt, body }
}

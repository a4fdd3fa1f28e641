import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonical, systemRandom, uuid7 } from '../../src/kernel/index.ts'
import { guomi, international, softKey, suite } from '../../src/safeguard/crypto/index.ts'
import { createLog, makeSigner, openLog } from '../../src/safeguard/evidence/log/index.ts'
import { printProof, RECEIPT_FORMAT, verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import type { Measure } from '../run.ts'

const SIZE = 100_000
const COUNT = 500

/** Receipts of a log of 100,000 entries: made, and verified by the pure verifier. */
export async function verification(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-verify-'))
  const sm3 = suite().name === 'guomi'
  try {
    const keys = {
      ed25519: softKey(international, generateKeyPairSync('ed25519').privateKey),
      ...(sm3 ? { sm2: softKey(guomi, guomi.signature.generate()) } : {}),
    }
    const signer = makeSigner(keys, 'xinyu.internal/bench')
    await createLog(folder)
    const log = await openLog({ folder, signer, atLeast: 0, sm3 })
    for (let at = 0; at < SIZE; at += 5_000) {
      await log.append(Array.from({ length: 5_000 }, (_, i) => Buffer.from(benchEntry(at + i))))
    }
    const { note } = await log.checkpoint(SIZE)
    const files: Uint8Array[] = []
    const made = performance.now()
    for (let i = 0; i < COUNT; i++) {
      const leaf = (i * 7_919) % SIZE
      const proof = printProof(leaf, await log.reader.inclusionProof(leaf, SIZE), note)
      const entry = (await log.reader.entry(leaf)).toString()
      files.push(Buffer.from(`${canonical({ format: RECEIPT_FORMAT, entry, proof, vkey: signer.vkey })}\n`))
    }
    const verified = performance.now()
    const verdicts = files.map((file) => verifyReceipt(file, { vkey: signer.vkey }))
    const done = performance.now()
    await log.close()
    const bad = verdicts.find((one) => !one.ok)
    if (bad) throw new Error(`a receipt did not verify: ${JSON.stringify(bad)}`)
    const rate = (from: number, to: number) => Math.round((COUNT / (to - from)) * 1000)
    return [
      {
        name: 'proofs made',
        value: rate(made, verified),
        unit: 'receipts/s',
        note: 'from tiles of 100,000 entries',
      },
      {
        name: 'proofs verified',
        value: rate(verified, done),
        unit: 'receipts/s',
        note: 'pure JavaScript, the signature by Ed25519 included',
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const benchEntry = (i: number): string =>
  canonical({
    v: 1,
    id: uuid7(systemRandom, i),
    at: '2026-01-01T00:00:00.000Z',
    kind: 'thing.made',
    actor: { system: 'bench' },
    subject: { thing: `t-${i}` },
  })

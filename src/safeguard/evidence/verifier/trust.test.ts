import { describe, expect, test } from 'vitest'
import { testReceipts, testSigner, testWitness } from '../../../../test/support/receipts.ts'
import { canonical } from '../../../kernel/index.ts'
import type { Signer } from '../log/index.ts'
import {
  type KeySpan,
  parseKeyHistory,
  printSuccession,
  type Succession,
  trustedKeys,
  verifyReceipt,
} from './index.ts'

const [a, b, c, stranger] = Array.from({ length: 4 }, () => testSigner('international')) as [
  Signer,
  Signer,
  Signer,
  Signer,
]
const witness = testWitness('w.example/1')
const policy = `witness w ${witness.vkey}\nquorum w\n`
type Change = Pick<Succession, 'size' | 'state'>
const statement = (old: Signer, next: Signer, { size, state }: Change, by = old) =>
  by.signWith(by.vkey, printSuccession({ old: old.vkey, new: next.vkey, size, state, at: 1_700_000_000_000 }))
const span = ({ vkey, from, to, state }: KeySpan) => `key ${vkey} ${from} ${to ?? '-'} ${state}\n`

/** A history of keys one behind the other, each handed over at a size. */
async function history(...steps: { old: Signer; next: Signer; change: Change; by?: Signer }[]) {
  const first = steps[0]!.old.vkey
  const keys: KeySpan[] = [{ vkey: first, from: 0, to: null, state: 'active' }]
  const notes: string[] = []
  for (const { old, next, change, by } of steps) {
    const at = keys.findIndex((one) => one.vkey === old.vkey)
    if (keys[at]!.to === null) keys[at] = { ...keys[at]!, to: change.size, state: change.state }
    keys.push({ vkey: next.vkey, from: change.size, to: null, state: 'active' })
    notes.push(await statement(old, next, change, by))
  }
  return `xinyu-log-keys/1\n${keys.map(span).join('')}\n${notes.join('')}`
}
const retired = (size: number): Change => ({ size, state: 'retired' })
const revoked = (size: number): Change => ({ size, state: 'revoked' })
const receiptBy = async (signer: Signer, size: number, witnessed = false) => {
  const made = await testReceipts('international', size, signer)
  return made.receipt(0, witnessed ? [witness.cosign(made.note)] : [])
}

describe('the next key of a log', () => {
  test('is trusted over several steps, each from its size on, and the one before up to it', async () => {
    const keys = await history(
      { old: a, next: b, change: retired(3) },
      { old: b, next: c, change: retired(5) },
    )
    const say = async (signer: Signer, size: number) =>
      verifyReceipt(await receiptBy(signer, size), { vkey: a.vkey, keys }).ok
    expect(await Promise.all([say(a, 3), say(b, 3), say(b, 5), say(c, 5), say(c, 9)])).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    // A key that has been followed by another signs no later tree: it may be in other hands by then.
    expect(await Promise.all([say(a, 4), say(b, 6)])).toEqual([false, false])
    // A key signs no tree from before it was named.
    expect(await Promise.all([say(b, 2), say(c, 4)])).toEqual([false, false])
    expect(verifyReceipt(await receiptBy(stranger, 3), { vkey: a.vkey, keys })).toMatchObject({
      where: 'key',
    })
  })

  test('is not trusted by a statement that another key signed, and then the whole history counts for nothing', async () => {
    const keys = await history({ old: a, next: b, change: retired(3), by: stranger })
    expect(trustedKeys([a.vkey], keys)).toBeTypeOf('string')
    expect(verifyReceipt(await receiptBy(b, 4), { vkey: a.vkey, keys })).toMatchObject({
      ok: false,
      where: 'key',
    })
  })

  test('cannot be two: a key that names two successors is a fork', async () => {
    const keys = await history(
      { old: a, next: b, change: retired(3) },
      { old: b, next: c, change: retired(5) },
    )
    const second = await statement(a, c, retired(3))
    const forked = keys + second
    expect(trustedKeys([a.vkey], forked)).toBeTypeOf('string')
    expect(verifyReceipt(await receiptBy(b, 4), { vkey: a.vkey, keys: forked })).toMatchObject({
      where: 'key',
    })
  })

  test('is of the same log and algorithm', async () => {
    const elsewhere = testSigner('guomi', 'other.example/log')
    for (const vkey of elsewhere.vkeys) {
      const note = await a.signWith(
        a.vkey,
        printSuccession({ old: a.vkey, new: vkey, size: 1, state: 'retired', at: 0 }),
      )
      expect(parseKeyHistory(`xinyu-log-keys/1\n\n${note}`)).toBeTypeOf('string')
    }
  })
})

test('a key vouches for the log of its own name alone', async () => {
  const made = await testReceipts('international', 3, a)
  const other = testSigner('international', 'other.example/log')
  const file = JSON.parse(made.receipt(1).toString()) as { proof: string; vkey: string }
  const text = made.note.slice(0, made.note.indexOf('\n\n') + 1)
  const proof = file.proof.replace(made.note, await other.signWith(other.vkey, text))
  const bytes = Buffer.from(`${canonical({ ...file, proof, vkey: other.vkey })}\n`)
  expect(verifyReceipt(bytes, { vkey: other.vkey })).toMatchObject({ ok: false, where: 'checkpoint' })
  expect(verifyReceipt(made.receipt(1), { vkey: a.vkey }).ok).toBe(true)
})

describe('a revoked key', () => {
  test('counts only up to its size and with a witness beside it; so does the one after it', async () => {
    const keys = await history({ old: a, next: b, change: revoked(3) })
    const say = async (signer: Signer, size: number, witnessed: boolean, rule?: string) =>
      verifyReceipt(await receiptBy(signer, size, witnessed), { vkey: a.vkey, keys, policy: rule }).ok
    expect(await say(a, 3, false)).toBe(false)
    expect(await say(a, 3, true)).toBe(false)
    expect(await say(a, 3, true, policy)).toBe(true)
    expect(await say(a, 3, false, 'quorum none\n')).toBe(false)
    expect(await say(a, 4, true, policy)).toBe(false)
    expect(await say(b, 4, false)).toBe(false)
    expect(await say(b, 4, true, policy)).toBe(true)
    // Who pinned the new key on its own does not depend on the old one.
    expect(verifyReceipt(await receiptBy(b, 4), { vkey: [a.vkey, b.vkey], keys }).ok).toBe(true)
  })
})

describe('a history of keys', () => {
  test('says in its lines nothing that its statements do not', async () => {
    const keys = await history({ old: a, next: b, change: revoked(3) })
    expect(parseKeyHistory(keys)).toBeTypeOf('object')
    for (const [from, to] of [
      [' 0 3 revoked', ' 0 4 revoked'],
      [' 0 3 revoked', ' 0 3 retired'],
      [' 3 - active', ' 2 - active'],
      [' 3 - active', ' 3 9 retired'],
      ['xinyu-log-keys/1', 'xinyu-log-keys/2'],
      ['\nsize 3\n', '\nsize 03\n'],
      ['\nsize 3\n', '\n'],
      ['key ', 'kez '],
    ] as const) {
      expect(parseKeyHistory(keys.replace(from, to)), to).toBeTypeOf('string')
    }
    expect(parseKeyHistory(keys.slice(0, -1))).toBeTypeOf('string')
    expect(parseKeyHistory('')).toBeTypeOf('string')
  })

  test('no byte of it can be changed so that the next key is still trusted by another size or state', async () => {
    const keys = await history({ old: a, next: b, change: revoked(3) })
    for (let at = 0; at < keys.length; at++) {
      for (const other of ['0', '4', 'a', '\n', 'A']) {
        if (keys[at] === other) continue
        const trusted = trustedKeys([a.vkey], keys.slice(0, at) + other + keys.slice(at + 1))
        const next = typeof trusted === 'string' ? undefined : trusted.get(b.vkey)
        if (next) expect(next).toEqual({ from: 3, to: null, needsWitness: true })
      }
    }
  })
})

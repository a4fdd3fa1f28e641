import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { canonical, systemActor } from '../../kernel/index.ts'
import { digestOf } from '../crypto/index.ts'
import { act } from './index.ts'
import { verifyConsistency, verifyReceipt, verifyResult, type Failure } from './verifier/index.ts'

const RESULT = Buffer.from('{"rows":[["310000",12]]}')
const ROOT = resolve(import.meta.dirname, '../../..')

let space: TestSpace
let receipt: Buffer
let vkey: string
let leaf: number
beforeAll(async () => {
  space = await testSpace()
  vkey = space.core.evidence.vkey()
  const notes = Array.from({ length: 5 }, (_, i) => `run-${i}`)
  const done = await act(space.core, systemActor('test'), async ({ note }) => {
    for (const run of notes) {
      const digest = digestOf(RESULT)
      note({ kind: 'run.released', subject: { run }, payload: { result: { digest }, 说明: '结果' } })
    }
  })
  leaf = done.entries[2]!.leaf
  receipt = await space.core.evidence.receiptFor(done.entries[2]!.id)
})
afterAll(() => space.stop())

const changed = (change: (file: Record<string, never>) => Record<string, unknown>) =>
  Buffer.from(`${canonical(change(JSON.parse(receipt.toString()) as Record<string, never>))}\n`)
const whereOf = (bytes: Uint8Array) => (verifyReceipt(bytes, { vkey }) as Failure).where

describe('a receipt', () => {
  test('verifies offline and says what happened', () => {
    const verdict = verifyReceipt(receipt, { vkey })
    expect(verdict).toMatchObject({
      ok: true,
      leaf,
      pinned: true,
      signer: vkey,
      entry: { kind: 'run.released', subject: { run: 'run-2' }, actor: { system: 'test' } },
      payload: { 说明: '结果' },
    })
    if (!verdict.ok) return
    expect(verifyResult(verdict, RESULT)).toEqual({ ok: true })
    expect(verifyResult(verdict, Buffer.from('other'))).toMatchObject({ ok: false, where: 'payload' })
  })

  test('by leaf and by id it is the same; without payload it verifies as well and tells less', async () => {
    expect(await space.core.evidence.receiptFor(leaf)).toEqual(receipt)
    const bare = verifyReceipt(await space.core.evidence.receiptFor(leaf, { payload: false }), { vkey })
    expect(bare).toMatchObject({ ok: true, payload: undefined })
    if (bare.ok) expect(verifyResult(bare, RESULT)).toMatchObject({ ok: false, where: 'payload' })
  })

  test('without a pinned key it says so', () => {
    expect(verifyReceipt(receipt)).toMatchObject({ ok: true, pinned: false })
    expect(verifyReceipt(receipt, { vkey: `${vkey}\n` })).toMatchObject({ ok: true, pinned: true })
    expect(verifyReceipt(receipt, { vkey: [vkey.replace('a', 'b'), vkey] })).toMatchObject({
      ok: true,
      pinned: true,
    })
    expect(verifyReceipt(receipt, { vkey: [] })).toMatchObject({ ok: false, where: 'key' })
  })

  test('every single byte, changed in several ways, left out or doubled, is refused with its place', () => {
    const wheres = new Map<string, number>()
    const refused = (bytes: Buffer, at: number) => {
      const verdict = verifyReceipt(bytes)
      expect(verdict.ok, `byte ${at}`).toBe(false)
      if (!verdict.ok) wheres.set(verdict.where, (wheres.get(verdict.where) ?? 0) + 1)
    }
    for (let at = 0; at < receipt.length; at++) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const bent = Buffer.from(receipt)
        bent[at]! ^= flip
        refused(bent, at)
      }
      // The same digit class: what survives every check of form.
      const near = Buffer.from(receipt)
      near[at] = near[at] === 0x41 ? 0x42 : 0x41
      refused(near, at)
      refused(Buffer.concat([receipt.subarray(0, at), receipt.subarray(at + 1)]), at)
      refused(Buffer.concat([receipt.subarray(0, at + 1), receipt.subarray(at)]), at)
    }
    expect([...wheres.keys()].sort()).toEqual(
      expect.arrayContaining(['entry', 'format', 'key', 'payload', 'proof', 'signature']),
    )
  }, 120_000)

  test.each<[string, string, (file: Record<string, never>) => Record<string, unknown>]>([
    [
      'another entry',
      'proof',
      (file) => ({ ...file, payload: undefined, entry: String(file['entry']).replace('run-2', 'run-3') }),
    ],
    [
      'another payload',
      'payload',
      (file) => ({ ...file, payload: { ...(file['payload'] as unknown as object), body: { result: {} } } }),
    ],
    [
      'a payload of the same length',
      'payload',
      (file) => JSON.parse(JSON.stringify(file).replace('结果', '成果')) as never,
    ],
    ['a payload without its salt', 'format', (file) => ({ ...file, payload: { body: 1 } })],
    ['an unknown part', 'format', (file) => ({ ...file, more: 1 })],
    ['another format', 'format', (file) => ({ ...file, format: 'xinyu-receipt/2' })],
    [
      'another index',
      'proof',
      (file) => ({ ...file, proof: String(file['proof']).replace('index 2', 'index 3') }),
    ],
    [
      'no checkpoint',
      'checkpoint',
      (file) => ({ ...file, proof: String(file['proof']).split('\n\n')[0] + '\n\n' }),
    ],
    [
      'extra data',
      'proof',
      (file) => ({ ...file, proof: String(file['proof']).replace('\nindex', '\nextra AAAA\nindex') }),
    ],
    ['an entry that is none', 'entry', (file) => ({ ...file, entry: '{}' })],
    [
      'a larger tree',
      'signature',
      (file) => ({ ...file, proof: String(file['proof']).replace('\n5\n', '\n6\n') }),
    ],
  ])('with %s is refused at %s', (_, where, change) => {
    expect(whereOf(changed(change))).toBe(where)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['not JSON', Buffer.from('receipt')],
    ['not UTF-8', Buffer.from([0xff, 0xfe])],
    ['with a byte order mark', Buffer.from('\ufeff{}\n')],
    ['a list', Buffer.from('[]\n')],
    ['deep', Buffer.from(`${'['.repeat(100_000)}\n`)],
    ['too deep', Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`)],
    ['a key twice', Buffer.from('{"format":"a","format":"b"}\n')],
  ])('that is %s is refused as a format', (_, bytes) => {
    expect(verifyReceipt(bytes)).toMatchObject({ ok: false, where: 'format' })
  })

  test('of another log is refused by the pinned key', async () => {
    const other = await testSpace()
    try {
      await act(other.core, systemActor('test'), async ({ note }) =>
        note({ kind: 'run.released', subject: {} }),
      )
      expect(verifyReceipt(await other.core.evidence.receiptFor(0))).toMatchObject({
        ok: true,
        pinned: false,
      })
      expect(whereOf(await other.core.evidence.receiptFor(0))).toBe('key')
    } finally {
      await other.stop()
    }
  })
})

test('two checkpoints are shown to be of one history', async () => {
  const { evidence } = space.core
  const first = await evidence.checkpoint()
  await act(space.core, systemActor('test'), async ({ note }) => note({ kind: 'test.more', subject: {} }))
  const second = await evidence.checkpoint(evidence.reader().size)
  const proof = await evidence.reader().consistencyProof(5, 6)
  expect(verifyConsistency(first, second, proof, vkey)).toEqual({ ok: true, from: 5, to: 6 })
  expect(verifyConsistency(second, first, proof, vkey)).toMatchObject({ ok: false, where: 'proof' })
  expect(verifyConsistency(first, second, [], vkey)).toMatchObject({ ok: false, where: 'proof' })
  expect(verifyConsistency(first.replace('\n5\n', '\n4\n'), second, proof, vkey)).toMatchObject({
    where: 'signature',
  })
})

test('the emitted verifier runs in a bare Node process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-verifier-'))
  try {
    const out = join(folder, 'verifier')
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-verifier.mjs'), out], { stdio: 'pipe' })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'good.json'), receipt)
    const bent = Buffer.from(receipt)
    bent[bent.indexOf('run-2') + 4] = 0x33
    writeFileSync(join(folder, 'bad.json'), bent)
    const script = `
      import { readFileSync } from 'node:fs'
      import { verifyReceipt } from './verifier/safeguard/evidence/verifier/index.js'
      const say = (file) => verifyReceipt(readFileSync(file), { vkey: ${JSON.stringify(vkey)} })
      console.log(JSON.stringify([say('good.json'), say('bad.json')]))`
    writeFileSync(join(folder, 'try.mjs'), script)
    const said = JSON.parse(
      execFileSync(process.execPath, ['try.mjs'], { cwd: folder, encoding: 'utf8' }),
    ) as unknown
    expect(said).toMatchObject([{ ok: true, leaf, pinned: true }, { ok: false }])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)

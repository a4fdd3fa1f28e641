import { afterEach, expect, test, vi } from 'vitest'
import { testReceipts } from '../../../../test/support/receipts.ts'
import { packBundle, tilePath } from '../../../../src/safeguard/evidence/log/tiles.ts'
import { utf8 } from '../../../../src/safeguard/evidence/verifier/index.ts'
import { bundlePath, checkBareProof, isBareProof, pick } from './bare-proof.ts'

afterEach(() => vi.unstubAllGlobals())

test('the bundle of a leaf is named as tlog-tiles names it', () => {
  for (const [leaf, size] of [
    [0, 1],
    [255, 256],
    [256, 300],
    [256 * 999, 256 * 1000],
    [256 * 1_234_067 + 3, 256 * 1_234_067 + 9],
  ] as const) {
    const index = Math.floor(leaf / 256)
    const width = Math.min(256, size - index * 256)
    expect(bundlePath(leaf, size)).toBe(tilePath({ level: 'entries', index, width }))
  }
})

test('one entry is taken out of a bundle, and none out of a torn one', () => {
  const bundle = packBundle(['a', '', 'ccc'].map((one) => utf8(one)))
  expect([0, 1, 2].map((place) => Buffer.from(pick(bundle, place)!).toString())).toEqual(['a', '', 'ccc'])
  expect(pick(bundle, 3)).toBe(null)
  expect(pick(bundle.subarray(0, -1), 2)).toBe(null)
})

test('a bare proof holds for the entry that the log gives, and for no other', async () => {
  const made = await testReceipts('international', 5)
  const asked: string[] = []
  const give = (entries: readonly string[]) =>
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      return new Response(new Uint8Array(packBundle(entries.map((one) => utf8(one)))))
    })
  const proof = made.proof(3)
  expect(isBareProof(proof)).toBe(true)
  const trust = { vkey: made.signer.vkey }
  give(made.entries)
  expect((await checkBareProof(proof))(trust)).toMatchObject({ ok: true, leaf: 3, entry: { v: 1 } })
  expect(asked).toEqual(['/api/evidence/tile/entries/000.p/5'])
  expect((await checkBareProof(proof))({})).toMatchObject({ ok: false, where: 'key' })
  give([...made.entries].toReversed())
  expect((await checkBareProof(proof))(trust)).toMatchObject({ ok: false, where: 'proof' })
  give([])
  expect((await checkBareProof(proof))(trust)).toMatchObject({ ok: false, where: 'entry' })
  expect((await checkBareProof('c2sp.org/tlog-proof@v1\n'))(trust)).toMatchObject({ where: 'entry' })
})

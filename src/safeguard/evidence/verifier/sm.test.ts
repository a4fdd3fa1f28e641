import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import { testReceipts, testSigner } from '../../../../test/support/receipts.ts'
import { guomi } from '../../crypto/index.ts'
import { hex, sm3, verifyReceipt, verifySm2 } from './index.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

describe('SM3 of the verifier', () => {
  test.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('GB/T 32905-2016 annex A: %s', (text, digest) => {
    expect(hex(sm3(Buffer.from(text)))).toBe(digest)
  })

  test('is that of OpenSSL at every length around the block, and for anything', () => {
    for (let length = 0; length < 200; length++)
      expect(hex(sm3(Buffer.alloc(length, length)))).toBe(hash('sm3', Buffer.alloc(length, length)))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (message) => {
        expect(hex(sm3(message))).toBe(hash('sm3', message))
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('SM2 of the verifier', () => {
  /** GB/T 32918.5-2017 annex A.2. */
  const KEY = bytes(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  )
  const MESSAGE = Buffer.from('message digest')
  const R = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3'
  const S = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'
  const N = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'

  test('the example of the standard holds, and nothing beside it', () => {
    expect(verifySm2(KEY, MESSAGE, bytes(R + S))).toBe(true)
    expect(verifySm2(KEY, Buffer.from('message digesu'), bytes(R + S))).toBe(false)
    for (let at = 0; at < 64; at += 7) {
      const bent = bytes(R + S)
      bent[at]! ^= 1
      expect(verifySm2(KEY, MESSAGE, bent)).toBe(false)
    }
  })

  test.each([
    ['r of zero', '00'.repeat(32) + S],
    ['s of zero', R + '00'.repeat(32)],
    ['r of n', N + S],
    ['s of n', R + N],
    ['swapped halves', S + R],
    ['a short signature', (R + S).slice(2)],
    ['a long signature', `${R}${S}00`],
    ['none', ''],
  ])('refused: %s', (_, signature) => {
    expect(verifySm2(KEY, MESSAGE, bytes(signature))).toBe(false)
  })

  test('r and s whose sum is n are refused, and r above n is not reduced', () => {
    const n = BigInt(`0x${N}`)
    const pad = (value: bigint) => value.toString(16).padStart(64, '0')
    expect(verifySm2(KEY, MESSAGE, bytes(pad(5n) + pad(n - 5n)))).toBe(false)
    expect(verifySm2(KEY, MESSAGE, bytes(pad((1n << 256n) - 1n) + S))).toBe(false)
  })

  test('a key that is no point, another form, or of another length is refused', () => {
    const off = KEY.slice()
    off[64]! ^= 1
    const compressed = Uint8Array.of(2, ...KEY.slice(1, 33))
    for (const key of [
      off,
      compressed,
      KEY.slice(1),
      new Uint8Array(65),
      Uint8Array.of(4, ...new Uint8Array(64)),
    ])
      expect(verifySm2(key, MESSAGE, bytes(R + S))).toBe(false)
  })

  test('what the suite signs holds here', () => {
    const key = guomi.signature.generate()
    const publicKey = guomi.signature.publicKey(key)
    for (const text of ['', 'a', '存证'.repeat(100)]) {
      const message = Buffer.from(text)
      expect(verifySm2(publicKey, message, guomi.signature.sign(key, message))).toBe(true)
    }
  })
})

describe('a receipt of a 国密 log', () => {
  const signer = testSigner('guomi')
  const [ed25519 = '', sm2 = ''] = signer.vkeys

  test('holds by both chains, and by each key alone', async () => {
    const made = await testReceipts('guomi', 7, signer)
    const receipt = made.receipt(4)
    for (const vkey of [ed25519, sm2, [ed25519, sm2]])
      expect(verifyReceipt(receipt, { vkey })).toMatchObject({ ok: true, guomi: { signer: sm2 } })
    expect(verifyReceipt(receipt, { vkey: sm2 })).toMatchObject({ guomi: { pinned: true } })
    expect(verifyReceipt(receipt, { vkey: ed25519 })).toMatchObject({ guomi: { pinned: false } })
    expect(verifyReceipt(receipt, { vkey: testSigner('guomi').vkeys })).toMatchObject({
      ok: false,
      where: 'key',
    })
  })

  test('whose second chain is another fails there, though the first holds', async () => {
    const made = await testReceipts('guomi', 7, signer)
    const file = JSON.parse(made.receipt(4).toString()) as { guomi: { vkey: string; path: string[] } }
    const other = await testReceipts('guomi', 7, testSigner('guomi'))
    const say = (guomi: unknown) => {
      const text = made.receipt(4).toString().replace(JSON.stringify(file.guomi), JSON.stringify(guomi))
      return verifyReceipt(Buffer.from(text), { vkey: ed25519 })
    }
    expect(say(file.guomi).ok).toBe(true)
    const bent = [...file.guomi.path]
    bent[0] = Buffer.alloc(32).toString('base64')
    expect(say({ path: bent, vkey: sm2 })).toMatchObject({ ok: false, where: 'guomi' })
    expect(say({ path: file.guomi.path.slice(1), vkey: sm2 })).toMatchObject({ ok: false, where: 'guomi' })
    expect(say({ path: file.guomi.path, vkey: other.signer.vkeys[1] })).toMatchObject({
      ok: false,
      where: 'signature',
    })
    expect(say({ path: file.guomi.path, vkey: ed25519 })).toMatchObject({ ok: false, where: 'key' })
  })

  test('without its SM2 signature, or with a false one, is refused', async () => {
    const made = await testReceipts('guomi', 2, signer)
    const text = made.receipt(0).toString()
    const lines = made.note.split('\n').filter((line) => line.startsWith('—'))
    const dropped = text.replace(`${lines[1]}\\n`, '')
    expect(dropped).not.toBe(text)
    expect(verifyReceipt(Buffer.from(dropped), { vkey: ed25519 })).toMatchObject({ where: 'signature' })
    const signature = lines[1]!.split(' ')[2]!
    const bent = Buffer.from(signature, 'base64')
    bent[40]! ^= 1
    const forged = text.replace(signature, bent.toString('base64'))
    expect(verifyReceipt(Buffer.from(forged), { vkey: ed25519 })).toMatchObject({ where: 'signature' })
  })
})

import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { verifyReceipt } from '../../../../../src/safeguard/evidence/verifier/index.ts'
import { SUITES } from '../../../../../src/safeguard/crypto/index.ts'
import { testReceipts } from '../../../../../test/support/receipts.ts'
import { pinText } from './pin-text.ts'

describe.each(SUITES)('the QR code of the log’s key, %s', (suite) => {
  test('is enough to pin every chain of a receipt', async () => {
    const made = await testReceipts(suite, 2)
    // As `/api/evidence/key` answers it, and as a phone gives it back.
    const vkey = pinText(`${made.signer.vkeys.join('\n')}\n`)
    const verdict = verifyReceipt(made.receipt(1), { vkey })
    expect(verdict).toMatchObject({ ok: true, pinned: true })
    expect(verdict.ok && verdict.guomi?.pinned).toBe(suite === 'guomi' ? true : undefined)
  })

  test('can be read by a phone, also with a long Chinese name of the space', async () => {
    const { signer } = await testReceipts(suite, 1)
    const long = signer.vkeys.map((one) => one.replace(/^[^+]+/, '医'.repeat(40)))
    // 89 squares a side: what a phone still tells apart at the size that the page shows.
    expect(create(pinText(long.join('\n')), { errorCorrectionLevel: 'L' }).modules.size).toBeLessThan(90)
  })
})

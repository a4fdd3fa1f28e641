import { beforeAll, expect, test } from 'vitest'
import { RESULT, testReceipts, type TestReceipts } from '../../../test/support/receipts.ts'
import { type Given, judge } from './judge.ts'

let made: TestReceipts
beforeAll(async () => {
  made = await testReceipts('international', 3)
})
const given = (change: Partial<Given>) =>
  judge({ file: null, other: null, keys: made.signer.vkey, policy: '', history: '', ...change })
const failed = (outcome: ReturnType<typeof judge>) =>
  'steps' in outcome ? outcome.steps.filter(({ state }) => state === 'failed').map(({ name }) => name) : []

test('the step that fails is named, be it of the receipt or beyond it', () => {
  const file = made.receipt(1)
  expect(given({ file })).toMatchObject({ kind: 'good', where: null, why: null })
  expect(given({ file, other: RESULT })).toMatchObject({ kind: 'good' })
  expect(given({ file, other: Buffer.from('another') })).toMatchObject({ kind: 'bad', where: 'result' })
  expect(given({ file, keys: 'x+00000000+x' })).toMatchObject({ kind: 'bad', where: 'key' })
  expect(given({ file: Buffer.from('rubbish') })).toMatchObject({ kind: 'bad', where: 'format' })
})

test('a list behind a receipt that is of no destruction fails, whatever the receipt is worth', () => {
  const list = Buffer.from('0190f5a0-0000-7000-8000-000000000001\n')
  const outcome = given({ file: Buffer.concat([made.receipt(1), list]) })
  expect(outcome).toMatchObject({ kind: 'bad', where: 'list', why: 'the receipt is not of a destruction' })
  expect(failed(outcome)).toEqual(['list'])
})

import { expect, test } from 'vitest'
import { signedMessage } from '../../../../src/flow/contract/signing/rules.ts'
import { outsideKeys, pasted, textToSign } from './body-key.ts'

const key = {
  id: 'a',
  keyId: 'k',
  algorithm: 'ed25519',
  publicKey: '',
  label: 'external',
  title: 'HSM',
  createdAt: 1,
  revokedAt: null,
} as const

test('only a key of its own that is in force makes a body sign outside', () => {
  const labels = (['space', 'demo', 'external', 'ca'] as const).map((label) => ({ ...key, label }))
  expect(outsideKeys(labels).map(({ label }) => label)).toEqual(['external', 'ca'])
  expect(outsideKeys([{ ...key, revokedAt: 2 }])).toEqual([])
})

test('the text to be signed is the one that the server verifies', () => {
  const hash = '0a'.repeat(32)
  expect(textToSign(signedMessage('HASH').toString(), hash)).toBe(signedMessage(hash).toString())
})

test('what a tool prints in lines is taken as one', () => {
  expect(pasted(' AAAA\nBBBB==\r\n')).toBe('AAAABBBB==')
})

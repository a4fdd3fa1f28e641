import { expect, test } from 'vitest'
import { textOf } from './text-of.ts'

const bytes = (values: readonly number[]) => new Uint8Array(values).buffer

test('PEM and base64 stay as they are, binary becomes base64', () => {
  const ascii = (text: string) => bytes(Array.from(text, (letter) => letter.charCodeAt(0)))
  expect(textOf(ascii('-----BEGIN CERTIFICATE-----\nMIIB\n'))).toBe('-----BEGIN CERTIFICATE-----\nMIIB')
  expect(textOf(ascii('MEUCIQ==\n'))).toBe('MEUCIQ==')
  expect(textOf(bytes([0x30, 0x45, 0x02, 0x21, 0x00]))).toBe('MEUCIQA=')
  expect(textOf(bytes([]))).toBe('')
})

import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { international } from '../../crypto/index.ts'
import { makeSigner } from '../log/index.ts'
import { base64, fromBase64, hex, joinBytes } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { emptyRoot } from './merkle.ts'
import { checkSignature, parseKey, parseNote, printKey } from './note.ts'

/** The worked example of golang.org/x/mod/sumdb/note, an independent implementation. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

const key = generateKeyPairSync('ed25519').privateKey
const signer = makeSigner(international, key, 'xinyu.internal/test')
const note = signer.sign(0, emptyRoot())
const own = parseKey(signer.vkey)!

const opened = (text: string) => {
  const parsed = parseNote(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

describe('signed notes', () => {
  test('a note of the Go implementation verifies', () => {
    const peter = parseKey(GO_KEY)!
    expect(hex(peter.keyId)).toBe('c74f20a3')
    expect(printKey(peter.name, peter.publicKey)).toBe(GO_KEY)
    expect(checkSignature(opened(GO_NOTE), peter)).toBe('verified')
    expect(checkSignature(opened(GO_NOTE.replace('problem is', 'Problem is')), peter)).toBe('false')
  })

  test('our own note verifies, and says what it must', () => {
    expect(checkSignature(opened(note), own)).toBe('verified')
    expect(parseCheckpoint(opened(note).text)).toMatchObject({ origin: 'xinyu.internal/test', size: 0 })
  })

  test.each([
    ['no newline at the end', note.slice(0, -1)],
    ['no signature', `${note.split('\n\n')[0]}\n\n`],
    ['no blank line', note.replace('\n\n', '\n')],
    ['bad base64', note.replace(/(.{6})\n$/, '!!!!!!\n')],
    ['hyphen for the dash', note.replace('—', '-')],
    ['two spaces', note.replace('— ', '—  ')],
    ['text behind the signature', `${note.slice(0, -1)} x\n`],
    ['key id alone', note.replace(/ [^ ]+\n$/, ` ${base64(own.keyId)}\n`)],
    ['tab in the text', note.replace('xinyu', 'xin\tyu')],
    ['carriage return', note.replaceAll('\n', '\r\n')],
    ['plus in a key name', note.replace('— xinyu', '— xin+yu')],
    ['65 signatures', note + note.split('\n\n')[1]!.repeat(64)],
  ])('refused: %s', (_, text) => {
    expect(parseNote(text)).toBeTypeOf('string')
  })

  test('signatures of unknown keys are kept and do not count', () => {
    const other = makeSigner(international, generateKeyPairSync('ed25519').privateKey, 'witness.example/w')
    const cosigned = note + other.sign(0, emptyRoot()).split('\n\n')[1]!
    expect(opened(cosigned).signatures).toHaveLength(2)
    expect(checkSignature(opened(cosigned), own)).toBe('verified')
    const stranger = generateKeyPairSync('ed25519').privateKey
    const sameName = makeSigner(international, stranger, 'xinyu.internal/test')
    expect(checkSignature(opened(sameName.sign(0, emptyRoot())), own)).toBe('unknown')
  })

  test('a false signature in the name of a known key spoils the note', () => {
    const line = note.split('\n\n')[1]!
    const bytes = fromBase64(line.trim().split(' ')[2]!)!
    bytes[20]! ^= 1
    const forged = `— xinyu.internal/test ${base64(bytes)}\n`
    expect(checkSignature(opened(note + forged), own)).toBe('false')
  })

  test.each([
    ['wrong key id', signer.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['upper case key id', signer.vkey.replace(/\+([0-9a-f]{8})\+/, (id) => id.toUpperCase())],
    ['another name', signer.vkey.replace('test', 'rest')],
    [
      'another algorithm',
      printKey('a', own.publicKey).replace(/.{44}$/, base64(joinBytes(Uint8Array.of(2), own.publicKey))),
    ],
    ['space in the name', signer.vkey.replace('xinyu', 'xin yu')],
    ['no key', 'xinyu.internal/test+00000000+'],
  ])('refused key: %s', (_, text) => {
    // One key id in 2^32 has no letters; then upper case is the same text.
    if (text === signer.vkey) return
    expect(parseKey(text)).toBeNull()
  })
})

describe('checkpoints', () => {
  const root = base64(emptyRoot())
  test.each([
    ['leading zero', `o\n01\n${root}\n`],
    ['negative', `o\n-1\n${root}\n`],
    ['beyond 2^53', `o\n9007199254740993\n${root}\n`],
    ['no origin', `\n1\n${root}\n`],
    ['short root', `o\n1\n${base64(new Uint8Array(31))}\n`],
    ['empty extension line', `o\n1\n${root}\n\n`],
    ['no newline', `o\n1\n${root}`],
    ['two lines', 'o\n1\n'],
    ['root in another spelling', `o\n1\n${root.replace('=', '')}\n`],
  ])('refused: %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeNull()
  })

  test('extension lines are kept', () => {
    expect(parseCheckpoint(`o\n1\n${root}\nsm3 abc\n`)?.extensions).toEqual(['sm3 abc'])
  })
})

test('Base64 has one spelling', () => {
  expect(fromBase64('AA==')).toEqual(Uint8Array.of(0))
  for (const text of ['AB==', 'AA=', 'AA', 'A A=', 'AA==\n', '_w==', '===='])
    expect(fromBase64(text)).toBeNull()
})

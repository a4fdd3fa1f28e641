import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testSigner, testWitness } from '../../../../test/support/receipts.ts'
import { international, softKey } from '../../crypto/index.ts'
import { makeSigner } from '../log/index.ts'
import { base64, fromBase64, hex, joinBytes } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { emptyRoot, sm3Tree } from './merkle.ts'
import { parseKey, printKey, printNoteKey } from './keys.ts'
import {
  checkCosignature,
  checkSignature,
  linesBy,
  type Note as SignedNote,
  parseNote,
  printSignature,
} from './note.ts'

/** The worked example of golang.org/x/mod/sumdb/note, an independent implementation. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

const key = generateKeyPairSync('ed25519').privateKey
const signer = makeSigner({ ed25519: softKey(international, key) }, 'xinyu.internal/test')
const note = await signer.sign(0, emptyRoot())
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
    ['an empty key name', note.replace('— xinyu.internal/test ', '—  ')],
    ['a no-break space in a key name', note.replace('— xinyu', '— xin\u00a0yu')],
    ['an ideographic space in a key name', note.replace('— xinyu', '— xin\u3000yu')],
    ['a lone surrogate', note.replace('xinyu', 'xin\ud800yu')],
    ['a zero byte', note.replace('xinyu', 'xin\0yu')],
    ['an escape character', note.replace('xinyu', 'xin\u001byu')],
    ['Base64 in another spelling', note.replace(/=\n$/, '\n')],
    ['an empty line behind the signatures', `${note}\n`],
    ['more than a megabyte', `${'x'.repeat(1_000_000)}${note}`],
    ['65 signatures', note + note.split('\n\n')[1]!.repeat(64)],
  ])('refused: %s', (_, text) => {
    expect(parseNote(text)).toBeTypeOf('string')
  })

  test('signatures of unknown keys are kept and do not count', async () => {
    const other = makeSigner(
      { ed25519: softKey(international, generateKeyPairSync('ed25519').privateKey) },
      'witness.example/w',
    )
    const cosigned = note + (await other.sign(0, emptyRoot())).split('\n\n')[1]!
    expect(opened(cosigned).signatures).toHaveLength(2)
    expect(checkSignature(opened(cosigned), own)).toBe('verified')
    const stranger = generateKeyPairSync('ed25519').privateKey
    const sameName = makeSigner({ ed25519: softKey(international, stranger) }, 'xinyu.internal/test')
    expect(checkSignature(opened(await sameName.sign(0, emptyRoot())), own)).toBe('unknown')
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

describe('cosignatures', () => {
  const witness = testWitness('witness.example/w')
  const key = parseKey(witness.vkey)!
  const cosigned = (line: string) => opened(note + line)

  test('tell when; the newest of several; and do not hold for another text', async () => {
    const one = witness.cosign(note, 1_679_315_147)
    expect(checkCosignature(cosigned(one), key)).toEqual({ at: 1_679_315_147 })
    expect(checkCosignature(cosigned(one + witness.cosign(note, 1_800_000_000)), key)).toEqual({
      at: 1_800_000_000,
    })
    expect(checkCosignature(opened(note), key)).toBe('unknown')
    const other = await signer.sign(1, emptyRoot())
    expect(checkCosignature(opened(other + one), key)).toBe('false')
  })

  test('of a plain signature, of another time, of another length, or beyond any clock, do not hold', () => {
    const bytes = fromBase64(witness.cosign(note).trim().split(' ')[2]!)!
    const line = (change: (bytes: Uint8Array) => Uint8Array) =>
      `— witness.example/w ${base64(change(bytes.slice()))}\n`
    const time = (at: bigint) => (all: Uint8Array) => (new DataView(all.buffer).setBigUint64(4, at), all)
    for (const bent of [
      line(time(1n)),
      line(time(2n ** 63n)),
      line(time(2n ** 53n)),
      line((all) => all.slice(0, -1)),
      line((all) => joinBytes(all, Uint8Array.of(0))),
      line((all) => joinBytes(all.slice(0, 4), all.slice(12))),
    ]) {
      expect(checkCosignature(cosigned(bent), key)).toBe('false')
      expect(checkSignature(cosigned(bent), key)).toBe('false')
    }
  })

  test('a key of one kind does not verify as another', async () => {
    // The same key pair under the type of a log: its signatures are over another message.
    const asLog = parseKey(printKey(key.name, key.publicKey))!
    expect(checkSignature(cosigned(witness.cosign(note)), asLog)).toBe('unknown')
    expect(checkCosignature(opened(note), own)).toBe('unknown')
  })
})

describe('keys of each kind', () => {
  const guomiSigner = testSigner('guomi')
  const sm2 = guomiSigner.vkeys[1]!

  test('are printed as they are read', () => {
    for (const vkey of [...guomiSigner.vkeys, testWitness('w.example/1').vkey]) {
      expect(printNoteKey(parseKey(vkey)!)).toBe(vkey)
    }
    expect(parseKey(sm2)).toMatchObject({ name: guomiSigner.origin, type: 0xff })
    const bytes = fromBase64(sm2.split('+').slice(2).join('+'))!
    expect(Buffer.from(bytes.subarray(0, 14)).toString('latin1')).toBe('\xffsm2-sm3.xinyu')
  })

  test.each([
    ['another identifier behind 0xff', (all: Uint8Array) => ((all[1]! ^= 1), all)],
    ['a compressed point', (all: Uint8Array) => ((all[14] = 2), all)],
    ['a short point', (all: Uint8Array) => all.slice(0, -1)],
    ['an unknown type', (all: Uint8Array) => ((all[0] = 2), all)],
  ])('refused, though the key id fits: %s', (_, change) => {
    const [name = ''] = sm2.split('+')
    const bytes = change(fromBase64(sm2.split('+').slice(2).join('+'))!.slice())
    const id = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8)
    expect(parseKey(`${name}+${id}+${base64(bytes)}`)).toBeNull()
  })

  test('a note of both is verified by each, and by a reader who knows one alone', async () => {
    const both = opened(await guomiSigner.sign(0, emptyRoot(), sm3Tree.emptyRoot()))
    expect(both.signatures).toHaveLength(2)
    for (const vkey of guomiSigner.vkeys) expect(checkSignature(both, parseKey(vkey)!)).toBe('verified')
    const text = { ...both, text: both.text.replace('sm3-root', 'sm3-boot') }
    for (const vkey of guomiSigner.vkeys) expect(checkSignature(text, parseKey(vkey)!)).toBe('false')
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
    ['an empty tree with another root', `o\n0\n${base64(new Uint8Array(32))}\n`],
    ['an empty tree with another SM3 root', `o\n0\n${root}\nsm3-root ${root}\n`],
    ['two SM3 roots', `o\n1\n${root}\nsm3-root ${root}\nsm3-root ${root}\n`],
    ['an SM3 root that is none', `o\n1\n${root}\nsm3-root abc\n`],
    ['size in hexadecimal', `o\n0x1\n${root}\n`],
    ['size with a plus', `o\n+1\n${root}\n`],
    ['a space behind the size', `o\n1 \n${root}\n`],
    ['root in another spelling', `o\n1\n${root.replace('=', '')}\n`],
  ])('refused: %s', (_, text) => {
    expect(parseCheckpoint(text)).toBeNull()
  })

  test('the SM3 root is read, and may be left out', () => {
    const other = base64(sm3Tree.leafHash(new Uint8Array()))
    expect(parseCheckpoint(`o\n1\n${root}\nsm3-root ${other}\n`)?.sm3Root).toEqual(fromBase64(other))
    expect(parseCheckpoint(`o\n1\n${root}\n`)?.sm3Root).toBeNull()
    expect(parseCheckpoint(`o\n0\n${root}\nsm3-root ${base64(sm3Tree.emptyRoot())}\n`)).not.toBeNull()
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

describe('what no note may hold', () => {
  const publicKey = parseKey(signer.vkey)!.publicKey
  test.each(['', 'a b', 'a+b', 'a\nb', 'a\u0001b', 'a\u0000', 'a\u2028b', 'a\u3000b'])(
    'is no name: %j',
    (name) => {
      expect(parseKey(printKey(name, publicKey))).toBe(null)
    },
  )
  test('a name of another script is one', () => {
    expect(parseKey(printKey('证见.example/一', publicKey))?.name).toBe('证见.example/一')
  })
})

describe('the time of a cosignature', () => {
  const witness = testWitness('witness.example/w1')
  const at = (seconds: number) =>
    checkCosignature(opened(note + witness.cosign(note, seconds)), parseKey(witness.vkey)!)
  test('is one that a date can say; a witness that names another has not signed', () => {
    expect(at(8_640_000_000_000)).toEqual({ at: 8_640_000_000_000 })
    expect(new Date(8_640_000_000_000 * 1000).getTime()).toBe(8.64e15)
    expect(at(8_640_000_000_001)).toBe('false')
    expect(at(Number.MAX_SAFE_INTEGER)).toBe('false')
  })
})

test('a line that stands there many times is looked at once', async () => {
  const log = testSigner('guomi', 'xinyu.internal/test')
  const [, vkey = ''] = log.vkeys
  const signed = await log.sign(0, emptyRoot(), sm3Tree.emptyRoot())
  const line = linesBy(opened(signed), parseKey(vkey)!)[0]!
  const many = opened(signed + printSignature(line.name, line.keyId, line.signature).repeat(60))
  const least = (text: SignedNote) =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const began = performance.now()
        expect(checkSignature(text, parseKey(vkey)!)).toBe('verified')
        return performance.now() - began
      }),
    )
  expect(least(many)).toBeLessThan(15 * least(opened(signed)))
})

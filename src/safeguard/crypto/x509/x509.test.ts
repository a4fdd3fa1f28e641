import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import { readCertificate } from './certificate.ts'
import { readCrl } from './crl.ts'
import { readOne } from './der.ts'
import { oidText, readExtensions } from './extensions.ts'
import { X509Error } from './fault.ts'
import { certificatesIn, crlsIn, fromBase64 } from './pem.ts'
import { bits, rawSignature, timeOf } from './signed.ts'

const der = (hex: string) => Buffer.from(hex, 'hex')
const one = (hex: string) => readOne(der(hex))

describe('a signature over a curve', () => {
  const r = '00'.repeat(31) + '01'
  test('has one writing in DER', () => {
    expect(rawSignature(der('3006020101020102'), 32)?.toString('hex')).toBe(`${r}${'00'.repeat(31)}02`)
    expect(rawSignature(der('300702010102020080'), 32)?.toString('hex')).toBe(`${r}${'00'.repeat(31)}80`)
  })

  test.each([
    ['with an idle zero', '30070202000102010a'],
    ['negative', '3006020181020102'],
    ['with an empty number', '30050200020102'],
    ['with three numbers', '3009020101020102020103'],
    ['with bytes after it', '300602010102010200'],
    ['cut', '30060201010201'],
    ['with a long length', '308106020101020102'],
    ['with a length without an end', '3080020101020102'],
    ['with a length beyond any file', '3084ffffffff020101020102'],
    ['of another kind', '3106020101020102'],
    ['with a number too long', `3026022101${'00'.repeat(32)}020101`],
    ['of nothing', ''],
  ])('is not taken %s', (_, hex) => {
    expect(rawSignature(der(hex), 32)).toBeNull()
  })
})

describe('what surrounds a key', () => {
  test('times are in seconds and UTC, in both forms', () => {
    const of = (tag: string, text: string) =>
      timeOf(one(`${tag}${text.length.toString(16).padStart(2, '0')}${Buffer.from(text).toString('hex')}`))
    expect(of('17', '491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59))
    expect(of('17', '500101000000Z')).toBe(Date.UTC(1950, 0, 1))
    expect(of('18', '21000101000000Z')).toBe(Date.UTC(2100, 0, 1))
    for (const text of ['4912312359Z', '491231235959+0800', '991331000000Z', '20260101000000Z'])
      expect(() => of('17', text), text).toThrow(RangeError)
    expect(() => of('04', '491231235959Z')).toThrow(RangeError)
  })

  test('extensions stand once, in their own form', () => {
    const extension = '300e0603551d130101ff04043002'.padEnd(32, '0')
    expect(extension.length).toBe(32)
    const list = (...items: string[]) => {
      const body = items.join('')
      return one(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`)
    }
    expect(readExtensions(list(extension)).get('2.5.29.19')).toMatchObject({ critical: true })
    expect(() => readExtensions(list(extension, extension))).toThrow(/twice/)
    // FALSE is left out in DER, and TRUE is ff.
    expect(() => readExtensions(list(extension.replace('0101ff', '010100')))).toThrow(RangeError)
    expect(() => readExtensions(list(extension.replace('0101ff', '010101')))).toThrow(RangeError)
    expect(readExtensions(null).size).toBe(0)
    expect(oidText(der('2a811ccf5501822d'))).toBe('1.2.156.10197.1.301')
  })

  test('strings of bits are whole octets', () => {
    expect(bits(one('030200ff')).toString('hex')).toBe('ff')
    expect(() => bits(one('030201fe'))).toThrow(RangeError)
  })

  test('base64 has one writing', () => {
    expect(fromBase64(' TWFu\n')?.toString()).toBe('Man')
    for (const text of ['TQ', 'TR==', 'TWFu=', 'T_8=', '', '签名']) expect(fromBase64(text), text).toBeNull()
  })
})

test('whatever is read, only our own error comes of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, begin) => {
      const file = Buffer.from(bytes)
      if (begin && file.length > 1) file.write('3082', 0, 'hex')
      for (const read of [
        () => readCertificate(file),
        () => readCrl(file),
        () => crlsIn(file),
        () => certificatesIn(file.toString('base64')),
        () => certificatesIn(file.toString('latin1')),
      ])
        expect(read).toThrow(X509Error)
    }),
    { numRuns: runs(600) },
  )
  expect(() => certificatesIn('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 0)).toThrow(
    /more than/,
  )
})

import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { guomi } from './guomi.ts'
import { sm4Gcm } from './sm4-gcm.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const KEY = '0123456789abcdeffedcba9876543210'

describe('SM3, GB/T 32905-2016 annex A', () => {
  test.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('%s', (text, digest) => {
    expect(guomi.hash.of(text).toString('hex')).toBe(digest)
    const running = guomi.hash.begin()
    for (const letter of text) running.update(letter)
    expect(running.digest().toString('hex')).toBe(digest)
  })
})

describe('SM4, GB/T 32907-2016 annex A', () => {
  const cipher = () => createCipheriv('sm4-ecb', hex(KEY), null).setAutoPadding(false)

  test('one block', () => {
    expect(cipher().update(hex(KEY)).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
  })

  test('a million times over itself', () => {
    // Zeros chained to what came before: each block is the cipher of the last one, in one call.
    const chain = createCipheriv('sm4-cbc', hex(KEY), hex(KEY)).setAutoPadding(false)
    const blocks = chain.update(Buffer.alloc(16_000_000))
    expect(blocks.subarray(0, 16).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246')
    expect(blocks.subarray(-16).toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66')
  })
})

/** A subset of C2SP/wycheproof, testvectors_v1/sm4_gcm_test.json; the first is also RFC 8998, appendix A.1. */
const GCM = [
  {
    key: KEY,
    iv: '00001234567800000000abcd',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    msg: 'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
    ct: '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
    tag: '83de3541e4c2b58177e065a9bf7b62ec',
  },
  {
    key: 'bedcfb5a011ebc84600fcb296c15af0d',
    iv: '438a547a94ea88dce46c6c85',
    aad: '',
    msg: '',
    ct: '',
    tag: 'a486a45596cb92cf529de2038583707d',
  },
  {
    key: '384ea416ac3c2f51a76e7d8226346d4e',
    iv: 'b30c084727ad1c592ac21d12',
    aad: '',
    msg: '35',
    ct: 'a3',
    tag: 'a06f50a378b116e9dd2363a6e8babd88',
  },
  {
    key: 'dd6197cd63c963919cf0c273ef6b28bf',
    iv: 'ecb0c42f7000ef0e6f95f24d',
    aad: '',
    msg: '4dcc1485365866e25ac3f2ca6aba97',
    ct: '8903a5225332b06e89bc1ad13e4406',
    tag: '41feccc33a5a27fab0883a11e4ba3b71',
  },
  {
    key: 'ffdf4228361ea1f8165852136b3480f7',
    iv: '0e1666f2dc652f7708fb8f0d',
    aad: '',
    msg: '25b12e28ac0ef6ead0226a3b2288c800',
    ct: 'f18ce821bdf23c0e74e84a235ae15926',
    tag: 'dd82022d2589c111d2f780965bd4b7ea',
  },
  {
    key: 'c15ed227dd2e237ecd087eaaaad19ea4',
    iv: '965ff6643116ac1443a2dec7',
    aad: '',
    msg: 'fee62fde973fe025ad6b322dcdf3c63fc7',
    ct: 'bec3d84d43648a235d8e2db8a61c3d9317',
    tag: '78372866def4d47c141dfa360ee73f8d',
  },
  {
    key: '28ff3def08179311e2734c6d1c4e2871',
    iv: '32bcb9b569e3b852d37c766a',
    aad: 'c3',
    msg: 'dfc61a20df8505b53e3cd59f25770d5018add3d6',
    ct: 'cd6419e4b259e55f460f88763ed7229331ed11a0',
    tag: 'e156c8364e952357442b9a372ebc2f1f',
  },
  {
    key: '6a68671dfe323d419894381f85eb63fd',
    iv: '9f0d85b605711f34cd2a35ba',
    aad: '76eb5f147250fa3c12bff0a6e3934a0b16860cf11646773b',
    msg: '0fc67899c3f1bbe196d90f1eca3797389230aa37',
    ct: 'e2ceb4ed26cad57080e1bf3104f3251c486395d6',
    tag: '00468fce2225bfea9b46679889cd1241',
  },
  {
    key: '97ec85a69a05131cd4ff643972f6d8f9',
    iv: '9189e0eedcc413a0ba1e63d2',
    aad: '',
    msg: '10acefa6f3959faecb5cfdaee8aaf09d4381b2b147e0b13450c26ee07f29edaa9a1f1af4e2d111dea7ff681a19fc3a4fd66df6a17985b06543a3b6c0e4e51a54b7',
    ct: '20453838c211ce33b536b65acf1d6709c867d45f0535719ebb983ab3dfa25389a6d6ee796256be4f5aed60c0759ea8eae9261db2885f16ae03076f1e39d40fcaa8',
    tag: '74c2c3f340557da5d5d1978e465baa4d',
  },
]

describe('SM4-GCM', () => {
  test.each(GCM)('$key', ({ key, iv, aad, msg, ct, tag }) => {
    const sealed = hex(ct + tag)
    expect(sm4Gcm.seal(hex(key), hex(iv), hex(aad), hex(msg))).toEqual(sealed)
    expect(sm4Gcm.open(hex(key), hex(iv), hex(aad), sealed)).toEqual(hex(msg))
  })

  test('each bit of a tag counts, and a shorter tag is none', () => {
    const { key, iv, aad, ct, tag } = GCM[0]!
    const open = (sealed: Buffer) => sm4Gcm.open(hex(key), hex(iv), hex(aad), sealed)
    for (let bit = 0; bit < 128; bit++) {
      const changed = hex(ct + tag)
      changed[64 + (bit >> 3)]! ^= 1 << (bit & 7)
      expect(() => open(changed), `bit ${bit}`).toThrow(Error)
    }
    for (const length of [0, 1, 15]) expect(() => open(hex(tag).subarray(0, length))).toThrow('without a tag')
  })

  test('nonces of another length are refused: they would be hashed, and could meet', () => {
    for (const bytes of [0, 8, 11, 13, 16])
      expect(() => sm4Gcm.seal(hex(KEY), Buffer.alloc(bytes), hex(''), hex(''))).toThrow('12 bytes')
  })
})

/** A subset of C2SP/wycheproof, testvectors_v1/hmac_sm3_test.json. */
describe('HMAC-SM3', () => {
  test.each([
    [
      '1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779',
      '',
      'f9938b1b2515117f25dcd636c9a6a0e7f00bccaf5347e0e0df435cfca736cfc1',
    ],
    [
      '8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a',
      '77',
      '51aaf64843b6d2fc7a244ab9cda9b7b57164ce6a865f9808c01931b46195411d',
    ],
    [
      '48f3029334e55cfbd574ccc765fb2c3685aab1f4837d23370874a3e634c3a76d',
      'c7b8b2',
      'b3ec0e003175bd0495292ecf43effb853a74556a5fff9844108651497b2e58e1',
    ],
    [
      '233e4fdee70bcc20235b6977ddfc05b0df66f5635d827c66e5a63cdb16a24938',
      'fdb2ee4b6d1a0ac2',
      '6c72360f97cb252a3e673afd51402845f04cc7e41ebbfc0821e7ce77adbb4f0d',
    ],
    [
      '6fa353868c82e5deeedac7f09471a61bf749ab5498239e947e012eee3c82d7c4',
      'aeed3e4d4cb9bbb60d482e98c126c0f5',
      'd92d6e7f3f9d0158602c327f075e27226c8591f3a667d768a25e4a6dd491b754',
    ],
    [
      '186e248ad824e1eb93329a7fdcd565b6cb4eaf3f85b90b910777128d8c538d27',
      '92ef9ff52f46eccc7e38b9ee19fd2de3b37726c8e6ce9e1b96db5dda4c317902',
      'ee692185356cbdb3b5afe83cdcc1e13b9576b333a2b99fd99aad2ea61c251b4c',
    ],
    [
      '28855c7efc8532d92567300933cc1ca2d0586f55dcc9f054fcca2f05254fbf7f',
      '9c09207ff0e6e582cb3747dca954c94d45c05e93f1e6f21179cf0e25b4cede74b5479d32f5166935c86f0441905865',
      '3ced1794d623cea2d09ab1e9dfd912b3cc53f6a517143d051301287cbf5dce4d',
    ],
  ])('%s', (key, message, tag) => {
    expect(guomi.mac(hex(key), hex(message)).toString('hex')).toBe(tag)
    const half = (message.length >> 2) << 1
    expect(guomi.mac(hex(key), hex(message.slice(0, half)), hex(message.slice(half))).toString('hex')).toBe(
      tag,
    )
  })

  test('HKDF is RFC 5869 over it', () => {
    const key = Buffer.from('input keying material')
    const pseudorandom = guomi.mac(Buffer.alloc(32), key)
    const first = guomi.mac(pseudorandom, 'what for', Buffer.from([1]))
    const second = guomi.mac(pseudorandom, first, 'what for', Buffer.from([2]))
    expect(guomi.derive(key, 'what for', 48)).toEqual(Buffer.concat([first, second]).subarray(0, 48))
  })
})

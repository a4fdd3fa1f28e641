import { describe, expect, test } from 'vitest'
import { guomi, international } from '../../safeguard/crypto/index.ts'
import { splitDestruction, wrongList } from './destruction.ts'

const IDS = ['0190f5a0-0000-7000-8000-000000000001', '0190f5a0-0000-7000-8000-000000000002']
const LIST = Buffer.from(IDS.map((id) => `${id}\n`).join(''))

describe('the list of a proof of destruction', () => {
  test('is told from a plain receipt', () => {
    expect(splitDestruction(Buffer.from('{"format":"xinyu-receipt/1"}\n'))).toBe(null)
    expect(splitDestruction(Buffer.from('{"format":"xinyu-receipt/1"}\nmore\n'))).toBe(null)
    expect(splitDestruction(Buffer.from('no line'))).toBe(null)
    const proof = splitDestruction(Buffer.concat([Buffer.from('{"a":1}\n'), LIST]))!
    expect(proof.receipt.toString()).toBe('{"a":1}\n')
    expect(proof.list.equals(LIST)).toBe(true)
  })

  test.each([
    ['sha256', international],
    ['sm3', guomi],
  ] as const)('is the one that the receipt carries the %s digest of, and no other', (algorithm, suite) => {
    const digestOf = (list: Buffer) => suite.hash.of(list).toString('hex')
    const payload = (list: Buffer, entries: number) => ({
      list: { algorithm, digest: digestOf(list), entries },
    })
    expect(wrongList(payload(LIST, 2), LIST)).toBe(null)
    expect(wrongList(payload(LIST, 2), LIST.subarray(0, 37))).toMatch(/digest/)
    expect(wrongList(payload(LIST, 3), LIST)).toMatch(/length/)
    const odd = Buffer.from(`${IDS[0]}\nsomething else\n`)
    expect(wrongList(payload(odd, 2), odd)).toMatch(/form/)
    expect(wrongList({ entries: 2 }, LIST)).toMatch(/no list/)
    expect(wrongList(undefined, LIST)).toMatch(/no list/)
  })
})

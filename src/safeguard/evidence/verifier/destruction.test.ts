import { describe, expect, test } from 'vitest'
import type { Json } from '../../../kernel/canonical.ts'
import { guomi, international } from '../../crypto/index.ts'
import { splitDestruction, wrongList } from './destruction.ts'
import type { EntryView } from './entry.ts'

const IDS = ['0190f5a0-0000-7000-8000-000000000001', '0190f5a0-0000-7000-8000-000000000002']
const LIST = Buffer.from(IDS.map((id) => `${id}\n`).join(''))

const entryOf = (kind: string): EntryView => ({
  v: 1,
  id: IDS[0]!,
  at: '2026-01-01T00:00:00.000Z',
  kind,
  actor: { system: 'retention' },
  subject: {},
})
const receipt = (payload: Json | undefined) => ({ entry: entryOf('evidence.destroyed'), payload })

describe('the list of a proof of destruction', () => {
  test('is told from a plain receipt', () => {
    expect(splitDestruction(Buffer.from('{"format":"xinyu-receipt/1"}\n'))).toBe(null)
    expect(splitDestruction(Buffer.from('{"format":"xinyu-receipt/1"}\nmore\n'))).toBe(null)
    expect(splitDestruction(Buffer.from('no line'))).toBe(null)
    const proof = splitDestruction(Buffer.concat([Buffer.from('{"a":1}\n'), LIST]))!
    expect(Buffer.from(proof.receipt).toString()).toBe('{"a":1}\n')
    expect(LIST.equals(proof.list)).toBe(true)
  })

  test.each([
    ['sha256', international],
    ['sm3', guomi],
  ] as const)('is the one that the receipt carries the %s digest of, and no other', (algorithm, suite) => {
    const digestOf = (list: Buffer) => suite.hash.of(list).toString('hex')
    const stated = (list: Buffer, entries: number) =>
      receipt({ list: { algorithm, digest: digestOf(list), entries } })
    expect(wrongList(stated(LIST, 2), LIST)).toBe(null)
    expect(wrongList(stated(LIST, 2), LIST.subarray(0, 37))).toMatch(/digest/)
    expect(wrongList(stated(LIST, 3), LIST)).toMatch(/length/)
    const odd = Buffer.from(`${IDS[0]}\nsomething else\n`)
    expect(wrongList(stated(odd, 2), odd)).toMatch(/form/)
    expect(wrongList(receipt({ entries: 2 }), LIST)).toMatch(/no list/)
    expect(wrongList(receipt(undefined), LIST)).toMatch(/no list/)
    // Some other entry, in whose payload somebody wrote what a proof of destruction would state.
    expect(wrongList({ ...stated(LIST, 2), entry: entryOf('contract.signed') }, LIST)).toMatch(/destruction/)
  })
})

import { describe, expect, test } from 'vitest'
import { inspectFile } from './index.ts'
import { lookAt } from './look/look-at.ts'
import { lookInThread } from './look/in-thread.ts'
import { fileOf, TERMS } from './testing/case.fixture.ts'
import { bytes, csv, idNumber, range } from './testing/make.fixture.ts'
import { makeZip } from './testing/office.fixture.ts'

const { known: _, ...terms } = TERMS
const rulesOf = async (path: string, content: Buffer, more: object = {}) =>
  (
    await lookAt(fileOf({ name: '', path, bytes: () => content }, content), { ...terms, ...more })
  ).findings.map(({ rule }) => rule)

/** An empty file many times over, written as one directory. */
function manyEntries(count: number): Buffer {
  const one = makeZip([{ name: 'a', data: Buffer.alloc(0), as: 'stored' }])
  const [local, central] = [one.subarray(0, 31), one.subarray(31, 31 + 47)]
  const end = Buffer.from(one.subarray(78))
  end.writeUInt16LE(count & 0xffff, 8)
  end.writeUInt16LE(count & 0xffff, 10)
  end.writeUInt32LE(count * 47, 12)
  return Buffer.concat([local, ...range(count).map(() => central), end])
}

describe('what one file may ask of an inspection', () => {
  test('an archive of 100,000 entries ends the reading', async () => {
    expect(await rulesOf('many.zip', manyEntries(100_000))).toContain('archive-bomb')
  })

  test('archives within archives end at a depth', async () => {
    const deep = range(9).reduce((inner) => makeZip([{ name: 'a.zip', data: inner }]), bytes('x'))
    expect(await rulesOf('deep.zip', deep)).toContain('archive-bomb')
  })

  test('base64 within base64 is taken off to a depth, and is a finding', async () => {
    const wrapped = range(5).reduce(
      (inner) => Buffer.from(inner).toString('base64'),
      `id ${idNumber(3)} `.repeat(4),
    )
    expect(await rulesOf('note.txt', bytes(wrapped))).toContain('encoded-data')
    const once = Buffer.from(`id ${idNumber(3)} `.repeat(4)).toString('base64')
    expect(await rulesOf('note.txt', bytes(once))).toContain('identity-number')
  })

  test.each([
    ['one word', 'a'.repeat(500_000)],
    ['dashes and letters', `-${'a'.repeat(250_000)}`],
    ['scripts', '<script></script>'.repeat(15_000)],
    ['digits and blanks', '1 '.repeat(250_000)],
    ['names and blanks', `name${' '.repeat(100_000)}`.repeat(3)],
    ['at signs', '@'.repeat(250_000)],
    ['brackets', '['.repeat(250_000)],
    ['objects', `%PDF-1.4\n${'1 0 obj\nendobj\n'.repeat(15_000)}`],
    [
      'font maps',
      `%PDF-1.4\n1 0 obj<</ToUnicode 2 0 R>>endobj 2 0 obj<<>>stream\n${'beginbfchar'.repeat(20_000)}endstream endobj`,
    ],
    ['commas', ','.repeat(250_000)],
    ['entities', `<p>${'&#49;'.repeat(60_000)}`],
  ])('text that is slow to read for a careless pattern (%s) takes seconds at most', async (_, text) => {
    const from = performance.now()
    for (const path of ['x.txt', 'x.html', 'x.csv']) await rulesOf(path, bytes(text))
    expect(performance.now() - from).toBeLessThan(12_000)
  })

  test('what takes longer than it may is stopped, and the next file is read', async () => {
    const file = fileOf({ name: '', path: 'a.csv', bytes: () => bytes('') }, csv(['人数'], [1250]))
    expect(await lookInThread(file, terms, 0)).toBeNull()
    expect((await inspectFile(file, TERMS)).findings.map(({ rule }) => rule)).not.toContain('too-heavy')
  })

  test('a file larger than allowed is not read', async () => {
    expect(await rulesOf('a.csv', Buffer.alloc(101), { maxBytes: 100 })).toEqual(['too-large'])
  })

  test('places tell positions where names would tell persons', async () => {
    const id = idNumber(12)
    const zip = makeZip([{ name: `${id}.csv`, data: csv([id, '人数'], ['a', 3]) }])
    const { findings } = await inspectFile(
      fileOf({ name: '', path: `${id}.zip`, bytes: () => zip }, zip),
      TERMS,
    )
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['small-count', 'identity-number']),
    )
    expect(JSON.stringify(findings)).not.toContain(id)
  })
})

describe('what a team brings', () => {
  const brought = { direction: 'in' as const }

  test('may hold persons, and is left to who approves it', async () => {
    const rows = csv(['certno', '姓名'], ...range(30).map((n) => [idNumber(n), '王伟']))
    const { verdict, findings } = await inspectFile(
      { path: 'own.csv', bytes: rows, context: null },
      { ...TERMS, ...brought },
    )
    expect(findings.map(({ rule }) => rule)).toContain('identity-number')
    expect(verdict).toBe('review')
  })

  test('is refused where it would run code, lead out of its folder, or hold our pseudonyms', async () => {
    const evil = Buffer.from(
      '\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0002id\u0085R.',
      'latin1',
    )
    for (const [path, content] of [
      ['w.pkl', evil],
      ['a.zip', makeZip([{ name: '../a', data: bytes('x') }])],
    ] as const) {
      expect(
        (await inspectFile({ path, bytes: content, context: null }, { ...TERMS, ...brought })).verdict,
      ).toBe('fail')
    }
  })

  test('says nothing of counts and contexts', async () => {
    expect(await rulesOf('own.csv', csv(['地区', '人数'], ['a', 3], ['b', 1]), brought)).toEqual([])
  })
})

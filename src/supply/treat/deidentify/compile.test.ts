import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { macSql, suite, workWith } from '../../../safeguard/crypto/index.ts'
import { type Duck, openDuck, quoteText } from '../../source/index.ts'
import { makePersons } from './child/persons.ts'
import { transform } from './child/transform.ts'
import { compileProfile, type SourceColumn } from './compile.ts'
import { base32Sql, letSql, projectKeys, pseudonym } from './hmac.ts'
import { identityNumberSql } from './identity-number.ts'
import { Profile, type Transform } from './model.ts'

let folder: string
let duck: Duck
const key = randomBytes(32)
const keys = projectKeys(key)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-compile-'))
  duck = await openDuck({ progress: () => {}, softMemoryBytes: 256 << 20, threads: 1 }, folder, [folder])
})
afterAll(async () => {
  duck.connection.closeSync()
  await rm(folder, { recursive: true, force: true })
})

const one = async (sql: string): Promise<unknown> => (await duck.rows(`SELECT ${sql} AS v`))[0]!['v']

/** What one cell becomes; `type` is how the column is stored. */
async function cell(
  value: string,
  type: string,
  how: Transform,
  role: SourceColumn['role'] = 'plain',
): Promise<unknown> {
  const [compiled] = compileProfile(
    Profile.parse({ columns: { c: how } }),
    [{ name: 'c', type, role }],
    keys,
    {
      body: 'body-a',
      persons: true,
    },
  )
  const rows = await duck.rows(
    `SELECT ${compiled!.sql} AS v FROM (SELECT ${value}::${type} AS c) t, (SELECT 'P' AS pseudonym, 1 AS number, 10 AS shift) p`,
  )
  return rows[0]!['v']
}

describe('in the engine', () => {
  test('a pseudonym is the one that is computed here, for any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !text.includes('\0')),
        async (text) => {
          const well = text.toWellFormed()
          const made = await one(letSql(macSql(keys.person, quoteText(well)), 'h', base32Sql('h')))
          expect(made).toBe(pseudonym(key, well))
          expect(made).toMatch(/^[A-Z2-7]{26}$/)
        },
      ),
      { numRuns: 12 },
    )
  })

  test.each([
    ['international', 'R6IDDAD4AOF6GDOH47MJNLB5XI'],
    ['guomi', 'X7FEOL6CQKGTODGIXGMUZ2IMUM'],
  ] as const)('and that of openssl kdf, openssl dgst and base32: %s', (name, made) => {
    const before = suite().name
    workWith(name)
    const known = Uint8Array.from({ length: 32 }, (_, i) => i)
    expect(pseudonym(known, 'id:11010519491231002X')).toBe(made)
    workWith(before)
  })

  test('an identity number has one form, and a wrong one none', async () => {
    const forms = [
      '11010519491231002X',
      '11010519491231002x',
      ' 110105 19491231 002X ',
      '１１０１０５１９４９１２３１００２Ｘ',
      '110105491231002',
    ]
    for (const form of forms) expect(await one(identityNumberSql(quoteText(form)))).toBe('11010519491231002X')
    for (const wrong of ['110105194912310021', '', '12345', '张伟', '11010519491331002X'])
      expect(await one(identityNumberSql(quoteText(wrong)))).toBe(null)
    expect(await one(identityNumberSql('NULL::VARCHAR'))).toBe(null)
  })

  test('each transformation does what it says', async () => {
    expect(await cell('37', 'BIGINT', { kind: 'age', width: 10, top: 80 })).toBe('30-39')
    expect(await cell(`'80'`, 'VARCHAR', { kind: 'age', width: 10, top: 80 })).toBe('80+')
    expect(await cell('79', 'BIGINT', { kind: 'age', width: 20, top: 70 })).toBe('70+')
    expect(await cell('65', 'BIGINT', { kind: 'age', width: 20, top: 70 })).toBe('60-69')
    expect(await cell('NULL', 'BIGINT', { kind: 'age', width: 10, top: 80 })).toBe(null)
    expect(await cell(`'320505'`, 'VARCHAR', { kind: 'region', to: 'city' })).toBe('320500')
    expect(await cell(`'32'`, 'VARCHAR', { kind: 'region', to: 'city' })).toBe(null)
    expect(await cell(`'2025-05-17'`, 'DATE', { kind: 'date', to: 'quarter' })).toBe('2025-Q2')
    expect(await cell(`'2025-05-17 08:30:00'`, 'TIMESTAMP', { kind: 'date', to: 'month' })).toBe('2025-05')
    expect(await cell(`'garbage'`, 'VARCHAR', { kind: 'date', to: 'year' })).toBe(null)
    expect(await cell(`'2025-05-17'`, 'DATE', { kind: 'shift' })).toBe('2025-05-27')
    expect(await cell(`'2025-12-28 08:30:00'`, 'TIMESTAMP', { kind: 'shift' })).toBe('2026-01-07 08:30:00')
    expect(await cell('1234.56', 'DECIMAL(18,2)', { kind: 'band', width: 500 })).toBe(1000)
    expect(await cell('-1', 'BIGINT', { kind: 'band', width: 500 })).toBe(-500)
    expect(await cell('9999', 'BIGINT', { kind: 'clamp', low: 0, high: 100 })).toBe(100)
    expect(await cell('NULL', 'BIGINT', { kind: 'clamp', low: 0, high: 100 })).toBe(null)
    expect(await cell(`'ABCDEF'`, 'VARCHAR', { kind: 'mask', first: 1, last: 1 })).toBe('A****F')
    expect(await cell(`'AB'`, 'VARCHAR', { kind: 'mask', first: 1, last: 1 })).toBe('**')
    expect(await cell(`'I10.x00'`, 'VARCHAR', { kind: 'prefix', length: 3 })).toBe('I10')
    const hiv: Transform = { kind: 'suppress', values: ['x'], ranges: [{ from: 'B20', to: 'B24' }] }
    expect(await cell(`'b22.101'`, 'VARCHAR', hiv)).toBe(null)
    expect(await cell(`'B25.9'`, 'VARCHAR', hiv)).toBe('B25.9')
    expect(await cell(`'x'`, 'VARCHAR', hiv)).toBe(null)
    expect(
      await cell(`'psn1'`, 'VARCHAR', { kind: 'pseudonym', entity: 'person', scope: 'body' }, 'direct'),
    ).toBe('P')
  })

  test('a thing of two bodies is two things, unless it is the space’s', async () => {
    const made = async (scope: 'body' | 'space', body: string, entity = 'setl_id', with_ = keys) => {
      const columns = { c: { kind: 'pseudonym' as const, entity, scope } }
      const [compiled] = compileProfile(
        Profile.parse({ columns }),
        [{ name: 'c', type: 'VARCHAR', role: 'direct' }],
        with_,
        { body, persons: false },
      )
      return (await duck.rows(`SELECT ${compiled!.sql} AS v FROM (SELECT 'S1' AS c) t`))[0]!['v']
    }
    expect(await made('body', 'a')).not.toBe(await made('body', 'b'))
    expect(await made('space', 'a')).toBe(await made('space', 'b'))
    expect(await made('body', 'a')).not.toBe(await made('body', 'a', 'mdtrt_id'))
    expect(await made('space', 'a')).not.toBe(
      await made('space', 'a', 'setl_id', projectKeys(randomBytes(32))),
    )
  })
})

describe('a profile', () => {
  const columns: SourceColumn[] = [
    { name: 'certno', type: 'VARCHAR', role: 'direct' },
    { name: 'age', type: 'BIGINT', role: 'quasi' },
    { name: 'day', type: 'DATE', role: 'quasi' },
  ]
  const compile = (wish: Record<string, Transform>, persons = true) =>
    compileProfile(Profile.parse({ columns: wish }), columns, keys, { body: 'a', persons })
  const refused = (code: string, params: object) =>
    expect.objectContaining({ code, params: expect.objectContaining(params) })

  test('removes what it does not name', () => {
    expect(compile({ age: { kind: 'keep' } }).map((column) => column.name)).toEqual(['age'])
    const open = new Set<string>()
    expect(
      compileProfile(Profile.parse({ columns: { age: { kind: 'keep' } } }), columns, keys, {
        body: 'a',
        persons: true,
        open,
      }),
    ).toEqual([])
  })

  test('leaves a direct identifier two ways only', () => {
    const others: Transform[] = [
      { kind: 'keep' },
      { kind: 'mask', first: 3, last: 4 },
      { kind: 'prefix', length: 6 },
      { kind: 'region', to: 'county' },
      { kind: 'suppress', values: [], ranges: [] },
    ]
    for (const how of others)
      expect(() => compile({ certno: how })).toThrow(
        refused('DEID_DIRECT', { column: 'certno', kind: how.kind }),
      )
    expect(compile({ certno: { kind: 'pseudonym', entity: 'person', scope: 'body' } })).toHaveLength(1)
  })

  test('names what does not fit', () => {
    expect(() => compile({ nothing: { kind: 'keep' } })).toThrow(
      refused('DEID_COLUMN_UNKNOWN', { column: 'nothing' }),
    )
    expect(() => compile({ age: { kind: 'date', to: 'year' } })).toThrow(
      refused('DEID_TYPE', { column: 'age' }),
    )
    expect(() => compile({ day: { kind: 'age', width: 10, top: 80 } })).toThrow(
      refused('DEID_TYPE', { column: 'day' }),
    )
    expect(() => compile({ day: { kind: 'shift' } }, false)).toThrow(
      refused('DEID_NO_PERSON', { column: 'day' }),
    )
  })
})

describe('matching', () => {
  const parquet = async (name: string, values: string): Promise<string> => {
    const file = join(folder, `${name}.parquet`)
    await duck.copy(`COPY (SELECT * FROM ${values}) TO ${quoteText(file)} (FORMAT parquet)`)
    return file
  }
  const good = ['11010519491231002X', '110105194912310038']

  test('joins on sure numbers only, and keeps the others by their own', async () => {
    // Body a: 1 and 2 have numbers, 3 none, 4 two different ones. Body b: 11 is person 1 again (15 digits), 12 a wrong digit.
    const a = await parquet('a', `(VALUES (1), (2), (3), (4)) v(__insured)`)
    const b = await parquet('b', `(VALUES (11), (12)) v(__insured)`)
    const registerA = await parquet(
      'ra',
      `(VALUES (1, '${good[0]}'), (1, ' ${good[0]!.toLowerCase()}'), (2, '110101199003070097'), (3, NULL), (4, '${good[0]}'), (4, '110101199003070097')) v(__insured, certno)`,
    )
    const registerB = await parquet(
      'rb',
      `(VALUES (11, '110105491231002'), (12, '${good[0]!.slice(0, 17)}1')) v(__insured, certno)`,
    )
    const { persons } = await makePersons(
      duck,
      keys,
      [
        { files: [a], body: 'a' },
        { files: [b], body: 'b' },
      ],
      [
        { files: [registerA], column: 'certno' },
        { files: [registerB], column: 'certno' },
      ],
    )
    const rows = await duck.rows('SELECT n, number, pseudonym, identified, shift FROM person ORDER BY n')
    const by = new Map(rows.map((row) => [Number(row['n']), row]))
    expect(persons).toBe(5)
    expect(by.get(11)!['pseudonym']).toBe(by.get(1)!['pseudonym'])
    expect(by.get(1)!['pseudonym']).toBe(pseudonym(key, `id:${good[0]}`))
    expect(by.get(3)!['pseudonym']).toBe(pseudonym(key, 'own:3'))
    expect(by.get(4)!['pseudonym']).toBe(pseudonym(key, 'own:4'))
    expect(by.get(12)!['pseudonym']).toBe(pseudonym(key, 'own:12'))
    expect(rows.map((row) => row['identified'])).toEqual([
      true,
      by.get(2)!['identified'],
      false,
      false,
      true,
      false,
    ])
    expect(new Set(rows.map((row) => Number(row['number']))).size).toBe(5)
    expect(rows.every((row) => Number(row['shift']) !== 0 && Math.abs(Number(row['shift'])) <= 182)).toBe(
      true,
    )
    expect(by.get(11)!['shift']).toBe(by.get(1)!['shift'])
    await duck.connection.run('DROP TABLE insured; DROP TABLE person; DROP TABLE met')
  })

  test('the net empties an identifier that stands in another column, and small classes go', async () => {
    const source = await parquet(
      'net',
      `(SELECT i AS __insured, 'N' || (100000 + i) AS psn_name, CASE WHEN i < 12 THEN 'f' ELSE 'm' END AS sex,
          CASE i WHEN 3 THEN 'N100004' WHEN 5 THEN 'call 13912345678 now' ELSE 'fine' END AS code FROM range(14) t(i))`,
    )
    await makePersons(duck, keys, [{ files: [source], body: 'a' }], [])
    const profile = Profile.parse({
      columns: { sex: { kind: 'keep' }, code: { kind: 'keep' } },
      risk: { quasi: ['sex'], maxSuppressed: 0.2 },
    })
    const work = {
      files: [source],
      columns: [
        { name: 'psn_name', type: 'VARCHAR', role: 'direct' as const },
        { name: 'sex', type: 'VARCHAR', role: 'quasi' as const },
        { name: 'code', type: 'VARCHAR', role: 'plain' as const },
      ],
      profile,
      body: 'a',
      persons: true,
      open: null,
      threshold: { minK: 5, maxRisk: 0.2 },
    }
    // 12 women, 2 men: the men are 2/14 = 14 % of the rows, below the limit of 20 %.
    const made = await transform(duck, keys, work)
    expect(made).toMatchObject({
      rows: 12,
      suppressedRows: 2,
      blankedCells: 2,
      passes: true,
      risk: { k: 12 },
    })
    const kept = await transform(duck, keys, {
      ...work,
      profile: { ...profile, risk: { ...profile.risk, maxSuppressed: 0.1 } },
    })
    expect(kept).toMatchObject({ rows: 14, suppressedRows: 0, passes: false, risk: { k: 2 } })
    expect(
      (await duck.rows('SELECT DISTINCT code FROM result ORDER BY 1')).map((row) => row['code']),
    ).toEqual(['fine', null])
  })
})

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractOf, KEPT, USEFUL, WARD, WARD_JOINS, WARD_ROWS } from '../src/use/gate/corpus/index.ts'
import type { Answer, GrantTerms } from '../src/use/run/index.ts'
import { type Library, openLibrary } from './support/gate/library.ts'
import { openPath, type Path } from './support/gate/path.ts'
import { loadClaims, loadSynpuf } from './support/gate/tables.ts'

/** What must be answered, and what an answer must not tell: the whole path of the gate without a server. */

const REAL = join(
  process.env.XINYU_REAL_DATA ?? resolve(import.meta.dirname, '../../shared/data'),
  'cms-synpuf',
)
const PERSONS = 2000

let library: Library
let path: Path
beforeAll(async () => {
  library = await openLibrary()
  path = await openPath(library)
})
afterAll(async () => {
  await path.close()
  library.close()
})

const shown = (value: Answer['rows'][number][number]): boolean => value !== null && typeof value !== 'object'
/** Values of statistics that are shown. */
const statistics = ({ columns, rows }: Answer) =>
  rows.flatMap((row) => row.filter((value, at) => columns[at]!.role === 'statistic' && shown(value)))

describe('answers without telling', () => {
  let terms: GrantTerms
  beforeAll(async () => {
    for (const [name, select] of Object.entries(WARD_ROWS)) await library.table(name, select)
    terms = contractOf(WARD, WARD_JOINS)
  })

  describe.each(Object.entries(KEPT))('%s', (_, cases) => {
    test.each(cases)('%s: %s', async (_why, sql, must) => {
      const answer = await path.ask(sql, terms)
      if (must !== 'nothing') {
        const text = JSON.stringify(answer.rows)
        return expect(must.without.filter((trace) => text.includes(trace))).toEqual([])
      }
      expect(statistics(answer)).toEqual([])
      // With keys no row may stay behind; without there is always the one row.
      expect(answer.rows.length).toBe(answer.columns.some(({ role }) => role === 'key') ? 0 : 1)
    })
  })

  test('the ward does hold what must not be seen', async () => {
    const [row] = await library.rows(
      `SELECT count(*), sum(cost), count(*) FILTER (WHERE dise = 'FEW-9') FROM visit WHERE town = 'LONELY' OR dise = 'FEW-9'`,
    )
    expect(row).toEqual([10, expect.closeTo(777_777.77 + 2565, -5), 9])
  })
})

describe.each([
  ['claims', (into: Library) => loadClaims(into, PERSONS), true],
  ['synpuf', (into: Library) => loadSynpuf(into, REAL), existsSync(REAL)],
] as const)('useful questions on %s', (name, load, there) => {
  describe.skipIf(!there)(there ? 'answer' : `need ${REAL}`, () => {
    let terms: GrantTerms
    beforeAll(async () => {
      terms = await load(library)
    }, 120_000)

    test.each(USEFUL[name])('%s', async (_asked, sql) => {
      const answer = await path.ask(sql, terms)
      const useful = answer.columns.some(({ role }) => role === 'statistic')
        ? statistics(answer)
        : answer.rows.flat().filter(shown)
      expect(useful.length).toBeGreaterThan(0)
    })
  })
})

test('the corpus holds 100 useful questions on each', () => {
  for (const list of Object.values(USEFUL)) expect(list.length).toBeGreaterThanOrEqual(100)
})

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, historySpace, type HistorySpace, type Line, people, range } from './history.fixture.ts'

let space: HistorySpace
beforeAll(async () => {
  space = await historySpace()
}, 60_000)
afterAll(() => space.stop())

const K = 5
const project = () => randomUUID()
const shown = ({ bases }: Awaited<ReturnType<HistorySpace['release']>>, base = 0) =>
  bases[base]!.rows.map(({ cells }) => cells)

describe('two sets', () => {
  test('that differ in up to k persons are given the same value, whatever was asked first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2 * K, max: 60 }),
        fc.integer({ min: 0, max: K }),
        fc.integer({ min: 1, max: 500 }),
        fc.boolean(),
        async (size, removed, amount, lessFirst) => {
          const id = project()
          const all = people(
            range(size, 100),
            () => [],
            (person) => person * amount,
          )
          const less = all.slice(Math.min(removed, size - K))
          const [first, second] = lessFirst ? [less, all] : [all, less]
          const before = shown(await space.release(id, K, ask(first, 0, K)))
          const after = shown(await space.release(id, K, ask(second, 0, K)))
          expect(before).toEqual(ask(first, 0, K).checked.rows.map(({ cells }) => cells))
          expect(after).toEqual(before)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('that are near and not the same are counted as such in the record, for who watches for differencing', async () => {
    const id = project()
    const near = async (of: ReturnType<typeof people>) => {
      const { record } = await space.release(id, K, ask(of, 0, K))
      return record.at(-1)!.result as unknown as { given: number; near: number }
    }
    const all = people(range(30, 100), () => [])
    expect(await near(all)).toMatchObject({ given: 0, near: 0 })
    expect(await near(all)).toMatchObject({ given: 2, near: 0 })
    expect(await near(all.slice(1))).toMatchObject({ given: 2, near: 2 })
    expect(await near(all.slice(20))).toMatchObject({ near: 0 })
  })

  test('that differ in 2 k persons or more are both given as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: K, max: 60 }),
        fc.integer({ min: 2 * K, max: 40 }),
        async (size, more) => {
          const id = project()
          const small = ask(
            people(range(size), () => []),
            0,
            K,
          )
          const large = ask(
            people(range(size + more), () => []),
            0,
            K,
          )
          expect(shown(await space.release(id, K, small))).toEqual([[size, size]])
          expect(shown(await space.release(id, K, large))).toEqual([[size + more, size + more]])
        },
      ),
      { numRuns: 15 },
    )
  })

  test('of the same persons with other contributions are two cells', async () => {
    const id = project()
    const year = (amount: number) =>
      ask(
        people(
          range(50),
          () => [],
          (person) => person + amount,
        ),
        0,
        K,
      )
    const [[, first]] = shown(await space.release(id, K, year(10))) as [[number, number]]
    const [[, second]] = shown(await space.release(id, K, year(20))) as [[number, number]]
    expect(second).toBe(first + 500)
  })

  test('of two families, and of two projects, have nothing to do with each other', async () => {
    const [one, other] = [project(), project()]
    const all = people(range(40), () => [])
    await space.release(one, K, ask(all, 0, K))
    expect(shown(await space.release(other, K, ask(all.slice(1), 0, K)))).toEqual([[39, 39]])
  })

  test('are near under the stricter of both rules', async () => {
    const id = project()
    await space.release(
      id,
      3,
      ask(
        people(range(100), () => []),
        0,
        3,
      ),
    )
    expect(
      shown(
        await space.release(
          id,
          20,
          ask(
            people(range(81), () => []),
            0,
            20,
          ),
        ),
      ),
    ).toEqual([[100, 100]])
  })

  test('the order in which a sum was added up does not matter', async () => {
    const id = project()
    const lines = range(60).flatMap((person): Line[] =>
      [0.1, 0.2, 0.3 + person / 1000, 1e5].map((amount) => ({ person, keys: [], amount })),
    )
    await space.release(id, K, ask(lines, 0, K))
    const again = await space.release(id, K, ask(lines.toReversed(), 0, K))
    expect(again.segment).toBeNull()
  })
})

describe('what is added up', () => {
  const byKey = (persons: readonly number[]) =>
    people(
      persons,
      (person) => [`a${person % 3}`, `b${person % 4}`],
      (person) => 10 + person,
    )

  test('a table without one person adds up to the total with that person', async () => {
    const id = project()
    const [[count, sum]] = shown(await space.release(id, K, ask(byKey(range(240)), 0, K))) as [number[]]
    const table = await space.release(id, K, ask(byKey(range(239)), 1, K))
    const columns = (cell: number) =>
      shown(table).reduce((total, cells) => total + (cells[cell] as number), 0)
    expect(columns(0)).toBe(count)
    expect(columns(1)).toBe(sum)
  })

  test('a total without one person is the sum of the table that was shown before', async () => {
    const id = project()
    const table = shown(await space.release(id, K, ask(byKey(range(240)), 2, K)))
    const total = shown(await space.release(id, K, ask(byKey(range(239)), 0, K)))
    expect(total).toEqual([[240, table.reduce((sum, cells) => sum + (cells[1] as number), 0)]])
    const byFirst = shown(await space.release(id, K, ask(byKey(range(239)), 1, K)))
    expect(byFirst.map(([count]) => count)).toEqual([80, 80, 80])
  })

  test('rolled-up rows agree with the rows below them, at every level', async () => {
    const id = project()
    await space.release(id, K, ask(byKey(range(240)), 1, K))
    const { bases } = await space.release(id, K, ask(byKey(range(235, 5)), 2, K, true))
    const rows = bases[0]!.rows
    for (const row of rows.filter(({ rolled }) => rolled.includes(true))) {
      const below = rows.filter(
        ({ rolled, keys }) =>
          !rolled.includes(true) && row.keys.every((key, i) => row.rolled[i] || key === keys[i]),
      )
      for (const cell of [0, 1])
        expect(below.reduce((sum, { cells }) => sum + (cells[cell] as number), 0)).toBeCloseTo(
          row.cells[cell] as number,
          6,
        )
    }
  })
})

describe('tables without up to k persons', () => {
  const drawn = fc.record({
    seed: fc.nat(10_000),
    removed: fc.integer({ min: 0, max: K }),
    first: fc.constantFrom(0, 1, 2),
    second: fc.constantFrom(0, 1, 2),
  })

  test('add up to what was released, in every union that both have, or show less', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ seed, removed, first, second }) => {
        const id = project()
        const all = people(
          range(180),
          (person) => [`a${(person * (seed + 1)) % 3}`, `b${(person + seed) % 2}`],
          (person) => 5 + ((person * seed) % 11),
        )
        const gone = new Set(range(removed).map((i) => (i * (seed + 7)) % 180))
        const less = all.filter(({ person }) => !gone.has(person))
        const one = shown(await space.release(id, K, ask(all, first, K)))
        const two = shown(await space.release(id, K, ask(less, second, K)))
        for (const cell of [0, 1]) {
          const total = (table: typeof one) =>
            table.some((cells) => typeof cells[cell] !== 'number')
              ? null
              : table.reduce((sum, cells) => sum + (cells[cell] as number), 0)
          if (total(one) !== null && total(two) !== null) expect(total(two)).toBe(total(one))
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('trackers', () => {
  const N = 400
  const half = (person: number) => (person * 7919) % 2 === person % 2 && (person * 31) % 64 < 32
  const of = (keep: (person: number) => boolean) =>
    ask(
      people(
        range(N).filter(keep),
        () => [],
        (person) => 3 + person,
      ),
      0,
      K,
    )
  const target = 77
  const queries = {
    with: of((person) => person === target || half(person)),
    without: of((person) => person === target || !half(person)),
    all: of(() => true),
  }

  test.each([
    ['with', 'without', 'all'],
    ['all', 'with', 'without'],
    ['without', 'all', 'with'],
  ] as const)('of %s, %s and %s tell nothing of who is in two of them', async (...order) => {
    const id = project()
    const told: Record<string, number[]> = {}
    for (const name of order) told[name] = shown(await space.release(id, K, queries[name]))[0] as number[]
    for (const cell of [0, 1])
      expect(told.with![cell]! + told.without![cell]!).toBeCloseTo(told.all![cell]!, 6)
  })

  test('need not ask for the whole: the sum of a table is the same', async () => {
    const id = project()
    const [[one]] = shown(await space.release(id, K, queries.with)) as [number[]]
    const [[two]] = shown(await space.release(id, K, queries.without)) as [number[]]
    const byArea = ask(
      people(range(N), (person) => [`a${person % 5}`]),
      1,
      K,
    )
    const rows = shown(await space.release(id, K, byArea))
    expect(rows.reduce((sum, [count]) => sum + (count as number), 0)).toBe(one! + two!)
  })

  test('do not disturb groups that really differ', async () => {
    const id = project()
    await space.release(
      id,
      K,
      of(() => true),
    )
    await space.release(
      id,
      K,
      of((person) => person < 100),
    )
    const other = shown(
      await space.release(
        id,
        K,
        of((person) => person >= 150),
      ),
    )
    expect(other[0]![0]).toBe(250)
  })
})

describe('what was withheld', () => {
  const sick = (count: number) =>
    ask(
      people(range(count), () => []),
      0,
      K,
    )

  test('stays so when one person is added that would make it large enough', async () => {
    const id = project()
    expect(shown(await space.release(id, K, sick(K - 1)))).toEqual([])
    expect(shown(await space.release(id, K, sick(K)))).toEqual([
      [{ withheld: 'protected' }, { withheld: 'protected' }],
    ])
  })

  test('does not take with it a group that has but one of its persons', async () => {
    const id = project()
    await space.release(id, K, sick(2))
    expect(
      shown(
        await space.release(
          id,
          K,
          ask(
            people(range(30, 1), () => []),
            0,
            K,
          ),
        ),
      ),
    ).toEqual([[30, 30]])
  })

  test('by a complement cannot be asked for by itself', async () => {
    const id = project()
    const table = ask(
      people(range(60), (person) => [`a${person % 3}`]),
      1,
      K,
      true,
    )
    const rows = table.checked.rows.map((row) =>
      row.keys[0] === 'a1'
        ? { ...row, cells: row.cells.map(() => ({ withheld: 'protected' as const })) }
        : row,
    )
    await space.release(id, K, { raw: table.raw, checked: { rows } })
    const alone = ask(
      people(
        range(60).filter((person) => person % 3 === 1),
        () => [],
      ),
      0,
      K,
    )
    expect(shown(await space.release(id, K, alone))).toEqual([
      [{ withheld: 'protected' }, { withheld: 'protected' }],
    ])
  })
})

describe('the edge', () => {
  test('between given again and new is not in the same place twice', async () => {
    const outcomes = new Set<unknown>()
    for (let round = 0; round < 24; round++) {
      const id = project()
      await space.release(
        id,
        10,
        ask(
          people(range(100), () => []),
          0,
          10,
        ),
      )
      outcomes.add(
        shown(
          await space.release(
            id,
            10,
            ask(
              people(range(115), () => []),
              0,
              10,
            ),
          ),
        )[0]![0],
      )
    }
    expect(outcomes).toEqual(new Set([100, 115]))
  })

  test('once met gives the same answer again', async () => {
    const all = (count: number) =>
      ask(
        people(range(count), () => []),
        0,
        10,
      )
    for (let round = 0; round < 8; round++) {
      const id = project()
      await space.release(id, 10, all(100))
      const first = shown(await space.release(id, 10, all(115)))
      for (let again = 0; again < 3; again++)
        expect(shown(await space.release(id, 10, all(115)))).toEqual(first)
    }
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../kernel/random.ts'
import { best, combined, rankBoard } from './board.ts'
import { csvOf, readCsv } from './csv.ts'
import { divide, numbered, sampleOf } from './data.ts'
import { answerAt, dueAt, GRID_MS, seenState, wallMs } from './grid.ts'
import { METRICS } from './model.ts'
import { readPredictions } from './predictions.ts'
import { dayBegan, quotaOf, SAMPLES_PER_DAY } from './quota.ts'
import { partOf } from './split.ts'
import { fairOrder, type Waiting } from './turns.ts'

const key = Buffer.alloc(32, 7)

describe('the split', () => {
  const ids = Array.from({ length: 1500 }, (_, at) => `row-${at}`)

  test('has the share that was asked for, is stable, and another key divides otherwise', () => {
    const parts = ids.map((id) => partOf(key, id, 0.3))
    const share = parts.filter((part) => part === 'public').length / ids.length
    expect(share).toBeGreaterThan(0.26)
    expect(share).toBeLessThan(0.34)
    // No other row has a say: alone, a row falls to the same part.
    expect(ids.map((id) => partOf(Buffer.alloc(32, 7), id, 0.3))).toEqual(parts)
    const other = ids.filter((id, at) => partOf(Buffer.alloc(32, 8), id, 0.3) === parts[at]).length
    expect(other / ids.length).toBeLessThan(0.65)
  })

  test('a greater share only adds public rows', () => {
    for (const id of ids.slice(0, 200))
      if (partOf(key, id, 0.2) === 'public') expect(partOf(key, id, 0.5)).toBe('public')
  })
})

const table = (rows: number, cost: (at: number) => unknown = (at) => at % 7) =>
  csvOf({
    columns: ['id', 'age', 'group', 'cost'],
    rows: Array.from({ length: rows }, (_, at) => [
      `S${at}`,
      String(20 + at),
      'ab'[at % 2]!,
      String(cost(at)),
    ]),
  })
const plan = { idColumn: 'id', answerColumn: 'cost', metric: 'rmse', publicShare: 0.3, key } as const

describe('the data of a task', () => {
  test('features have neither ids nor answers, and stand in another order', () => {
    const { features, answers, columns, publicRows } = divide(table(200), plan)
    expect(columns).toEqual([
      { name: 'age', type: 'number' },
      { name: 'group', type: 'text' },
    ])
    expect(features.columns).toEqual(['age', 'group'])
    expect(csvOf(numbered(features))).not.toMatch(/cost|S\d/)
    expect(answers.map(({ id }) => id)).not.toEqual(Array.from({ length: 200 }, (_, at) => `S${at}`))
    for (const [at, { id, value, part }] of answers.entries()) {
      const number = Number(id.slice(1))
      expect([features.rows[at]![0], value]).toEqual([String(20 + number), number % 7])
      expect(part).toBe(partOf(key, id, 0.3))
    }
    expect(publicRows).toBe(answers.filter(({ part }) => part === 'public').length)
  })

  test.each([
    ['two ids', table(40).replace('S1,', 'S0,')],
    ['no answer', table(40, (at) => (at === 3 ? '' : at))],
    ['an answer that is no number', table(40, (at) => (at === 3 ? 'x' : at))],
    ['one answer for all', table(40, () => 5)],
    ['few rows', table(19)],
    ['a line of another length', `${table(40)}a,b\n`],
    ['an open quotation', `${table(40)}"a`],
    ['no header', ''],
  ])('%s is refused', (_, text) => {
    expect(() => divide(text, plan)).toThrow(expect.objectContaining({ code: 'CONTEST_TASK_DATA' }))
  })

  test('of a binary metric answers are 0 and 1', () => {
    expect(() => divide(table(40), { ...plan, metric: 'auc' })).toThrow(/0 or 1/)
    expect(
      divide(
        table(60, (at) => at % 2),
        { ...plan, metric: 'auc' },
      ).baseline,
    ).toBe(0.5)
  })

  test('a sample that the machine makes holds nothing of the table', () => {
    const { columns, answer } = divide(table(60), plan)
    const made = sampleOf(columns, answer, null, systemRandom)
    expect([made.made, made.table.columns]).toEqual([true, ['age', 'group', 'cost']])
    expect(() => sampleOf(columns, answer, 'age,cost\n1,2\n', systemRandom)).toThrow(/sample needs/)
  })

  test('CSV comes back as it was, whatever is in it', () => {
    const cells = fc.array(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(cells, (rows) => {
        const columns = ['a', 'b', 'c']
        expect(readCsv(csvOf({ columns, rows }), { rows: 10, columns: 3 })).toEqual({ columns, rows })
      }),
    )
  })
})

describe('predictions', () => {
  const read = (text: string, rows = 2, metric: (typeof METRICS)[number] = 'rmse') =>
    readPredictions(Buffer.from(text), rows, metric)

  test('are ordered by row, in whatever order they were written', () => {
    expect(read('prediction,row\n5,2\n-1e3,1\n')).toEqual({ values: [-1000, 5] })
    expect(read('row,prediction\n1,b\n2,a\n', 2, 'accuracy')).toEqual({ values: ['b', 'a'] })
  })

  test.each([
    'row,prediction\n1,2\n',
    'row,prediction\n1,2\n2,3\n3,4\n',
    'row,prediction\n1,2\n1,3\n',
    'row,prediction\n0,2\n1,3\n',
    'row,prediction\n1,nan\n2,3\n',
    'row,prediction\n1,inf\n2,3\n',
    'row,prediction\n1,1e999\n2,3\n',
    'row,prediction\n1,\n2,3\n',
    'row,prediction\n1,0x10\n2,3\n',
    'row,prediction,more\n1,2,3\n2,3,4\n',
    'row,score\n1,2\n2,3\n',
    '',
    '\0',
  ])('%j is none', (text) => {
    expect(read(text)).toHaveProperty('why')
  })

  test('no bytes make it fall over, and what it takes are finite numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...METRICS), (bytes, metric) => {
        const found = readPredictions(bytes, 3, metric)
        if ('values' in found) expect(found.values).toHaveLength(3)
      }),
    )
  })
})

describe('the moment of the answer', () => {
  test('follows from the beginning and the limit alone: never from how long the program took', () => {
    const moments = { start: fc.integer({ min: 0, max: 2e12 }), cpu: fc.integer({ min: 1, max: 86_400 }) }
    fc.assert(
      fc.property(
        moments.start,
        moments.cpu,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (start, cpu, share) => {
          const at = answerAt(start, cpu)
          const ended = start + Math.floor(share * (wallMs(cpu) + 45_000))
          expect(at % GRID_MS).toBe(0)
          expect(dueAt(at, ended)).toBe(at)
          expect(ended).toBeLessThanOrEqual(at)
        },
      ),
    )
  })

  test('is the next one of the grid where the machine was too slow', () => {
    const at = answerAt(1_000_000, 10)
    expect(dueAt(at, at + 1)).toBe(at + GRID_MS)
  })

  test('what is seen of a run changes at whole minutes only', () => {
    const startedAt = 5 * GRID_MS + 17
    expect(seenState(startedAt, 5 * GRID_MS + 59_999)).toBe('queued')
    expect(seenState(startedAt, 6 * GRID_MS)).toBe('running')
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (started, now) => {
        expect(seenState(started, now)).toBe(seenState(started, now - (now % GRID_MS)))
      }),
    )
  })
})

describe('fair turns', () => {
  const waiting = fc.array(
    fc.record({ teamId: fc.constantFrom('a', 'b', 'c', 'd'), createdAt: fc.nat(1000) }),
    { maxLength: 30 },
  )
  const named = (list: readonly Omit<Waiting, 'id'>[]): Waiting[] =>
    list.map((one, at) => ({ ...one, id: String(at).padStart(4, '0') }))

  test('a team of many runs waits for itself: nobody has two turns before another team has one', () => {
    fc.assert(
      fc.property(waiting, (list) => {
        const order = fairOrder(named(list), new Map())
        expect(order.map(({ id }) => id).toSorted()).toEqual(named(list).map(({ id }) => id))
        const had = new Map<string, number>()
        for (const [at, { teamId }] of order.entries()) {
          const turns = had.get(teamId) ?? 0
          for (const later of order.slice(at + 1))
            if (later.teamId !== teamId) expect(had.get(later.teamId) ?? 0).toBeGreaterThanOrEqual(turns)
          had.set(teamId, turns + 1)
        }
      }),
    )
  })

  test('who had more today comes later; otherwise who came first', () => {
    const list = named([
      { teamId: 'a', createdAt: 1 },
      { teamId: 'b', createdAt: 2 },
      { teamId: 'c', createdAt: 3 },
    ])
    expect(fairOrder(list, new Map([['a', 2]])).map(({ teamId }) => teamId)).toEqual(['b', 'c', 'a'])
  })
})

describe('quotas', () => {
  const task = { runsPerDay: 3, runsInAll: 5 }
  const run = (
    state: 'queued' | 'running' | 'scored' | 'failed' | 'cancelled',
    counted: boolean,
    createdAt = 10,
  ) => ({
    kind: 'hidden' as const,
    state,
    counted,
    createdAt,
  })

  test('what was cancelled, and what failed by our fault, does not count; what is under way does', () => {
    const runs = [run('scored', true), run('failed', true), run('failed', false), run('cancelled', false)]
    expect(quotaOf(task, runs, 0)).toMatchObject({ leftToday: 1, leftInAll: 3 })
    expect(quotaOf(task, [...runs, run('running', false)], 0)).toMatchObject({ leftToday: 0, leftInAll: 2 })
  })

  test('yesterday counts in all, not today; all in all is the end', () => {
    const old = Array.from({ length: 4 }, () => run('scored', true, 5))
    expect(quotaOf(task, old, 10)).toMatchObject({ leftToday: 1, leftInAll: 1 })
    const samples = Array.from({ length: 4 }, () => ({ ...run('scored', false), kind: 'sample' as const }))
    expect(quotaOf(task, samples, 0)).toMatchObject({ leftToday: 3, samplesLeftToday: SAMPLES_PER_DAY - 4 })
  })

  test('a day begins at midnight of the contest', () => {
    const noon = Date.UTC(2026, 5, 10, 4)
    expect(dayBegan(noon, 'Asia/Shanghai')).toBe(Date.UTC(2026, 5, 9, 16))
    expect(dayBegan(Date.UTC(2026, 5, 9, 16), 'Asia/Shanghai')).toBe(Date.UTC(2026, 5, 9, 16))
    expect(dayBegan(Date.UTC(2026, 5, 9, 16) - 1, 'Asia/Shanghai')).toBe(Date.UTC(2026, 5, 8, 16))
  })
})

describe('the board', () => {
  const one = (teamId: string, score: number | null, at = 1) => ({ teamId, score, at, runs: 1 })

  test('a missing score is last, never first, whichever way is better', () => {
    for (const metric of METRICS) {
      const ranked = rankBoard(metric, [one('a', null), one('b', 0), one('c', 1e9)])
      expect([ranked.at(-1)!.teamId, ranked.at(-1)!.rank]).toEqual(['a', 3])
    }
    expect(rankBoard('rmse', [one('a', 2), one('b', 1)]).map(({ teamId }) => teamId)).toEqual(['b', 'a'])
    expect(rankBoard('auc', [one('a', 0.9), one('b', 0.8)]).map(({ teamId }) => teamId)).toEqual(['a', 'b'])
  })

  test('equal scores share a rank, the earlier one is listed first; the order that teams come in changes nothing', () => {
    const list = [one('a', 5, 9), one('b', 5, 3), one('c', 7), one('d', null), one('e', null)]
    const ranked = rankBoard('auc', list)
    expect(ranked.map(({ teamId, rank }) => [teamId, rank])).toEqual([
      ['c', 1],
      ['b', 2],
      ['a', 2],
      ['d', 4],
      ['e', 4],
    ])
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: 5 }), (turned) => {
        expect(rankBoard('auc', turned)).toEqual(ranked)
      }),
    )
  })

  test('the best of a team is the best one, of equal ones the earliest', () => {
    const runs = [
      { score: 3, at: 1 },
      { score: null, at: 2 },
      { score: 1, at: 4 },
      { score: 1, at: 3 },
    ]
    expect(best('mae', runs)).toEqual({ score: 1, at: 3 })
    expect(best('auc', runs)).toEqual({ score: 3, at: 1 })
    expect(best('auc', [])).toBeNull()
  })

  test('over tasks: the mean, a task without a score as nothing; none at all is no score', () => {
    expect([combined([80, 60]), combined([80, null]), combined([null, null]), combined([0])]).toEqual([
      70,
      40,
      null,
      0,
    ])
  })
})

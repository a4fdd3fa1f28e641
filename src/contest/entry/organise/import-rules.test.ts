import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleScheme } from '../../scheme/index.ts'
import { someUscc } from '../entry.fixture.ts'
import { csvText, readCsv, rearm } from './csv.ts'
import { readEntries } from './import-rules.ts'
import { likeness, likePairs, sketchOf } from './likeness.ts'

const scheme = exampleScheme('national-2024', 0)
const division = scheme.divisions[0]!.code
const NONE = new Map<string, number>()
const HEAD = 'team,title,division,captain,phone,members,body,uscc,intro'
const read = (...lines: string[]) => readEntries([HEAD, ...lines].join('\n'), scheme, NONE)
const line = (team: string, phone: string, rest = ',,,') => `${team},标题,${division},队长,${phone},${rest}`

describe('a table of text', () => {
  test('comes back as it went out, whatever stands in it', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '中', ',', '"', '\n', '\r\n', '=', ' ', "'", '@', '1', '-'),
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          // A line of blanks is none; one that began with a break was disarmed and is not blank.
          const kept = rows.filter((row) => row.some((one) => one.trim() !== '' || one.startsWith('\r')))
          const back = readCsv(csvText(rows))!.map(({ cells }) => cells.map(rearm))
          // A text that began as a disarmed formula is taken for one: nothing runs either way.
          expect(back).toEqual(kept.map((row) => row.map(rearm)))
        },
      ),
    )
  })

  test('no cell of it runs in a spreadsheet', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (begin, rest) => {
        const text = csvText([[begin + rest]]).slice(1)
        expect(text.replace(/^"/, '')[0]).toBe("'")
      }),
    )
  })

  test('a quote that is not closed is no table, and lines are counted through breaks in cells', () => {
    expect(readCsv('a,"b')).toBeNull()
    expect(readCsv('a,b"c\n')).toBeNull()
    expect(readCsv('a,"b\nc"\nd,e')).toEqual([
      { line: 1, cells: ['a', 'b\nc'] },
      { line: 3, cells: ['d', 'e'] },
    ])
  })
})

describe('a file of entries', () => {
  test('is read with members and body', () => {
    const uscc = someUscc()
    const { entries, problems } = read(
      line('一队', '13800138001', `甲:13800138002；乙：138 0013 8003,示例大学,${uscc},"简介, 两句"`),
    )
    expect(problems).toEqual([])
    expect(entries).toMatchObject([
      {
        line: 2,
        team: { name: '一队', division, intro: '简介, 两句' },
        captain: { phone: '13800138001' },
        members: [{ phone: '13800138002' }, { name: '乙', phone: '13800138003' }],
        body: { uscc, name: '示例大学' },
      },
    ])
  })

  test.each<[string, string[], { line: number; code: string }[]]>([
    ['a phone that is none', [line('一队', '123')], [{ line: 2, code: 'phone' }]],
    [
      'a division that there is not',
      ['一队,标题,nowhere,队长,13800138001,,,,'],
      [{ line: 2, code: 'division' }],
    ],
    ['a team without a name', [line('', '13800138001')], [{ line: 2, code: 'team' }]],
    [
      'a team named twice, its captain too',
      [line('一队', '13800138001'), line('一队', '13800138001')],
      [
        { line: 3, code: 'name_twice' },
        { line: 3, code: 'phone_taken' },
      ],
    ],
    [
      'a code that does not check',
      [line('一队', '13800138001', ',大学,91310000MA0000001X,')],
      [{ line: 2, code: 'body' }],
    ],
    [
      'a member that cannot be read',
      [line('一队', '13800138001', '甲 13800138002,,,')],
      [{ line: 2, code: 'members' }],
    ],
    [
      'one phone twice in a team',
      [line('一队', '13800138001', '甲:13800138001,,,')],
      [
        { line: 2, code: 'phone_twice' },
        { line: 2, code: 'phone_taken' },
      ],
    ],
    ['too many cells', [line('一队', '13800138001', ',,,,,')], [{ line: 2, code: 'columns' }]],
  ])('%s is named by its line, and nothing is made', (_, lines, problems) => {
    const found = read(...lines)
    expect(found.problems).toMatchObject(problems)
    expect(found.problems).toHaveLength(problems.length)
    expect(found.entries).toEqual([])
  })

  test('columns that are unknown, missing or twice stop it at the head', () => {
    for (const head of ['team,title', `${HEAD},secret`, `${HEAD},team`, ''])
      expect(readEntries(`${head}\nx`, scheme, NONE).problems).toMatchObject([{ line: 1, code: 'columns' }])
  })

  test('whatever the file holds, there are entries or problems, never both and never neither', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 }), (lines) => {
        const { entries, problems } = readEntries([HEAD, ...lines].join('\n'), scheme, NONE)
        expect(entries.length > 0).toBe(problems.length === 0)
      }),
    )
  })
})

describe('intros that are alike', () => {
  const words = fc.string({
    unit: fc.constantFrom(...Array.from('医保基金监管模型数据安全可信空间计算')),
    minLength: 40,
    maxLength: 200,
  })
  test('the same text is the same, whatever stands between its letters', () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(likeness(sketchOf(text), sketchOf(`  ${Array.from(text).join('，')}`))).toBe(1)
        expect(likeness(sketchOf(text), [])).toBe(0)
      }),
    )
  })

  test('a copy with a few words changed is found, and texts of their own are not', () => {
    const long = Array.from({ length: 200 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7919) % 2000)),
    ).join('')
    const copy = `${long.slice(0, 90)}改几个字${long.slice(96)}`
    const other = Array.from({ length: 200 }, (_, at) =>
      String.fromCodePoint(0x5e00 + ((at * 104_729) % 2000)),
    ).join('')
    const found = likePairs([long, other, copy].map(sketchOf), 0.6)
    expect(found.map(([a, b]) => [a, b])).toEqual([[0, 2]])
  })
})

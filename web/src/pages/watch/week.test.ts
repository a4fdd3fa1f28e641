import { expect, test } from 'vitest'
import { addDays, weekDays, weekOf } from './week.ts'

const HOUR = 3_600_000
const monday = weekOf(new Date(2026, 10, 25, 15, 30).getTime())
const shift = (id: string, from: number, until: number) => ({
  id,
  officerId: id,
  officerName: null,
  from,
  until,
  handedTo: null,
  handover: null,
})

test('a week begins on Monday at midnight', () => {
  expect(new Date(monday).getDay()).toBe(1)
  expect(weekOf(monday)).toBe(monday)
  expect(weekOf(addDays(monday, 6))).toBe(monday)
  expect(weekOf(addDays(monday, 7))).toBe(addDays(monday, 7))
})

test('a shift over midnight is cut in two, a gap is drawn where nobody is', () => {
  const night = shift('night', monday + 20 * HOUR, monday + 32 * HOUR)
  const gap = { from: monday + 32 * HOUR, until: monday + 36 * HOUR }
  const [first, second, third] = weekDays(monday, { items: [night], gaps: [gap] })
  expect(first!.pieces).toEqual([{ key: 'night', shift: night, left: 20 / 24, width: 4 / 24 }])
  expect(second!.pieces.map(({ key, shift: of }) => [key, of === null])).toEqual([
    ['night', false],
    [`gap${gap.from}`, true],
  ])
  expect(second!.pieces[1]!.left).toBeCloseTo(8 / 24)
  expect(third!.pieces).toEqual([])
})

test('what lies outside of the week is not drawn', () => {
  const before = shift('before', monday - 8 * HOUR, monday)
  const after = shift('after', addDays(monday, 7), addDays(monday, 7) + HOUR)
  expect(weekDays(monday, { items: [before, after], gaps: [] }).flatMap(({ pieces }) => pieces)).toEqual([])
})

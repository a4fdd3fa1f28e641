import type { Wall } from '../../api/watch.ts'

/** What a tile says at five metres: a colour, a sign and a short name. */
export const SEAT_SIGNS = {
  live: '●',
  starting: '◐',
  waiting: '◔',
  asleep: '☾',
  blocked: '⊘',
  closed: '○',
} as const
export type SeatSign = keyof typeof SEAT_SIGNS

export const signOf = (state: string): SeatSign => (state in SEAT_SIGNS ? (state as SeatSign) : 'closed')

/** Columns with which `count` tiles fill a field and are as large as they can be. */
export function tileColumns(count: number, width: number, height: number, gap: number): number {
  let best = { columns: 1, size: 0 }
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns)
    const size = Math.min((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows)
    if (size > best.size) best = { columns, size }
  }
  return best.columns
}

/** 席位 017 → 017, a long name → its beginning. */
export function shortName(name: string): string {
  const number = /(\d{1,4})\D*$/.exec(name)?.[1]
  return number ?? Array.from(name).slice(0, 4).join('')
}

type Seat = Wall['seats'][number]

/** Tiles stay at their place from picture to picture: by name, numbers in their order. */
export const inOrder = (seats: readonly Seat[]): Seat[] =>
  seats.toSorted((a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true }) || (a.id < b.id ? -1 : 1))

/** How many seats are in each state, in the order of the legend. */
export function countStates(seats: readonly Pick<Seat, 'state'>[]): { sign: SeatSign; count: number }[] {
  return (Object.keys(SEAT_SIGNS) as SeatSign[]).map((sign) => ({
    sign,
    count: seats.filter(({ state }) => signOf(state) === sign).length,
  }))
}

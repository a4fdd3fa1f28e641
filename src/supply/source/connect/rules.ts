import { XinyuError } from '../../../kernel/errors/index.ts'
import { dateFormat } from '../../../kernel/date-format.ts'
import type { FeedMode, Schedule } from './model.ts'
import type { SourceTable } from './source.ts'

/** Waits after failures: doubled each time, an hour at most, so that a source that is down is not hammered. */
const MOST_WAIT_MS = 3_600_000
const LEAST_WAIT_MS = 5_000

/**
 * When a feed is due again, in ms since 1970; null: by hand only. `now` true: due at once where it runs by interval.
 */
export function nextRun(schedule: Schedule, from: number, timeZone: string, atOnce = false): number | null {
  if (schedule.kind === 'manual') return null
  if (schedule.kind === 'every') return atOnce ? from : from + schedule.seconds * 1000
  return nextDaily(schedule.at, from, timeZone)
}

/** When a feed that failed is tried again; one that runs by hand only is not. */
export function nextTry(schedule: Schedule, from: number, timeZone: string, failures: number): number | null {
  if (schedule.kind === 'manual') return null
  const every = schedule.kind === 'every' ? schedule.seconds * 1000 : 60_000
  const wait = Math.min(Math.max(every, LEAST_WAIT_MS) * 2 ** Math.min(failures - 1, 20), MOST_WAIT_MS)
  const regular = nextRun(schedule, from, timeZone)!
  return schedule.kind === 'every'
    ? from + Math.max(wait, schedule.seconds * 1000)
    : Math.min(from + wait, regular)
}

/** The next moment after `from` at which clocks in the zone show `HH:MM`. */
function nextDaily(at: string, from: number, timeZone: string): number {
  const [hour, minute] = at.split(':').map(Number)
  for (let day = 0; day < 3; day++) {
    const { year, month, date } = partsOf(from + day * 86_400_000, timeZone)
    const wall = Date.UTC(year, month - 1, date, hour, minute)
    // The zone's offset at about that time; asked twice, since it may change on that very day.
    let moment = wall - offsetOf(wall, timeZone)
    moment = wall - offsetOf(moment, timeZone)
    if (moment > from) return moment
  }
  return from + 86_400_000
}

function partsOf(at: number, timeZone: string) {
  const format = dateFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const get = (name: string) => part[name] ?? 0
  return {
    year: get('year'),
    month: get('month'),
    date: get('day'),
    hour: get('hour'),
    minute: get('minute'),
    second: get('second'),
  }
}

function offsetOf(at: number, timeZone: string): number {
  const { year, month, date, hour, minute, second } = partsOf(at, timeZone)
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(at / 1000) * 1000
}

export interface FeedPlan {
  readonly mode: FeedMode
  readonly key: readonly string[]
  readonly watermark: string | null
}

/**
 * The key and watermark that a feed reads by, with the names as the table writes them.
 * @throws XinyuError FEED_COLUMN_UNKNOWN, FEED_KEY_MISSING, FEED_WATERMARK_MISSING
 */
export function planFeed(
  table: SourceTable,
  wish: { mode: FeedMode; key?: readonly string[] | undefined; watermark?: string | null | undefined },
): FeedPlan {
  const find = (name: string): string => {
    const found =
      table.columns.find((column) => column.name === name) ??
      table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (!found) throw new XinyuError('FEED_COLUMN_UNKNOWN', { table: table.name, column: name })
    return found.name
  }
  const key = (wish.key ?? table.key).map(find)
  const best = wish.watermark === undefined ? (table.watermarks[0] ?? null) : wish.watermark
  const watermark = best === null ? null : find(best)
  if (wish.mode === 'increment' && key.length === 0)
    throw new XinyuError('FEED_KEY_MISSING', { table: table.name })
  if (wish.mode === 'increment' && watermark === null && table.ordered !== true)
    throw new XinyuError('FEED_WATERMARK_MISSING', { table: table.name })
  return { mode: wish.mode, key, watermark: wish.mode === 'increment' ? watermark : null }
}

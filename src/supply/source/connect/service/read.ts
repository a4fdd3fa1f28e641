import { type Clock, XinyuError } from '../../../../kernel/index.ts'
import type { Batch, ReadWork } from '../source.ts'
import type { Client } from './client.ts'
import { type Progress, readCursor, writeCursor } from './cursor.ts'
import { atPointer, type Exact, ExactNumber } from './exact-json.ts'
import type { HttpSettings, HttpTable } from './model.ts'
import { nextLink, type Pager } from './paging.ts'
import { cellOf, cellsOf, hashedIdentity, type Row, rowsOf } from './rows.ts'
import { isAfter, later, momentIn, setBack } from './watermark.ts'
import { watchOf } from './watch.ts'

/** One page: its rows and what is known about the list. */
export interface PageRead {
  readonly place: string | null
  readonly rows: Row[]
  readonly next: string | null
  readonly total: number | null
  /** When the service answered, by its own clock where it tells; ms. */
  readonly at: number
}

/** What a read works with. */
export interface Reader {
  readonly client: Client
  readonly settings: HttpSettings
  readonly table: HttpTable
  readonly pager: Pager
  readonly clock: Clock
  /** Zone of times that say none. */
  readonly timeZone: string
}

/** Asks for one page; null where a numbered list says "not found" behind its end. @throws XinyuError SERVICE_* */
export async function readPage(
  { client, settings, table, pager, clock }: Reader,
  place: string | null,
  since: string | null,
  signal: AbortSignal,
): Promise<PageRead | null> {
  const base = new URL(`${settings.baseUrl.replace(/\/$/, '')}${slashed(table.path)}`)
  const link = pager.address(place)
  const url = link === null ? base : linkOf(link, base, table.name)
  const asked = since === null || table.watermark === null ? {} : { [table.watermark.param]: since }
  // A link holds its own parameters already.
  const params = link === null ? { ...table.params, ...asked, ...pager.params(place) } : {}
  const { status, body, link: header, date } = await client.json(url, params, signal)
  if (body === null) {
    if (pager.numbered && place !== pager.first && (status === 404 || status === 204)) return null
    throw new XinyuError('SERVICE_STATUS', { where: url.host, status, attempts: 1 })
  }
  const rows = rowsOf(body, table.rows, table.name)
  const facts = { body, linkHeader: nextLink(header), place: place ?? pager.first, count: rows.length }
  const at = date ?? clock.now()
  return { place, rows, next: pager.next(facts), total: totalOf(body, table.total), at }
}

const slashed = (path: string): string => (path === '' || path.startsWith('/') ? path : `/${path}`)

/** A next link may not lead our token to another host. */
function linkOf(link: string, base: URL, where: string): URL {
  const url = URL.canParse(link, base.href) ? new URL(link, base) : null
  if (url === null || url.origin !== base.origin) throw new XinyuError('SERVICE_REDIRECT', { where })
  return url
}

function totalOf(body: Exact, pointer: string | null): number | null {
  const found = pointer === null ? undefined : atPointer(body, pointer)
  const text = found instanceof ExactNumber ? found.text : typeof found === 'string' ? found : ''
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

const START: Progress = {
  v: 1,
  place: null,
  next: null,
  pages: 0,
  rows: 0,
  last: '',
  since: null,
  begun: null,
  max: null,
  done: false,
}

/**
 * Reads a table page by page. A list that is not what it was (a page given twice, rows that moved, a total that shrank)
 * ends with an error: a snapshot with holes would look whole. Numbered pages are asked for twice for that.
 * @throws XinyuError SERVICE_*
 */
export async function* readTable(reader: Reader, work: ReadWork): AsyncGenerator<Batch> {
  const { table } = work
  let progress = startOf(reader.table, work)
  if (progress.done) return
  const watch = watchOf(reader, work, progress)
  const batch = (page: PageRead, done: boolean): Batch => {
    progress = advanced(reader, work, progress, page, done)
    return { rows: cellsOf(page.rows, table), cursor: writeCursor(progress) }
  }
  let held: PageRead | null = null
  let before: Seen | null = progress.pages > 0 ? seenOf(reader, progress) : null
  for (;;) {
    work.signal.throwIfAborted()
    const place: string | null = held ? held.next : progress.pages > 0 ? progress.next : reader.pager.first
    if (progress.pages + (held ? 1 : 0) >= reader.settings.maxPages) {
      throw new XinyuError('SERVICE_PAGES_LIMIT', { where: table.name, max: reader.settings.maxPages })
    }
    const page: PageRead | null = await readPage(reader, place, progress.since, work.signal)
    const more = page !== null && watch.see(page)
    if (before !== null) await mustStand(reader, before, progress.since, work)
    // A page is given on when the next is known: only then it is known whether it was the last.
    if (held) yield batch(held, !more)
    if (!more) break
    held = page
    before = { place, last: hashedIdentity(page.rows.at(-1)!, work.table.key) }
    if (page.next === null) {
      yield batch(page, true)
      break
    }
  }
  watch.end(progress.rows)
  // Nothing there at all: the next increment still needs a place to go on from.
  if (!progress.done) yield { rows: [], cursor: writeCursor({ ...progress, done: true }) }
}

function startOf(table: HttpTable, work: ReadWork): Progress {
  const before = work.after === null ? null : readCursor(work.after, work.table.name)
  if (work.mode === 'snapshot') return before ?? START
  if (table.watermark === null || work.watermark !== table.watermark.column) {
    throw new XinyuError('SERVICE_NO_WATERMARK', { where: work.table.name })
  }
  if (before !== null && !before.done) return before
  const since = before?.max ?? null
  return { ...START, since: since === null ? null : setBack(since, work.overlap ?? 0), max: since }
}

/**
 * What changed while we read has a later watermark than our beginning: the next increment goes on from the latest one
 * that is not, so that a row which moved to an earlier page is met again.
 */
function advanced(
  { table, timeZone }: Reader,
  work: ReadWork,
  before: Progress,
  page: PageRead,
  done: boolean,
): Progress {
  const column = table.watermark?.column
  const begun = before.begun ?? page.at
  const moment = momentIn(begun, timeZone)
  const marks = column === undefined ? [] : page.rows.map((row) => cellOf(row[column] ?? null) ?? null)
  const last = page.rows.at(-1)
  return {
    ...before,
    place: page.place,
    next: done ? null : page.next,
    pages: before.pages + 1,
    rows: before.rows + page.rows.length,
    last: last === undefined ? before.last : hashedIdentity(last, work.table.key),
    begun,
    max: marks.filter((mark) => mark !== null && !isAfter(mark, moment)).reduce(later, before.max),
    done,
  }
}

/** A page that was read, and the row that it ended with. */
interface Seen {
  readonly place: string | null
  readonly last: string
}

const seenOf = ({ pager }: Reader, { place, last }: Progress): Seen => ({ place: place ?? pager.first, last })

/**
 * A row that goes from a page that was read pulls the first one of the next page onto it, which is then never seen: so a
 * page is looked at again when its successor was read, and must still end with the same row. Tokens of services speak
 * for themselves.
 */
async function mustStand(
  reader: Reader,
  { place, last }: Seen,
  since: string | null,
  { table, signal }: ReadWork,
): Promise<void> {
  if (!reader.pager.numbered) return
  const now = (await readPage(reader, place, since, signal))?.rows.at(-1)
  if (now === undefined || hashedIdentity(now, table.key) !== last) {
    throw new XinyuError('SERVICE_CHANGED', { where: table.name, why: 'rows moved from one page to another' })
  }
}

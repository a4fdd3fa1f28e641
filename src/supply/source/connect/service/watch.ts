import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { ReadWork } from '../source.ts'
import type { Progress } from './cursor.ts'
import type { PageRead, Reader } from './read.ts'
import { hashOf, identityOf } from './rows.ts'

/** Notices what a list must not do while it is read. */
export interface Watch {
  /** False: the list has ended before this page. @throws XinyuError SERVICE_PAGE_REPEATED, SERVICE_CHANGED */
  see(page: PageRead): boolean
  /** @throws XinyuError SERVICE_CHANGED */
  end(rows: number): void
}

/** Keys that are remembered to notice a row that comes twice; of longer reads the last of them (bounded memory). */
const MAX_KEYS = 200_000

export function watchOf({ pager, settings }: Reader, { table, mode }: ReadWork, from: Progress): Watch {
  const where = table.name
  const changed = (why: string) => new XinyuError('SERVICE_CHANGED', { where, why })
  const places = new Set<string>()
  const keys = new Set<string>()
  let pages = from.pages
  let before: { hash: string; count: number } | null = null
  let total: number | null = null
  const mustBeNew = ({ rows }: PageRead) => {
    // A service that hands out tokens may give a row again that changed meanwhile: an increment takes the later one.
    if (table.key.length === 0 || (mode === 'increment' && !pager.numbered)) return
    for (const row of rows) {
      const key = identityOf(row, table.key)
      if (keys.has(key)) throw changed('a row was given twice')
      keys.add(key)
    }
    for (const key of keys) {
      if (keys.size <= MAX_KEYS) break
      keys.delete(key)
    }
  }
  return {
    see(page) {
      const { place, rows, next, total: now } = page
      pages++
      if (now !== null && total !== null && now < total) throw changed('the total became smaller')
      total = now ?? total
      if (rows.length === 0) return false
      const hash = hashOf(rows)
      if (before?.hash === hash) {
        // Some services give their last page again for every number behind it: the end, where that page was short.
        if (pager.numbered && before.count < (pager.size ?? 0)) return false
        throw new XinyuError('SERVICE_PAGE_REPEATED', { where, page: pages })
      }
      if (next !== null && !pager.numbered && (places.has(next) || next === place)) {
        throw new XinyuError('SERVICE_PAGE_REPEATED', { where, page: pages })
      }
      if (next !== null) places.add(next)
      if (settings.paging.kind === 'page' && before !== null && rows.length > before.count) {
        throw changed('a page before this one became shorter')
      }
      mustBeNew(page)
      before = { hash, count: rows.length }
      return true
    },
    end(rows) {
      if (total !== null && rows !== total) throw changed(`${rows} rows came where ${total} were announced`)
    },
  }
}

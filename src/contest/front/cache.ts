import { suite } from '../../safeguard/crypto/index.ts'

export interface Kept {
  readonly body: string
  readonly etag: string
}

/** A page is made anew after this long at the latest: what is open changes by the clock, too. */
const FRESH_MS = 5_000
/** Pages of several contests in both languages; a flood of odd addresses pushes out no more than these. */
const MOST_KEPT = 400

/** Pages as they were made, for a moment: a crowd before a deadline reads the same ten pages. */
export function createCache(now: () => number) {
  const kept = new Map<string, { at: number; page: Promise<Kept | null> }>()
  return {
    /** The page of this key, made once for all who ask meanwhile. */
    async get(key: string, make: () => Promise<string | null>): Promise<Kept | null> {
      const known = kept.get(key)
      if (known && now() - known.at < FRESH_MS) return known.page
      const page = make().then((body) => (body === null ? null : { body, etag: etagOf(body) }))
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(key, { at: now(), page })
      // What failed is tried again by the next reader.
      page.catch(() => kept.delete(key))
      return page
    },
    clear: () => kept.clear(),
  }
}

/** Strong: the same bytes, and no others. */
export const etagOf = (body: string): string =>
  `"${suite().hash.of(body).toString('base64url').slice(0, 27)}"`
